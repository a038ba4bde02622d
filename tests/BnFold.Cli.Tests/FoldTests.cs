using BnFold.Cli.Terminals;
using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests;

/// <summary>What is on the disk after a run, and the exit code that says so.</summary>
public sealed class FoldTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _model;
    private readonly byte[] _before;

    public FoldTests()
    {
        _model = Repository.CopyModel("resnet_small.onnx", _folder);
        _before = File.ReadAllBytes(_model);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{0}", "-o", "{1}")]
    [InlineData("{0}", "-o", "{2}", "--report", "{1}")]
    [InlineData("verify", "{0}", "{0}", "--report", "{1}")]
    [InlineData("stats", "{0}", "--data", "{3}", "--moments", "{1}")]
    public void Weights_of_the_model_are_never_replaced(params string[] args)
    {
        File.WriteAllBytes(_folder.File("w.json"), BitConverter.GetBytes((Half)3));
        TinyModel.ExternalConvBatchNorm("w.json").Save(_folder.File("model.onnx"));
        File.WriteAllBytes(_folder.File("d.npy"), SampleFiles.Npy(new float[16], 1, 1, 4, 4));
        string[] files = [_folder.File("model.onnx"), _folder.File("w.json"), _folder.File("out.onnx"), _folder.File("d.npy")];

        var run = Tool.Run(Comparisons.Agree, [.. args.Select(arg => string.Format(System.Globalization.CultureInfo.InvariantCulture, arg, files))]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("weights", run.OneError, StringComparison.Ordinal);
        Assert.Equal(2, File.ReadAllBytes(_folder.File("w.json")).Length);
        Assert.False(File.Exists(_folder.File("out.onnx")));
    }

    [Fact]
    public void Writes_what_agrees()
    {
        var run = Tool.Run(_model, "-o", _folder.File("folded.onnx"));
        Assert.Equal(0, run.ExitCode);
        AssertFiles("folded.onnx", "resnet_small.onnx");
        Assert.Equal(0, BatchNormalizationsIn("folded.onnx"));
    }

    [Fact]
    public void Writes_beside_the_model_unless_told_otherwise()
    {
        Assert.Equal(0, Tool.Run(_model).ExitCode);
        AssertFiles("resnet_small.folded.onnx", "resnet_small.onnx");
    }

    [Fact]
    public void Compares_the_model_with_the_file_that_gets_the_name()
    {
        byte[]? compared = null;
        var output = _folder.File("folded.onnx");
        Tool.Run(
            (original, other, options, _, _) =>
            {
                Assert.Equal(_model, original);
                Assert.Equal(11, options!.Sites.Count);
                Assert.False(File.Exists(output));
                compared = File.ReadAllBytes(other);
                return Comparisons.Agreement(options);
            },
            _model, "-o", output);
        Assert.Equal(compared, File.ReadAllBytes(output));
    }

    [Fact]
    public void Hands_the_options_of_the_comparison_on()
    {
        VerifyOptions? seen = null;
        TinyModel.ConvBatchNorm((Half)2, (Half)3).Input("a=b", 1, 3, 32, 32).Input("e", 0).Input("d", 0).Save(_folder.File("inputs.onnx"));
        Tool.Run(
            (_, _, options, _, _) => Comparisons.Agreement(seen = options),
            _folder.File("inputs.onnx"), "--samples", "7", "--seed", "-3", "--atol", "1e-3", "--rtol", "0", "--threads", "2",
            "--shape", "a=b=1,3,32,32", "--shape", "e=4", "--dim", "n=4");
        Assert.Equal((7, -3, 1e-3, 0, 2), (seen!.Samples, seen.Seed, seen.AbsoluteTolerance, seen.RelativeTolerance, seen.Threads));
        Assert.Equal([1, 3, 32, 32], seen.Shapes["a=b"]);
        Assert.Equal([4], seen.Shapes["e"]);
        Assert.Equal(4, seen.Dims["n"]);
    }

    [Fact]
    public void Writes_nothing_where_a_difference_was_found()
    {
        File.WriteAllText(_folder.File("folded.onnx"), "precious");
        var run = Tool.Run(Comparisons.Differ, _model, "-o", _folder.File("folded.onnx"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("1 of 4 sites differs", run.Errors, StringComparison.Ordinal);
        AssertFiles("folded.onnx", "resnet_small.onnx");
        Assert.Equal("precious", File.ReadAllText(_folder.File("folded.onnx")));
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public void Writes_what_could_not_be_compared_and_says_why(bool found)
    {
        var run = Tool.Run(found ? Comparisons.NotPossible : Comparisons.Absent, _model, "-o", _folder.File("folded.onnx"), "-q");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains(found ? "no kernel for Foo 'foo'" : "BNFOLD_ONNXRUNTIME", run.OneError, StringComparison.Ordinal);
        AssertFiles("folded.onnx", "resnet_small.onnx");
    }

    [Fact]
    public void No_verify_writes_without_comparing()
    {
        var run = Tool.Run(Comparisons.Forbidden, _model, "--no-verify");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        AssertFiles("resnet_small.folded.onnx", "resnet_small.onnx");
    }

    [Fact]
    public void Dry_run_writes_nothing()
    {
        var run = Tool.Run(Comparisons.Forbidden, _model, "--dry-run");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("11  into Conv 11", run.Output, StringComparison.Ordinal);
        AssertFiles("resnet_small.onnx");
    }

    [Theory]
    [InlineData("--shape", "inptu=2,20"), InlineData("--dim", "bach=2")]
    public void Inputs_that_are_not_there_are_refused_before_anything_is_said(string option, string value)
    {
        foreach (var other in new[] { "--dry-run", "-v" })
        {
            var run = Tool.Run(Comparisons.Forbidden, _model, other, option, value);
            Assert.Equal((2, ""), (run.ExitCode, run.Output));
            AssertFiles("resnet_small.onnx");
        }
    }

    [Fact]
    public void A_link_stays_and_its_target_is_replaced()
    {
        var target = Directory.CreateDirectory(_folder.File("models")).FullName;
        File.WriteAllText(Path.Combine(target, "real.onnx"), "old");
        File.CreateSymbolicLink(_folder.File("link.onnx"), Path.Combine("models", "real.onnx"));
        Assert.Equal(0, Tool.Run(_model, "-o", _folder.File("link.onnx")).ExitCode);
        Assert.Equal(Path.Combine("models", "real.onnx"), new FileInfo(_folder.File("link.onnx")).LinkTarget);
        Assert.Equal(0, BatchNormalizationsIn("models/real.onnx"));
        Assert.Equal(["real.onnx"], Directory.EnumerateFileSystemEntries(target).Select(Path.GetFileName));
    }

    [Fact]
    public void A_link_that_leads_nowhere_gets_its_target()
    {
        File.CreateSymbolicLink(_folder.File("link.onnx"), "real.onnx");
        Assert.Equal(0, Tool.Run(_model, "-o", _folder.File("link.onnx")).ExitCode);
        AssertFiles("link.onnx", "real.onnx", "resnet_small.onnx");
    }

    [Fact]
    public void Reports_the_size_of_the_model_behind_a_link()
    {
        File.CreateSymbolicLink(_folder.File("link.onnx"), _model);
        Assert.Equal(0, Tool.Run(_folder.File("link.onnx"), "--dry-run", "--report", _folder.File("r.json")).ExitCode);
        using var report = System.Text.Json.JsonDocument.Parse(File.ReadAllText(_folder.File("r.json")));
        Assert.Equal(new FileInfo(_model).Length, report.RootElement.GetProperty("input").GetProperty("bytes").GetInt64());
    }

    [Fact]
    public void Links_in_a_circle_are_refused()
    {
        File.CreateSymbolicLink(_folder.File("link.onnx"), "link.onnx");
        var run = Tool.Run(Comparisons.Forbidden, _model, "-o", _folder.File("link.onnx"));
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("can't be written", run.OneError, StringComparison.Ordinal);
    }

    [Fact]
    public void Replaces_the_model_by_its_folded_form_when_asked()
    {
        Assert.Equal(0, Tool.Run(_model, "-o", _model).ExitCode);
        Assert.Equal(["resnet_small.onnx"], _folder.Content);
        Assert.Equal(0, BatchNormalizationsIn("resnet_small.onnx"));
    }

    [Fact]
    public void Leaves_the_model_alone_where_its_folded_form_differs()
    {
        Assert.Equal(1, Tool.Run(Comparisons.Differ, _model, "-o", _model).ExitCode);
        AssertFiles("resnet_small.onnx");
    }

    [Fact]
    public void A_model_with_nothing_to_fold_is_copied_and_proven_by_its_bytes()
    {
        Tool.Run(_model, "-o", _folder.File("once.onnx"));
        var run = Tool.Run(Comparisons.Forbidden, _folder.File("once.onnx"), "-o", _folder.File("twice.onnx"));
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("nothing to fold", run.Output, StringComparison.Ordinal);
        Assert.Contains("byte for byte", run.Output, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(_folder.File("once.onnx")), File.ReadAllBytes(_folder.File("twice.onnx")));
    }

    [Fact]
    public void Keeps_and_folds_by_name()
    {
        Tool.Run(_model, "-o", _folder.File("kept.onnx"), "--keep", "/5/*", "--keep", "/0/*");
        Assert.Equal(4, BatchNormalizationsIn("kept.onnx"));
        Tool.Run(_model, "-o", _folder.File("only.onnx"), "--only", "/5/*", "--keep", "*shortcut*");
        Assert.Equal(9, BatchNormalizationsIn("only.onnx"));
    }

    [Fact]
    public void An_interruption_leaves_nothing_behind()
    {
        using var cancellation = new CancellationTokenSource();
        var run = Tool.Run(
            (_, _, _, _, token) =>
            {
                cancellation.Cancel();
                token.ThrowIfCancellationRequested();
                throw new InvalidOperationException("not cancelled");
            },
            Ink.None, cancellation.Token, _model, "--report", _folder.File("report.json"));
        Assert.Equal(130, run.ExitCode);
        Assert.Equal("interrupted; nothing was written", run.OneError);
        AssertFiles("resnet_small.onnx");
    }

    [Fact]
    public void A_comparison_that_breaks_down_is_one_line_and_leaves_nothing_behind()
    {
        var run = Tool.Run(Comparisons.Forbidden, _model);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("internal error, please report it: InvalidOperationException: nothing should have been compared", run.OneError);
        AssertFiles("resnet_small.onnx");
    }

    private void AssertFiles(params string[] names)
    {
        Assert.Equal(names, _folder.Content);
        Assert.Equal(_before, File.ReadAllBytes(_model));
    }

    private int BatchNormalizationsIn(string name)
    {
        using var model = OnnxModel.Load(_folder.File(name));
        return BatchNormFolder.Fold(model, cancellation: TestContext.Current.CancellationToken).Before.BatchNormalizations;
    }
}
