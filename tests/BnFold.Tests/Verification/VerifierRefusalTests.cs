using BnFold.Onnx;
using BnFold.Tests.Runtime;
using Xunit;

namespace BnFold.Tests.Verification;

/// <summary>Folds that are wrong in one place each: every one must be refused, and found.</summary>
public class VerifierRefusalTests
{
    private static readonly Dictionary<string, Action<ConvBatchNorm>> _faults = new()
    {
        ["one weight × 1.01"] = block => block.FoldedWeight[20] *= 1.01f,
        ["one weight × 0.99"] = block => block.FoldedWeight[^1] *= 0.99f,
        ["one weight lost"] = block => block.FoldedWeight[30] = 0,
        ["one channel × 1.001"] = block => Scale(block.FoldedFilter(1), 1.001f),
        ["one channel's sign"] = block => Scale(block.FoldedFilter(2), -1),
        ["all signs"] = block => Scale(block.FoldedWeight, -1),
        ["bias + 0.01 in one channel"] = block => block.FoldedBias[3] += 0.01f,
        ["bias + 0.001 in one channel"] = block => block.FoldedBias[0] += 0.001f,
        ["bias lost"] = block => Array.Clear(block.FoldedBias),
        ["bias of the convolution forgotten"] = block => Biases(block, (o, scale) => (-scale * block.Mean[o]) + block.Bias[o]),
        ["mean added, not subtracted"] = block => Biases(block, (o, scale) => (scale * (block.ConvBias[o] + block.Mean[o])) + block.Bias[o]),
        ["mean not scaled"] = block => Biases(block, (o, scale) => (scale * block.ConvBias[o]) - block.Mean[o] + block.Bias[o]),
        ["bias scaled twice"] = block => Biases(block, (o, scale) => scale * block.FoldedBias[o]),
        ["weights scaled twice"] = block => Each(block, (o, scale) => Scale(block.FoldedFilter(o), (float)scale)),
        ["weights not scaled"] = block => block.Weight.CopyTo(block.FoldedWeight, 0),
        ["channels swapped"] = block => Swap(block.FoldedFilter(0), block.FoldedFilter(1)),
        ["biases swapped"] = block => Swap(block.FoldedBias.AsSpan(0, 1), block.FoldedBias.AsSpan(1, 1)),
        ["scales of a neighbour"] = block => Each(block, (o, _) => Scale(block.FoldedFilter(o), block.Scale[(o + 1) % 4] / block.Scale[o])),
        ["epsilon of another framework"] = block => block.Fold(1e-5),
        ["epsilon forgotten"] = block => block.Fold(0),
        ["variance without its root"] = block => Each(block, (o, scale) => Scale(block.FoldedFilter(o), (float)scale / block.Scale[o])),
        ["sample variance"] = block => Scale(block.FoldedWeight, (float)Math.Sqrt(127.0 / 128)),
        ["filters transposed"] = block => Transpose(block.FoldedFilter(0)[..9]),
        ["scaled along the inputs"] = block => ScaleInputs(block),
        ["rounded to bfloat16"] = block => Round(block.FoldedWeight),
        ["a NaN"] = block => block.FoldedBias[1] = float.NaN,
        ["an infinity"] = block => block.FoldedWeight[5] = float.PositiveInfinity,
        ["another kernel element"] = block => Swap(block.FoldedWeight.AsSpan(0, 1), block.FoldedWeight.AsSpan(1, 1)),
    };

    public static TheoryData<string> Faults => [.. _faults.Keys];

    // ONNX Runtime's Relu lets a NaN through.
    public static TheoryData<string> FiniteFaults => [.. _faults.Keys.Except(["a NaN", "an infinity"])];

    [Theory, MemberData(nameof(Faults))]
    public void Refuses_a_fold_and_names_the_place(string fault)
    {
        var block = new ConvBatchNorm();
        _faults[fault](block);

        var report = Judged.Compare(block.Original(), block.Folded(), new() { Sites = ["batchnormalization_y"] }).DiffersAt("y");

        Assert.False(Assert.Single(report.Sites).Value.Agrees);
        Assert.Contains("batchnormalization_y", report.Reason, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(FiniteFaults))]
    public void Refuses_it_also_where_nothing_of_it_reaches_the_output(string fault)
    {
        var block = new ConvBatchNorm();
        _faults[fault](block);

        var report = Judged.Compare(Hide(block.AddOriginal), Hide(block.AddFolded)).DiffersAt("y");

        Assert.True(report.Outputs[0].Agrees);
        Assert.Contains(report.Warnings, warning => warning.Contains("output 'z' is zero everywhere", StringComparison.Ordinal));

        static Net Hide(Func<Net, string, string, string, Net> add) => add(new Net().Input("x", 2, 3, 8, 8), "x", "y", "")
            .Floats("cold", [], -1000).Node("Add", "y cold", "below").Node("Relu", "below", "z").Output("z");
    }

    [Fact]
    public void Names_the_first_of_several_wrong_places_and_leaves_right_ones_alone()
    {
        var blocks = Enumerable.Range(0, 5).Select(i => new ConvBatchNorm(4, 4, seed: i)).ToArray();
        blocks[2].FoldedBias[1] += 0.1f;
        blocks[4].FoldedBias[1] += 0.1f;
        var original = new Net().Input("v0", 2, 4, 8, 8);
        var other = new Net().Input("v0", 2, 4, 8, 8);
        for (var i = 0; i < blocks.Length; i++)
        {
            blocks[i].AddOriginal(original, $"v{i}", $"v{i + 1}", $"block{i}_");
            blocks[i].AddFolded(other, $"v{i}", $"v{i + 1}", $"block{i}_");
        }

        var report = Judged.Compare(original.Output("v5"), other.Output("v5")).DiffersAt("v3");

        Assert.Equal([true, true, false, true, false], report.Sites.Select(site => site.Value.Agrees));
        var first = report.FirstDifference!;
        Assert.Equal(("BatchNormalization 'batchnormalization_v3'", 1L), (first.Node, first.Index[1]));
        Assert.Equal(0.1, first.Other - first.Original, 3);
    }

    [Fact]
    public void Refuses_float16_weights_that_overflow()
    {
        var block = new ConvBatchNorm();
        block.FoldedBias[1] = 70000; // beyond the largest float16: an infinity
        var original = block.AddOriginalHalf(new Net().Input("x", ElementType.Float16, 2, 3, 8, 8)).Output("y", ElementType.Float16);
        var folded = block.AddFoldedHalf(new Net().Input("x", ElementType.Float16, 2, 3, 8, 8)).Output("y", ElementType.Float16);

        var report = Judged.Compare(original, folded).DiffersAt("y");

        Assert.StartsWith("is Infinity where the original has", report.FirstDifference!.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Accepts_a_NaN_that_the_original_has_too()
    {
        var block = new ConvBatchNorm();
        block.Variance[2] = -1;
        block.Fold();

        var report = Judged.Compare(block.Original(), block.Folded()).Agrees();

        Assert.True(double.IsFinite(report.Sites[0].Value.Range));
    }

    [Fact]
    public void Refuses_a_constant_of_the_same_name_with_other_bytes()
    {
        var block = new ConvBatchNorm();
        var original = block.Original();
        block.Weight[3] *= 1.1f;

        Judged.Compare(original, block.Original()).DiffersAt("c");
    }

    [Fact]
    public void Refuses_an_attribute_that_changed()
    {
        var block = new ConvBatchNorm();
        var other = block.Original();
        other.Graph.Node[1].Attribute[0].F = 0.1f;

        Judged.Compare(block.Original(), other).DiffersAt("y");
    }

    [Fact]
    public void Refuses_outputs_of_another_shape()
    {
        var block = new ConvBatchNorm();
        var other = block.Original();
        other.Graph.Node[0].Attribute[0].Ints[0] = 2;

        var report = Judged.Compare(block.Original(), other).DiffersAt("c");

        Assert.Contains("[2, 4, 9, 8], in the original [2, 4, 8, 8]", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_fold_that_is_claimed_but_was_not_done()
    {
        using var folder = new TempFolder();
        var path = new ConvBatchNorm().Original().Save(folder, "model.onnx");

        var report = Judged.Compare(path, path, new() { Sites = ["batchnormalization_y"] });

        Assert.Equal(VerificationVerdict.Differs, report.Verdict);
        Assert.Contains("'batchnormalization_y' is said to be folded", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_fold_of_what_callers_may_replace_where_they_still_may()
    {
        var block = new ConvBatchNorm();
        var original = block.Original();
        var folded = block.Folded();
        foreach (var net in (Net[])[original, folded])
            net.Graph.Input.Add(new ValueInfoProto { Name = "w", Type = new() { TensorType = new() { ElemType = (int)ElementType.Float } } });
        folded.Floats("w", block.Dims, block.Weight);

        var report = Judged.Compare(original, folded);

        Assert.Equal(VerificationVerdict.Differs, report.Verdict);
        Assert.Contains("initializer 'w' may be replaced", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_model_that_cannot_be_run_where_the_original_can()
    {
        var block = new ConvBatchNorm();
        var broken = block.AddFolded(new Net().Import("nowhere", 1).Input("x", 2, 3, 8, 8), output: "folded")
            .Node("Mystery", "folded", "y").Output("y");
        broken.Graph.Node[^1].Domain = "nowhere";

        var report = Judged.Compare(block.Original(), broken);

        Assert.Equal(VerificationVerdict.Differs, report.Verdict);
        Assert.Contains("the original runs, the other model does not", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Holds_to_the_tolerance_it_is_given()
    {
        var block = new ConvBatchNorm();
        block.FoldedBias[0] += 0.01f;

        Judged.Compare(block.Original(), block.Folded(), new() { AbsoluteTolerance = 0.011 }).Agrees();
        Judged.Compare(block.Original(), block.Folded(), new() { AbsoluteTolerance = 0.009 }).DiffersAt("y");
        Judged.Compare(block.Original(), block.Folded(), new() { RelativeTolerance = 0.1 }).Agrees();

        var right = new ConvBatchNorm();
        Judged.Compare(right.Original(), right.Folded(), new() { RelativeTolerance = 1e-9 }).DiffersAt("y");
    }

    private static void Each(ConvBatchNorm block, Action<int, double> change)
    {
        for (var o = 0; o < block.Outputs; o++) change(o, block.Scale[o] / Math.Sqrt(block.Variance[o] + block.Epsilon));
    }

    private static void Biases(ConvBatchNorm block, Func<int, double, double> bias) =>
        Each(block, (o, scale) => block.FoldedBias[o] = (float)bias(o, scale));

    private static void Scale(Span<float> values, float factor)
    {
        foreach (ref var value in values) value *= factor;
    }

    private static void Swap(Span<float> one, Span<float> other)
    {
        for (var i = 0; i < one.Length; i++) (one[i], other[i]) = (other[i], one[i]);
    }

    private static void Transpose(Span<float> kernel)
    {
        (kernel[1], kernel[3]) = (kernel[3], kernel[1]);
        (kernel[2], kernel[6]) = (kernel[6], kernel[2]);
        (kernel[5], kernel[7]) = (kernel[7], kernel[5]);
    }

    private static void ScaleInputs(ConvBatchNorm block)
    {
        block.Weight.CopyTo(block.FoldedWeight, 0);
        for (var i = 0; i < block.FoldedWeight.Length; i++) block.FoldedWeight[i] *= block.Scale[i / 9 % 3];
    }

    private static void Round(float[] values)
    {
        foreach (ref var value in values.AsSpan()) value = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(value) & ~0xFFFF);
    }
}
