using BnFold.Onnx;
using BnFold.Tests.Runtime;
using BnFold.Tests.Support;
using Xunit;

namespace BnFold.Tests.Verification;

public class BatchNormCheckerTests
{
    private readonly ConvBatchNorm _block = new();

    [Fact]
    public void Finds_parity_on_what_the_node_gets_in_the_model()
    {
        var report = Check(_block.Original());

        var node = Assert.Single(report.Nodes);
        Assert.Equal((BatchNormCheckVerdict.Agrees, null, 4, "Float"), (node.Verdict, node.Reason, node.Channels, node.Type));
        Assert.Equal([2L, 4, 8, 8], node.Dims);
        Assert.Equal(2 * 2 * 4 * 8 * 8, node.Elements);
        Assert.InRange(node.MaxShareOfLimit, 1e-9, 0.5);
        Assert.InRange(node.Ulp50, 0, node.Ulp99);
        Assert.InRange(node.Ulp99, 1, node.MaxUlp);
        Assert.Null(report.Failure);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Judges_by_what_the_caller_allows(bool strict)
    {
        Assert.Equal(BatchNormCheckVerdict.Agrees, Assert.Single(Check(_block.Original(), new() { Strict = strict }).Nodes).Verdict);
        var node = Assert.Single(Check(_block.Original(), new() { Strict = strict, AbsoluteTolerance = 1e-12 }).Nodes);
        Assert.Equal(BatchNormCheckVerdict.Differs, node.Verdict);
        Assert.Contains("where the reference has", node.Reason, StringComparison.Ordinal);
        Assert.NotNull(node.WorstChannel);
    }

    [Fact]
    public void Checks_float16_in_steps_of_float16()
    {
        var net = _block.AddOriginalHalf(new Net().Input("x", ElementType.Float16, 2, 3, 8, 8)).Output("y", ElementType.Float16);
        var node = Assert.Single(Check(net).Nodes);
        Assert.Equal((BatchNormCheckVerdict.Agrees, "Float16"), (node.Verdict, node.Type));
        Assert.InRange(node.MaxDifference, 1e-5, 1e-1);
    }

    [Fact]
    public void Goes_by_noise_where_nothing_finite_arrives_and_says_so_where_nothing_finite_comes_out()
    {
        var net = new Net().Input("x", 2, 3, 4, 4).Floats("nan", [1], float.NaN).Node("Mul", "x nan", "lost")
            .Floats("s", [3], 1, 2, 3).Floats("b", [3], 0, 0, 1).Floats("m", [3], 0, 1, 2).Floats("v", [3], 1, 1, 2)
            .Node("BatchNormalization", "lost s b m v", "y").Output("y");
        var node = Assert.Single(Check(net).Nodes);
        Assert.Equal((BatchNormCheckVerdict.Agrees, "on noise, since nothing that it computes in the model is finite"), (node.Verdict, node.Reason));

        net = new Net().Input("x", 2, 3, 4, 4).Floats("s", [3], 1, 2, 3).Floats("b", [3], 0, 0, 1).Floats("m", [3], 0, 1, 2)
            .Floats("v", [3], float.NaN, float.NaN, float.NaN).Node("BatchNormalization", "x s b m v", "y").Output("y");
        node = Assert.Single(Check(net).Nodes);
        Assert.Equal((BatchNormCheckVerdict.NotChecked, 0L), (node.Verdict, node.Elements));
        Assert.StartsWith("nothing that it computes is finite", node.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Uses_the_parameters_of_each_sample_where_they_are_fed()
    {
        var net = new Net().Input("x", 2, 3, 4, 4).Input("s", 3).Input("b", 3).Input("m", 3).Input("raw", 3)
            .Node("Abs", "raw", "v").Node("BatchNormalization", "x s b m v", "y").Output("y");
        var node = Assert.Single(Check(net).Nodes);
        Assert.Equal(BatchNormCheckVerdict.Agrees, node.Verdict);
        Assert.Empty(node.Suspicions);
    }

    [Theory]
    [InlineData("s", float.PositiveInfinity, BatchNormSuspicionKind.NotFinite)]
    [InlineData("s", float.NegativeInfinity, BatchNormSuspicionKind.NotFinite)]
    [InlineData("b", float.NaN, BatchNormSuspicionKind.NotFinite)]
    [InlineData("m", float.PositiveInfinity, BatchNormSuspicionKind.NotFinite)]
    [InlineData("v", float.NaN, BatchNormSuspicionKind.NotFinite)]
    [InlineData("v", 0, BatchNormSuspicionKind.TinyVariance)]
    [InlineData("v", -1, BatchNormSuspicionKind.NegativeVariance)]
    public void Names_broken_statistics(string broken, float value, BatchNormSuspicionKind expected)
    {
        var net = new Net().Input("x", 2, 3, 4, 4);
        foreach (var name in "sbmv".Select(letter => letter.ToString())) net.Floats(name, [3], 1, name == broken ? value : 1, 2);
        net.Node("BatchNormalization", "x s b m v", "y", ("epsilon", 0f)).Output("y");

        var node = Assert.Single(Check(net).Nodes);
        Assert.Equal((expected, 1, 1), node.Suspicions.Select(each => (each.Kind, each.Channels, each.FirstChannel)).First());
        Assert.NotEqual(BatchNormCheckVerdict.NotChecked, node.Verdict);
    }

    [Fact]
    public void Says_that_parameters_differ_in_length()
    {
        var net = new Net().Input("x", 2, 4, 4, 4).Floats("s", [4], 1, 1, 1, 1).Floats("m", [3], 1, 1, 1)
            .Node("BatchNormalization", "x s s m s", "y").Output("y");
        var node = Assert.Single(Check(net).Nodes);
        Assert.Equal((BatchNormCheckVerdict.NotChecked, "it has 4 scales, 4 biases, 3 means and 4 variances"), (node.Verdict, node.Reason));
    }

    [Fact]
    public void Checks_each_call_of_a_function_on_what_it_gets()
    {
        using var folder = new TempFolder();
        var model = new ModelBuilder().Input("x", 2, 3, 4, 4).BatchNorm("x", "first", 3).BatchNorm("first", "second", 3).Output("second", 2, 3, 4, 4);
        File.WriteAllBytes(folder.File("model.onnx"), Google.Protobuf.MessageExtensions.ToByteArray(FunctionModels.WithBlocks(model).Model));
        var report = BatchNormChecker.Check(folder.File("model.onnx"), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(["first/bn", "second/bn"], report.Nodes.Select(node => node.Node));
        Assert.All(report.Nodes, node => Assert.Equal((BatchNormCheckVerdict.Agrees, null), (node.Verdict, node.Reason)));
    }

    [Fact]
    public void Runs_in_several_groups_where_memory_is_short()
    {
        var net = new Net().Input("v0", 2, 4, 8, 8);
        for (var i = 0; i < 4; i++) new ConvBatchNorm(4, 4, seed: i).AddOriginal(net, $"v{i}", $"v{i + 1}", $"block{i}_");
        net.Output("v4");
        Assert.Equal(Check(net).Nodes.Select(node => node.MaxDifference), Check(net, new() { MemoryLimit = 1 }).Nodes.Select(node => node.MaxDifference));
    }

    [Fact]
    public void Looks_at_the_statistics()
    {
        var block = new ConvBatchNorm(outputs: 8) { Epsilon = 0 };
        new float[] { 1, -1, 0, 1, 1, 1, 1, 1 }.CopyTo(block.Scale, 0);
        new[] { 1, 1, 1, 1e-6f, 1e-40f, 1e-8f, -1, float.NaN }.CopyTo(block.Variance, 0);
        var found = Assert.Single(Check(block.Original()).Nodes).Suspicions;

        Assert.Equal(
            [
                (BatchNormSuspicionKind.NotFinite, 1, 7), (BatchNormSuspicionKind.NegativeVariance, 1, 6),
                (BatchNormSuspicionKind.DenormalVariance, 1, 4), (BatchNormSuspicionKind.TinyVariance, 3, 4),
                (BatchNormSuspicionKind.DeadChannel, 1, 2), (BatchNormSuspicionKind.NegativeScale, 1, 1),
                (BatchNormSuspicionKind.HighGain, 3, 3),
            ],
            found.Select(suspicion => (suspicion.Kind, suspicion.Channels, suspicion.FirstChannel)));
    }

    [Fact]
    public void Says_that_there_was_only_the_reference_where_the_runtime_has_no_kernel()
    {
        var net = new Net(6).Input("x", 2, 3, 4, 4);
        foreach (var name in (string[])["s", "b", "m", "v"]) net.Floats(name, [3], 1, 1, 1);
        net.Node("BatchNormalization", "x s b m v", "y", ("is_test", 1)).Output("y");

        var report = Check(net);

        var node = Assert.Single(report.Nodes);
        Assert.Equal(BatchNormCheckVerdict.ReferenceOnly, node.Verdict);
        Assert.StartsWith("by the reference alone: ", node.Reason, StringComparison.Ordinal);
        Assert.NotNull(report.Failure);
    }

    [Fact]
    public void Checks_on_noise_what_stands_in_a_model_that_cannot_run()
    {
        var net = _block.AddOriginal(new Net().Import("elsewhere", 1).Input("in", 2, 3, 8, 8).Node("Mystery", "in", "x"));
        net.Graph.Node[0].Domain = "elsewhere";
        var node = Assert.Single(Check(net.Output("y")).Nodes);
        Assert.Equal((BatchNormCheckVerdict.Agrees, "on noise, since the model can't run"), (node.Verdict, node.Reason));
    }

    [Fact]
    public void Says_why_a_malformed_node_is_not_checked()
    {
        Assert.Contains("'epsilon' should be Float", Spoiled(node => (node.Attribute[0].Name, node.Attribute[0].Type) = ("epsilon", (int)AttributeKind.Int)), StringComparison.Ordinal);
        Assert.NotEmpty(Spoiled(node => node.Input[0] = node.Output[0])); // an end there must be

        string Spoiled(Action<NodeProto> spoil)
        {
            var net = _block.Original();
            spoil(net.Graph.Node.Single(node => node.OpType == "BatchNormalization"));
            return Assert.Single(Check(net).Nodes).Reason!;
        }
    }

    [Fact]
    public void Checks_on_noise_what_stands_in_a_body()
    {
        var body = new Net();
        foreach (var name in (string[])["s", "b", "m", "v"]) body.Floats(name, [3], 1, 2, 3);
        body.Node("BatchNormalization", "x s b m v", "t").Output("t");
        var other = new Net().Node("Identity", "x", "e").Output("e");
        var net = new Net().Input("x", 2, 3, 4, 4).Bytes("yes", ElementType.Bool, [], [1])
            .Node("If", "yes", "y", ("then_branch", body.Graph), ("else_branch", other.Graph)).Output("y");

        var node = Assert.Single(Check(net).Nodes);

        Assert.Equal((BatchNormCheckVerdict.Agrees, "if_y"), (node.Verdict, node.Inside));
        Assert.Equal("on noise, since it is inside 'if_y'", node.Reason);
    }

    [Fact]
    public void Leaves_training_mode_alone()
    {
        var net = _block.Original();
        net.Graph.Node[1].Attribute.Add(new AttributeProto { Name = "training_mode", I = 1, Type = (int)AttributeKind.Int });
        net.Graph.Node[1].Output.AddRange(["running_mean", "running_var"]);
        var node = Assert.Single(Check(net).Nodes);
        Assert.Equal(BatchNormCheckVerdict.NotChecked, node.Verdict);
        Assert.Contains("training_mode decides", node.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_library_of_custom_operators_that_is_none()
    {
        using var folder = new TempFolder();
        var model = _block.Original().Save(folder, "model.onnx");
        Assert.Throws<OnnxFormatException>(() => Check(model, new() { CustomOpLibraries = [folder.File("absent.so")] }));
        Assert.Throws<OnnxFormatException>(() => Check(model, new() { CustomOpLibraries = [model] }));
    }

    private static BatchNormCheckReport Check(Net net, VerifyOptions? options = null)
    {
        using var folder = new TempFolder();
        return Check(net.Save(folder, "model.onnx"), options);
    }

    private static BatchNormCheckReport Check(string path, VerifyOptions? options) =>
        BatchNormChecker.Check(path, options, cancellation: TestContext.Current.CancellationToken);
}
