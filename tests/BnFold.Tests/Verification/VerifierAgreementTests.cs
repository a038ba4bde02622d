using BnFold.Onnx;
using BnFold.Tests.Runtime;
using Xunit;

namespace BnFold.Tests.Verification;

public class VerifierAgreementTests
{
    private readonly ConvBatchNorm _block = new();

    [Fact]
    public void Accepts_a_right_fold_and_accounts_for_it()
    {
        var report = Judged.Compare(_block.Original(), _block.Folded(), new() { Sites = ["batchnormalization_y"] }).Agrees();

        var site = Assert.Single(report.Sites);
        Assert.Equal(["batchnormalization_y"], site.BatchNormalizations);
        Assert.Equal(["Conv 'conv_c'", "BatchNormalization 'batchnormalization_y'"], site.OriginalNodes);
        Assert.Equal(["Conv 'conv_y'"], site.OtherNodes);
        Assert.Equal(("y", "Float", 0), (site.Value.Name, site.Value.Type, report.AlikeValues));
        Assert.InRange(site.Value.MaxDifference, double.Epsilon, site.Value.Limit);
        Assert.Equal([2, 4, 8, 8], site.Value.Dims);
        Assert.Equal("y", Assert.Single(report.Outputs).Name);
        Assert.Equal("y", Assert.Single(report.OptimizedOutputs).Name);
        Assert.Empty(report.Warnings);
    }

    [Fact]
    public void Accepts_a_value_that_bears_the_name_of_one_computed_from_it()
    {
        Net Features(string name) => new Net().Input("x", 1, 3, 5, 5).Floats("w", [3, 3, 3, 3], [.. Enumerable.Range(0, 81).Select(i => (i % 7) - 3f)]).Node("Conv", "x w", name);
        var original = Features("y").Floats("one", [], 1).Node("Mul", "y one", "z").Output("z").Node("Relu", "y", "r").Output("r");
        Judged.Compare(original, Features("z").Output("z").Node("Relu", "z", "r").Output("r")).Agrees();
    }

    [Fact]
    public void Accepts_a_right_fold_behind_which_sizes_are_computed()
    {
        Net Resized(string features, string resized, float scale) => new Net().Input("x", 1, 3, 5, 5).Floats("w", [3, 3, 3, 3], [.. Enumerable.Range(0, 81).Select(i => scale * ((i % 7) - 3f))])
            .Integers("twice", [4], 1, 1, 2, 2).Node("Shape", "x", "s").Node("Mul", "s twice", "sizes").Node("Conv", "x w", features).Node("Resize", $"{features} - - sizes", resized);

        Judged.Compare(Resized("c", "r", 1).Floats("two", [], 2).Node("Mul", "r two", "y").Output("y"), Resized("d", "y", 2).Output("y")).Agrees();
    }

    [Fact]
    public void Accepts_a_model_compared_with_itself_without_any_site()
    {
        using var folder = new TempFolder();
        var path = _block.Original().Save(folder, "model.onnx");

        var report = Judged.Compare(path, path).Agrees();

        Assert.Empty(report.Sites);
        Assert.Equal(2, report.AlikeValues); // c and y
        Assert.Equal(0, report.Outputs[0].MaxDifference);
    }

    [Fact]
    public void Accepts_a_right_fold_whose_weights_are_in_another_file()
    {
        using var folder = new TempFolder();
        var original = _block.Original().SaveExternal(folder, "original.onnx");
        var other = _block.Folded().SaveExternal(folder, "other.onnx");

        Assert.Single(Judged.Compare(original, other).Agrees().Sites);
    }

    [Fact]
    public void Accepts_a_model_that_is_a_link_into_another_folder()
    {
        using var folder = new TempFolder();
        using var cache = new TempFolder();
        var block = new ConvBatchNorm(8, 16); // large enough for its weights to stay in the file
        var original = folder.File("original.onnx");
        File.CreateSymbolicLink(original, block.Original().Save(cache, "blob"));

        Judged.Compare(original, block.Folded().Save(folder, "other.onnx")).Agrees();
    }

    [Fact]
    public void Accepts_a_right_fold_in_float16()
    {
        var original = _block.AddOriginalHalf(new Net().Input("x", ElementType.Float16, 2, 3, 8, 8)).Output("y", ElementType.Float16);
        var folded = _block.AddFoldedHalf(new Net().Input("x", ElementType.Float16, 2, 3, 8, 8)).Output("y", ElementType.Float16);

        var report = Judged.Compare(original, folded).Agrees();

        Assert.InRange(report.Sites[0].Value.MaxDifference / report.Sites[0].Value.Range, 1e-5, 5e-3);
    }

    [Fact]
    public void Judges_a_network_that_computes_in_float16_and_shows_float_by_what_it_computes_in()
    {
        Net Wrap(Func<Net, Net> add) => add(new Net().Input("in", 2, 3, 8, 8).Node("Cast", "in", "x", ("to", (int)ElementType.Float16)))
            .Node("Cast", "y", "out", ("to", (int)ElementType.Float)).Output("out");

        var report = Judged.Compare(Wrap(_block.AddOriginalHalf), Wrap(_block.AddFoldedHalf)).Agrees();

        Assert.Equal(2e-2, (report.Outputs[0].Limit - 1e-4) / report.Outputs[0].Range, 6);
    }

    [Fact]
    public void Accepts_a_fold_with_overridable_initializers_frozen()
    {
        var original = _block.Original();
        original.Graph.Input.Add(new ValueInfoProto { Name = "w", Type = new() { TensorType = new() { ElemType = 1 } } });

        Judged.Compare(original, _block.Folded()).Agrees();
    }

    [Fact]
    public void Accepts_a_fold_in_a_model_whose_initializers_are_all_inputs()
    {
        var original = _block.AddOriginal(new Net(8, irVersion: 3).Input("x", 2, 3, 8, 8)).Output("y");
        foreach (var tensor in original.Graph.Initializer)
            original.Graph.Input.Add(new ValueInfoProto { Name = tensor.Name, Type = new() { TensorType = new() { ElemType = 1 } } });

        Judged.Compare(original, _block.AddFolded(new Net(8, irVersion: 4).Input("x", 2, 3, 8, 8)).Output("y")).Agrees();
    }

    [Fact]
    public void Compares_in_groups_where_memory_is_short()
    {
        var second = new ConvBatchNorm(4, 5, seed: 8);
        Net Build(Func<ConvBatchNorm, Net, string, string, string, Net> add) =>
            add(second, add(_block, new Net().Input("x", 2, 3, 8, 8), "x", "y", ""), "y", "z", "second_").Output("z");
        var original = Build((block, net, input, output, name) => block.AddOriginal(net, input, output, name));
        var folded = Build((block, net, input, output, name) => block.AddFolded(net, input, output, name));

        var roomy = Judged.Compare(original, folded).Agrees();
        var cramped = Judged.Compare(original, folded, new() { MemoryLimit = 1 }).Agrees();

        Assert.Equal(["y", "z"], cramped.Sites.Select(site => site.Value.Name));
        Assert.Equal(roomy.Sites.Select(site => site.Value.MaxDifference), cramped.Sites.Select(site => site.Value.MaxDifference));
    }

    [Fact]
    public void Looks_past_names_that_another_tool_reused_only_if_allowed()
    {
        // Such tools leave the convolution's own name to its result, which now is the BatchNormalization's.
        var original = _block.AddOriginal(new Net().Input("x", 2, 3, 8, 8)).Node("Relu", "y", "z").Output("z");
        var folded = _block.AddFolded(new Net().Input("x", 2, 3, 8, 8), output: "c").Node("Relu", "c", "z").Output("z");

        Judged.Compare(original, folded).DiffersAt("c");
        var report = Judged.Compare(original, folded, new() { AllowReusedNames = true, Sites = ["batchnormalization_y"] }).Agrees();

        Assert.Equal([new("c", "y")], report.ReusedNames);
        Assert.Equal("y", Assert.Single(report.Sites).Value.Name);
    }

    [Fact]
    public void Sees_a_wrong_fold_behind_reused_names()
    {
        _block.FoldedBias[2] += 0.01f;
        var original = _block.AddOriginal(new Net().Input("x", 2, 3, 8, 8)).Node("Relu", "y", "z").Output("z");
        var folded = _block.AddFolded(new Net().Input("x", 2, 3, 8, 8), output: "c").Node("Relu", "c", "z").Output("z");

        Judged.Compare(original, folded, new() { AllowReusedNames = true }).DiffersAt("y");
    }

    [Fact]
    public void Reports_progress_up_to_the_end()
    {
        using var folder = new TempFolder();
        var seen = new List<VerifyProgress>();

        Verifier.Compare(
            _block.Original().Save(folder, "a.onnx"), _block.Folded().Save(folder, "b.onnx"), progress: new Direct(seen.Add),
            cancellation: TestContext.Current.CancellationToken);

        Assert.Contains(seen, step => step.Activity == "site by site");
        Assert.Equal(seen.Select(step => step.Done).Order(), seen.Select(step => step.Done));
        Assert.InRange(seen[^1].Done, 0.5, 1);
    }

    [Fact]
    public void Stops_when_it_is_cancelled()
    {
        using var folder = new TempFolder();
        var path = _block.Original().Save(folder, "a.onnx");

        Assert.ThrowsAny<OperationCanceledException>(() => Verifier.Compare(path, path, cancellation: new(canceled: true)));
    }

    private sealed class Direct(Action<VerifyProgress> report) : IProgress<VerifyProgress>
    {
        public void Report(VerifyProgress value) => report(value);
    }
}
