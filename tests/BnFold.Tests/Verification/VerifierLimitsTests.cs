using BnFold.Onnx;
using BnFold.Tests.Runtime;
using Xunit;

namespace BnFold.Tests.Verification;

/// <summary>What can't be compared, and what can't be compared as closely as usual.</summary>
public class VerifierLimitsTests
{
    private const float Shift = 100_000;

    [Fact]
    public void Says_not_possible_where_the_runtime_has_no_kernel_and_names_the_node()
    {
        var net = new Net(6).Input("x", 2, 3, 4, 4);
        foreach (var name in (string[])["s", "b", "m", "v"]) net.Floats(name, [3], 1, 1, 1);
        net.Node("BatchNormalization", "x s b m v", "y", ("is_test", 1)).Output("y");
        net.Graph.Node[0].Name = "";

        var report = Judged.Compare(net, net);

        Assert.Equal(VerificationVerdict.NotPossible, report.Verdict);
        Assert.Contains("BatchNormalization(6) node with name 'y'", report.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', report.Reason!);
    }

    [Fact]
    public void Says_not_possible_for_a_custom_operator()
    {
        var net = new Net().Import("elsewhere", 1).Input("x", 2).Node("Mystery", "x", "y").Output("y");
        net.Graph.Node[0].Domain = "elsewhere";

        Assert.Equal(VerificationVerdict.NotPossible, Judged.Compare(net, net).Verdict);
    }

    [Fact]
    public void Says_not_possible_for_inputs_that_are_no_tensors()
    {
        var net = new Net().Node("SequenceLength", "q", "n").Output("n", ElementType.Int64);
        var sequence = new TypeProto.Types.Sequence { ElemType = new() { TensorType = new() { ElemType = (int)ElementType.Float } } };
        net.Graph.Input.Add(new ValueInfoProto { Name = "q", Type = new() { SequenceType = sequence } });

        var report = Judged.Compare(net, net);

        Assert.Equal(VerificationVerdict.NotPossible, report.Verdict);
        Assert.Contains("input 'q' is no tensor", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_not_possible_for_a_changed_value_that_is_random()
    {
        Net Build(float scale) => new Net().Input("x", 2, 3).Node("RandomNormalLike", "x", "r", ("scale", scale)).Node("Add", "x r", "y").Output("y");

        var report = Judged.Compare(Build(1), Build(2));

        Assert.Equal(VerificationVerdict.NotPossible, report.Verdict);
        Assert.Contains("differently each time", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Judges_what_surrounds_random_values_site_by_site()
    {
        var block = new ConvBatchNorm();
        Net Build(Func<Net, string, string, string, Net> add) =>
            add(new Net().Input("in", 2, 3, 8, 8).Node("RandomNormalLike", "in", "r").Node("Add", "in r", "x"), "x", "y", "").Output("y");

        Judged.Compare(Build(block.AddOriginal), Build(block.AddFolded)).Agrees();
        block.FoldedBias[0] += 0.01f;
        Judged.Compare(Build(block.AddOriginal), Build(block.AddFolded)).DiffersAt("y");
    }

    [Fact]
    public void Does_not_count_a_site_whose_only_sign_is_hidden()
    {
        // The value between is new, so all that can be compared is what the Relu leaves of it: nothing.
        var block = new ConvBatchNorm();
        Net Hide(Func<Net, string, string, string, Net> add, string name) => add(new Net().Input("x", 2, 3, 8, 8), "x", name, "")
            .Floats("cold", [], -1000).Node("Add", $"{name} cold", $"{name}_below").Node("Relu", $"{name}_below", "z").Output("z");

        var report = Judged.Compare(Hide(block.AddOriginal, "y"), Hide(block.AddFolded, "other"));

        Assert.Equal(VerificationVerdict.NotPossible, report.Verdict);
        Assert.Contains("'z', in which BatchNormalization 'batchnormalization_y' should show, is zero everywhere", report.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, VerificationVerdict.NotPossible)]
    [InlineData(1e-4, VerificationVerdict.Differs)]
    public void Does_not_count_a_site_that_is_smaller_than_its_limit(double? relative, VerificationVerdict verdict)
    {
        static Net Times(float weight) => new Net().Input("x", 2, 4).Floats("w", [4, 1], weight, weight, -weight, weight).Node("MatMul", "x w", "y").Output("y");
        var report = Judged.Compare(Times(1e-11f), Times(-1e-11f), new() { RelativeTolerance = relative });
        Assert.Equal(verdict, report.Verdict);
        if (relative is null) Assert.Contains("anything would be within its limit (1e-08); --rtol", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Warns_where_other_constants_make_no_difference_at_all()
    {
        static Net Clipped(float most) => new Net().Input("x", 2, 4).Floats("least", [], -most).Floats("most", [], most).Node("Clip", "x least most", "y").Output("y");
        var report = Judged.Compare(Clipped(100), Clipped(200)).Agrees();
        Assert.Contains("'y' is the same in both models to the last bit, though constants", Assert.Single(report.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Accepts_a_scale_of_zero()
    {
        var block = new ConvBatchNorm();
        Array.Clear(block.Scale);
        Array.Clear(block.Bias);
        block.Fold();

        var report = Judged.Compare(block.Original(), block.Folded()).Agrees();

        Assert.Contains("output 'y' is zero everywhere", Assert.Single(report.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Excuses_cancellation_that_the_original_suffers_as_much()
    {
        // Means a hundred thousand times the deviation: what is left of a float after the subtraction is its last digits.
        var block = Cancelling();

        var report = Judged.Compare(Shifted(block.AddOriginal), Shifted(block.AddFolded)).Agrees();

        var site = report.Sites[0].Value;
        Assert.True(site.MaxDifference > site.Limit, $"{site.MaxDifference} ≤ {site.Limit}");
        Assert.Contains("the original itself moves by", site.Excuse, StringComparison.Ordinal);
        Assert.Contains(report.Warnings, warning => warning.Contains("'y' (computed from the same values)", StringComparison.Ordinal));
    }

    [Fact]
    public void Does_not_excuse_more_than_that()
    {
        var block = Cancelling();
        block.FoldedBias[0] += 5;

        Judged.Compare(Shifted(block.AddOriginal), Shifted(block.AddFolded)).DiffersAt("y");
    }

    [Theory, InlineData(0.0, null), InlineData(null, 0.0)]
    public void Excuses_nothing_where_a_limit_is_given(double? absolute, double? relative)
    {
        // ONNX Runtime folds the BatchNormalization itself when it optimises, and so rounds otherwise.
        using var folder = new TempFolder();
        var path = new ConvBatchNorm().Original().Save(folder, "model.onnx");

        Judged.Compare(path, path).Agrees();
        var report = Judged.Compare(path, path, new() { AbsoluteTolerance = absolute, RelativeTolerance = relative }).DiffersAt("y");

        Assert.Equal(0, report.Outputs[0].MaxDifference);
        Assert.Null(Assert.Single(report.OptimizedOutputs, value => !value.Agrees).Excuse);
    }

    [Fact]
    public void Excuses_integers_that_jump_as_those_of_the_original_do()
    {
        var block = new ConvBatchNorm(kernel: 1);
        Net Steps(Func<Net, string, string, string, Net> add) => add(new Net().Input("x", 2, 3, 64, 64), "x", "y", "")
            .Floats("fine", [], 30000).Node("Mul", "y fine", "large").Node("Cast", "large", "z", ("to", (int)ElementType.Int32))
            .Output("z", ElementType.Int32);

        var report = Judged.Compare(Steps(block.AddOriginal), Steps(block.AddFolded)).Agrees();

        Assert.InRange(report.Outputs[0].Mismatches, 1, 2 * 4 * 64 * 64);
        Assert.Contains("the original itself changes in", report.Outputs[0].Excuse, StringComparison.Ordinal);
    }

    [Fact]
    public void Does_not_excuse_integers_that_jump_further()
    {
        var block = new ConvBatchNorm(kernel: 1);
        Net Steps(Func<Net, string, string, string, Net> add, int to) => add(new Net().Input("x", 2, 3, 64, 64), "x", "y", "")
            .Floats("fine", [], 30000).Node("Mul", "y fine", "large").Node("Cast", "large", "whole", ("to", (int)ElementType.Int32))
            .Integers("step", [], to).Node("Cast", "whole", "long", ("to", (int)ElementType.Int64)).Node("Add", "long step", "z")
            .Output("z", ElementType.Int64);

        Judged.Compare(Steps(block.AddOriginal, to: 0), Steps(block.AddFolded, to: 1)).DiffersAt("z");
    }

    [Fact]
    public void Warns_of_outputs_that_tell_nothing()
    {
        using var folder = new TempFolder();
        var net = new Net().Input("x", 2, 3).Floats("large", [], 1e9f).Floats("zero", [], 0)
            .Node("Mul", "x large", "steep").Node("Sigmoid", "steep", "saturated")
            .Node("Mul", "x zero", "nothing").Node("Softmax", "nothing", "even").Node("Shape", "x", "shape")
            .Output("saturated").Output("even").Output("shape", ElementType.Int64);
        var path = net.Save(folder, "net.onnx");

        var warnings = string.Join('\n', Judged.Compare(path, path).Agrees().Warnings);

        Assert.Contains("output 'saturated' is saturated", warnings, StringComparison.Ordinal);
        Assert.Contains("output 'even' is 0.333333 everywhere", warnings, StringComparison.Ordinal);
        Assert.Contains("output 'shape' is the same for all inputs", warnings, StringComparison.Ordinal);
    }

    private static ConvBatchNorm Cancelling()
    {
        var block = new ConvBatchNorm(kernel: 1);
        for (var o = 0; o < block.Outputs; o++) block.Mean[o] = Shift * (block.Weight[3 * o] + block.Weight[(3 * o) + 1] + block.Weight[(3 * o) + 2]);
        block.Fold();
        return block;
    }

    private static Net Shifted(Func<Net, string, string, string, Net> add) =>
        add(new Net().Input("in", 2, 3, 8, 8).Floats("shift", [], Shift).Node("Add", "in shift", "x"), "x", "y", "").Output("y");
}
