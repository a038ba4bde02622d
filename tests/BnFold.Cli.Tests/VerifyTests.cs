using System.Text.Json;
using BnFold.Cli.Terminals;
using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests;

public sealed class VerifyTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Help_is_as_reviewed() => Snapshot.Matches("help-verify", Tool.Run("verify", "--help").Output);

    [Fact]
    public void Proves_a_folded_model_and_reports()
    {
        var run = Real("verify", Repository.Model("mlp.onnx"), Folded("mlp"), "--strict", "--report", _folder.File("v.json"));
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Matches(@"\nagrees    output \[2,5\] .* (\d+) of \1 sites agree   ONNX Runtime \d", run.Output);
        using var report = JsonDocument.Parse(File.ReadAllText(_folder.File("v.json")));
        var root = report.RootElement;
        Assert.Equal(("verify", 1, "agrees"), (root.GetProperty("command").GetString(), root.GetProperty("schema_version").GetInt32(),
            root.GetProperty("verification").GetProperty("verdict").GetString()));
        Assert.Equal(64, root.GetProperty("other").GetProperty("sha256").GetString()!.Length);
    }

    [Fact]
    public void Refuses_another_interface_and_names_it()
    {
        var run = Real("verify", Repository.Model("mlp.onnx"), Repository.Model("resnet_small.onnx"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("output 'output'", run.OneError, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_where_models_differ()
    {
        var run = Tool.Run(Comparisons.Differ, "verify", Repository.Model("mlp.onnx"), Repository.Model("mlp.onnx"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("first: 'c_out' of Conv 'c' at [1,7]: 2.5 in the original, -4.5 in the other model", run.Output, StringComparison.Ordinal);
        Assert.Contains("differs from", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_that_nothing_could_be_compared()
    {
        Assert.Equal(3, Tool.Run(Comparisons.NotPossible, "verify", Repository.Model("mlp.onnx"), Repository.Model("mlp.onnx"), "-q").ExitCode);
        var run = Tool.Run(Comparisons.Absent, "verify", Repository.Model("mlp.onnx"), Repository.Model("mlp.onnx"), "-q");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("could not be compared", run.OneError, StringComparison.Ordinal);
    }

    [Fact]
    public void Quiet_says_nothing_but_warnings()
    {
        var run = Tool.Run(Comparisons.Agree, "verify", Repository.Model("mlp.onnx"), Repository.Model("mlp.onnx"), "-q");
        Assert.Equal((0, "", "warning: output 'mask' is constant"), (run.ExitCode, run.Output, run.OneError));
    }

    [Fact]
    public void A_certificate_that_supposes_something_is_no_proof()
    {
        var folded = Folded("mlp");
        var report = File.ReadAllText(_folder.File("fold.json"));
        File.WriteAllText(_folder.File("fold.json"), report.Replace("\"assume_inference\": false", "\"assume_inference\": true", StringComparison.Ordinal));
        var run = Tool.Run(Comparisons.Forbidden, "verify", Repository.Model("mlp.onnx"), folded, "--certificate", _folder.File("fold.json"), "-q");
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.EndsWith("is no proof: it took training mode for inference (--assume-inference), and says nothing of the original as it is", run.OneError, StringComparison.Ordinal);
    }

    [Fact]
    public void Certificate_holds_for_the_files_it_speaks_of_without_running_them()
    {
        var (original, folded) = (Repository.Model("mlp.onnx"), Folded("mlp"));
        var run = Tool.Run(Comparisons.Forbidden, "verify", original, folded, "--certificate", _folder.File("fold.json"));
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("proven    ", run.Output, StringComparison.Ordinal);
        Assert.Equal(1, Tool.Run(Comparisons.Differ, "verify", original, folded, "--certificate", _folder.File("fold.json"), "--run").ExitCode);
    }

    [Fact]
    public void Report_of_a_comparison_is_a_certificate_too()
    {
        var (original, folded) = (Repository.Model("mlp.onnx"), Folded("mlp"));
        Real("verify", original, folded, "--report", _folder.File("v.json"));
        Assert.Equal(0, Tool.Run(Comparisons.Forbidden, "verify", original, folded, "--certificate", _folder.File("v.json")).ExitCode);
        Assert.Equal(1, Tool.Run(Comparisons.Forbidden, "verify", folded, original, "--certificate", _folder.File("v.json")).ExitCode);
    }

    [Fact]
    public void A_certificate_says_what_limits_its_comparison_was_given()
    {
        var (original, folded) = (Repository.Model("mlp.onnx"), Folded("mlp"));
        Real("verify", original, folded, "--rtol", "0.5", "--report", _folder.File("v.json"));
        var run = Tool.Run(Comparisons.Forbidden, "verify", original, folded, "--certificate", _folder.File("v.json"));
        Assert.Contains("says that they agree within --rtol 0.5\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Certificate_does_not_hold_for_a_file_that_was_changed()
    {
        var folded = Folded("mlp");
        File.AppendAllBytes(folded, [0]);
        var run = Tool.Run(Comparisons.Forbidden, "verify", Repository.Model("mlp.onnx"), folded, "--certificate", _folder.File("fold.json"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("is not the output that the report speaks of", run.OneError, StringComparison.Ordinal);
    }

    [Fact]
    public void Certificate_is_checked_against_anything_that_has_bytes()
    {
        Folded("mlp");
        File.WriteAllText(_folder.File("text.onnx"), "no model");
        string[] args = ["verify", Repository.Model("mlp.onnx"), _folder.File("text.onnx"), "--certificate", _folder.File("fold.json")];
        Assert.Equal(1, Tool.Run(Comparisons.Forbidden, args).ExitCode);
        Assert.Equal(1, Tool.Run(Comparisons.Forbidden, [.. args, "--report", _folder.File("v.json")]).ExitCode);
        Assert.True(File.Exists(_folder.File("v.json")));
    }

    [Fact]
    public void Certificate_does_not_hold_where_external_data_is_missing()
    {
        var (original, folded) = ExternallyFolded();
        File.Delete(_folder.File("w.bin"));
        var run = Tool.Run(Comparisons.Forbidden, "verify", original, folded, "--certificate", _folder.File("fold.json"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("w.bin", run.OneError, StringComparison.Ordinal);
    }

    [Theory, InlineData("w.bin", "input"), InlineData(null, "output")]
    public void Certificate_does_not_hold_where_external_data_was_changed(string? location, string model)
    {
        var (original, folded) = ExternallyFolded();
        Assert.Equal(0, Certify().ExitCode);

        var data = _folder.File(location ?? _folder.Content.Single(name => name.EndsWith(".data", StringComparison.Ordinal)));
        var bytes = File.ReadAllBytes(data);
        File.WriteAllBytes(data, [.. bytes.Select(each => (byte)~each)]);
        Assert.Contains("is not the file that the report speaks of", Certify(1).OneError, StringComparison.Ordinal);

        File.WriteAllBytes(data, bytes);
        var report = File.ReadAllText(_folder.File("fold.json"));
        var at = report.IndexOf("external_files", report.IndexOf($"\"{model}\": {{", StringComparison.Ordinal), StringComparison.Ordinal);
        File.WriteAllText(_folder.File("fold.json"), $"{report[..at]}other{report[at..]}");
        var problem = $"the weights of its {model} are in other files, and it has no digests of those";
        Assert.Contains(problem, Certify(1).OneError, StringComparison.Ordinal);

        ToolRun Certify(int exitCode = 0)
        {
            var run = Tool.Run(Comparisons.Forbidden, "verify", original, folded, "--certificate", _folder.File("fold.json"));
            Assert.Equal(exitCode, run.ExitCode);
            return run;
        }
    }

    [Theory, InlineData("\"verdict\": \"agrees\"", "\"verdict\": \"not_possible\""), InlineData("\"verification\": {", "\"other_verification\": {")]
    public void Certificate_must_say_that_the_models_agree(string text, string other)
    {
        var folded = Folded("mlp");
        File.WriteAllText(_folder.File("fold.json"), File.ReadAllText(_folder.File("fold.json")).Replace(text, other, StringComparison.Ordinal));
        var run = Tool.Run(Comparisons.Forbidden, "verify", Repository.Model("mlp.onnx"), folded, "--certificate", _folder.File("fold.json"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("is no proof", run.OneError, StringComparison.Ordinal);
    }

    [Theory, InlineData("no JSON"), InlineData("[]"), InlineData("{}"), InlineData("""{ "command": "fold", "schema_version": 99 }"""), InlineData(null)]
    public void Refuses_what_is_no_certificate(string? content)
    {
        if (content is not null) File.WriteAllText(_folder.File("c.json"), content);
        var model = Repository.Model("mlp.onnx");
        var run = Tool.Run(Comparisons.Forbidden, "verify", model, model, "--certificate", _folder.File("c.json"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("not usable as a certificate", run.OneError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("two models expected: the original and the other", "x.onnx")]
    [InlineData("unexpected argument 'z.onnx'", "x.onnx", "y.onnx", "z.onnx")]
    [InlineData("--run is for --certificate; without, models are run anyway", "x.onnx", "y.onnx", "--run")]
    [InlineData("'many' is not a size such as 512MiB, 2GB or 1000000 (--memory)", "x.onnx", "y.onnx", "--memory", "many")]
    [InlineData("'0' is not a size such as 512MiB, 2GB or 1000000 (--memory)", "x.onnx", "y.onnx", "--memory", "0")]
    public void Refuses_in_one_line(string problem, params string[] args)
    {
        var run = Tool.Run(Comparisons.Forbidden, ["verify", .. args]);
        Assert.Equal((2, $"{problem}; 'bnfold help verify' explains"), (run.ExitCode, run.OneError));
    }

    [Theory, InlineData("512MiB", 512L << 20), InlineData("2GB", 2_000_000_000), InlineData("1.5kB", 1500), InlineData("77", 77), InlineData("1gib", 1L << 30)]
    public void Memory_is_read_as_people_write_it(string text, long bytes)
    {
        long? seen = null;
        Tool.Run(
            (original, other, options, progress, cancellation) =>
            {
                seen = options!.MemoryLimit;
                return Comparisons.Agree(original, other, options, progress, cancellation);
            },
            "verify", Repository.Model("mlp.onnx"), Repository.Model("mlp.onnx"), "--memory", text);
        Assert.Equal(bytes, seen);
    }

    /// <summary>A model whose weight is in w.bin, and what became of it, with its own file of weights.</summary>
    private (string Original, string Folded) ExternallyFolded()
    {
        File.WriteAllBytes(_folder.File("w.bin"), BitConverter.GetBytes((Half)3));
        TinyModel.ExternalConvBatchNorm("w.bin").Save(_folder.File("model.onnx"));
        var run = Tool.Run(_folder.File("model.onnx"), "-o", _folder.File("folded.onnx"), "--report", _folder.File("fold.json"));
        Assert.Equal(0, run.ExitCode);
        return (_folder.File("model.onnx"), _folder.File("folded.onnx"));
    }

    private string Folded(string model)
    {
        Assert.Equal(0, Real(Repository.Model($"{model}.onnx"), "-o", _folder.File("folded.onnx"), "--report", _folder.File("fold.json")).ExitCode);
        return _folder.File("folded.onnx");
    }

    private static ToolRun Real(params string[] args) => Tool.Run(Verifier.Compare, Ink.None, TestContext.Current.CancellationToken, args);
}
