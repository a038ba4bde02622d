using System.Diagnostics;
using System.Runtime.InteropServices;
using BnFold.Onnx;
using BnFold.Tests.Runtime;
using BnFold.Tests.Support;
using BnFold.Verification;
using Xunit;

namespace BnFold.Tests.Verification;

/// <summary>Originals that ONNX Runtime can't run as a whole: each fold is compared by itself.</summary>
public class StandaloneComparisonTests
{
    private readonly ConvBatchNorm _block = new();

    [Fact]
    public void Verifies_a_fold_behind_a_custom_operator()
    {
        var report = Judged.Compare(Mysterious(_block.AddOriginal), Mysterious(_block.AddFolded), new() { Sites = ["batchnormalization_y"] }).Agrees();

        Assert.True(report.SiteBySite);
        Assert.Empty(report.UnverifiedSites);
        Assert.Equal(["batchnormalization_y"], Assert.Single(report.Sites).BatchNormalizations);
        Assert.Contains("verified site by site", Assert.Single(report.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_wrong_fold_behind_a_custom_operator()
    {
        _block.FoldedWeight[20] *= 1.01f;
        Assert.True(Judged.Compare(Mysterious(_block.AddOriginal), Mysterious(_block.AddFolded)).DiffersAt("y").SiteBySite);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Puts_the_reference_where_there_is_no_kernel(bool isWrong)
    {
        if (isWrong) _block.FoldedBias[0] += 0.01f;
        var original = _block.AddOriginal(new Net(6).Input("x", 2, 3, 8, 8)).Output("y");
        original.Graph.Node[1].Attribute.Add(new AttributeProto { Name = "is_test", I = 1, Type = (int)AttributeKind.Int });
        var folded = _block.AddFolded(new Net(6).Input("x", 2, 3, 8, 8)).Output("y");

        var report = Judged.Compare(original, folded);

        if (isWrong) report.DiffersAt("y");
        else Assert.True(report.Agrees().SiteBySite);
    }

    [Theory]
    [InlineData((int)ElementType.Double, false), InlineData((int)ElementType.Double, true)]
    [InlineData((int)ElementType.BFloat16, false), InlineData((int)ElementType.BFloat16, true)]
    public void Runs_types_without_kernels_in_float(int type, bool isWrong)
    {
        if (isWrong) for (var i = 0; i < _block.FoldedWeight.Length; i++) _block.FoldedWeight[i] *= 1.5f;
        var element = (ElementType)type;
        var report = Judged.Compare(Retyped(_block.Original(), element), Retyped(_block.Folded(), element));

        if (isWrong) report.DiffersAt("y");
        else Assert.True(report.Agrees().SiteBySite);
    }

    [Fact]
    public void Does_not_count_doubles_that_are_zero_in_float()
    {
        static ModelBuilder Times(double factor) => new ModelBuilder { Type = ElementType.Double }.Input("x", 2, 3, 4, 4)
            .Tensor("w", [1, 3, 1, 1], [factor, 2 * factor, 3 * factor]).Node("Conv", "x w", "y").Output("y", 2, 1, 4, 4);
        using var folder = new TemporaryFolder();
        foreach (var factor in (double[])[1e-60, 2e-60]) File.WriteAllBytes(folder.File($"{factor}"), Google.Protobuf.MessageExtensions.ToByteArray(Times(factor).Model));
        var report = Verifier.Compare(folder.File("1E-60"), folder.File("2E-60"), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(VerificationVerdict.NotPossible, report.Verdict);
        Assert.Contains("zero everywhere in float", report.Reason, StringComparison.Ordinal);
    }

    [Theory, InlineData(2.5f, 2.5f, true), InlineData(2.5f, 2.6f, false)]
    public void Compares_outputs_that_no_input_has_a_say_in(float before, float after, bool agrees)
    {
        Net WithAnchors(Net net, float value) => net.Floats("a", [2], 1, value).Node("Neg", "a", "anchors").Output("anchors").Floats("fixed", [1], value).Output("fixed");
        var report = Judged.Compare(WithAnchors(Mysterious(_block.AddOriginal), before), WithAnchors(Mysterious(_block.AddFolded), after));
        if (agrees) report.Agrees();
        else report.DiffersAt("anchors");
    }

    [Fact]
    public void Does_not_take_a_constant_for_a_computed_output()
    {
        var constant = Mysterious(new Net()).Floats("c", [2, 4, 6, 6], new float[288]).Node("Identity", "c", "y").Output("y");
        var report = Judged.Compare(Mysterious(_block.AddOriginal), constant);
        Assert.Equal((VerificationVerdict.NotPossible, "it depends on inputs in one of the models only"), (report.Verdict, Assert.Single(report.UnverifiedSites).Reason));
    }

    [Fact]
    public void Feeds_no_noise_to_forms_that_start_from_different_values()
    {
        Net Halved(Func<Net, Net> shift) => shift(Mysterious(new Net()).Floats("half", [], 0.5f).Floats("one", [], 1).Node("Mul", "x half", "h"))
            .Output("x").Output("h").Output("y");

        var report = Judged.Compare(
            Halved(net => net.Node("Add", "h one", "y")),
            Halved(net => net.Node("Mul", "x half", "g").Node("Add", "g one", "y")));

        Assert.Equal(VerificationVerdict.NotPossible, report.Verdict);
        Assert.Contains("start from different values", Assert.Single(report.UnverifiedSites).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Finds_sizes_for_what_is_made_element_by_element_from_what_is_declared()
    {
        var net = new ModelBuilder().Input("x", 2, 3, 4, 5).Node("Identity", "x", "d").Node("Relu", "d", "r").Node("Transpose", "r", "t");
        net.Graph.Output.Add(new ValueInfoProto { Name = "t" });
        var shapes = new GuessedShapes(new(net.Model));
        Assert.Equal([2, 3, 4, 5], shapes.Of("r", []));
        Assert.Null(shapes.Of("t", []));
    }

    [Fact]
    public void Says_which_site_is_left_open()
    {
        // Nothing tells the sizes of what the custom operator makes, since a sum of two unknowns asks for none.
        Net Sum(float shift) => Mystery(new Net().Import("elsewhere", 1).Input("in", 2, 3).Node("Mystery", "in", "p").Node("Mystery", "in", "q"))
            .Node("Add", "p q", "sum").Floats("c", [], shift).Node("Add", "sum c", "y").Output("y");

        var report = Judged.Compare(Sum(1), Sum(2));

        Assert.Equal((VerificationVerdict.NotPossible, "y"), (report.Verdict, Assert.Single(report.UnverifiedSites).Value));
        Assert.Contains("nothing tells the sizes of 'sum'", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Does_not_count_a_fold_that_both_models_compute_alike()
    {
        var block = new ConvBatchNorm(3, 3);
        Net Twice(Func<Net, string, string, string, Net> add) => _block.AddOriginal(add(Mysterious(new Net()), "x", "u", "first_"), "u", "y").Output("y");
        var report = Judged.Compare(Twice(block.AddOriginal), Twice(block.AddFolded), new() { Sites = ["batchnormalization_y"] });
        Assert.Equal(VerificationVerdict.Differs, report.Verdict);
        Assert.Contains("both models compute it alike", report.Reason, StringComparison.Ordinal);
    }

    [Theory, InlineData(1f, true), InlineData(1.01f, false)]
    public void Finds_sizes_for_what_is_flattened_further_on(float fault, bool agrees)
    {
        // Scale, shift, mean and variance are one list: y = r·x + (c − r·c), r = √c.
        float[] channels = [1, 4, 9, 16], weight = [.. Enumerable.Range(0, 36).Select(i => (i % 7) - 3f)];
        var root = weight.Select((_, i) => MathF.Sqrt(channels[i / 9])).ToArray();
        var shift = weight.Select((w, i) => w * (channels[i / 9] - (root[i] * channels[i / 9]))).Sum();
        var original = Mysterious(new Net()).Floats("c", [4], channels).Node("BatchNormalization", "x c c c c", "n", ("epsilon", 1e-12f))
            .Node("Flatten", "n", "f").Floats("w", [36, 1], weight).Node("Gemm", "f w", "y").Output("y");
        var folded = Mysterious(new Net()).Floats("w", [36, 1], [.. weight.Select((w, i) => w * root[i] * fault)]).Floats("b", [1], shift)
            .Node("Flatten", "x", "g").Node("Gemm", "g w b", "y").Output("y");

        var report = Judged.Compare(original, folded);

        if (agrees) Assert.True(report.Agrees().SiteBySite);
        else report.DiffersAt("y");
    }

    [Fact]
    public async Task Loads_a_library_of_custom_operators()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/gcc")) Assert.Skip("there is no compiler to make a library with");
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("ops.c"), "void *RegisterCustomOps(void *options, const void *api) { return 0; }");
        using var gcc = Process.Start("/usr/bin/gcc", ["-shared", "-fPIC", "-o", folder.File("ops.so"), folder.File("ops.c")]);
        await gcc.WaitForExitAsync(TestContext.Current.CancellationToken);

        Judged.Compare(_block.Original(), _block.Folded(), new() { CustomOpLibraries = [folder.File("ops.so")] }).Agrees();
    }

    [Fact]
    public void Refuses_a_library_that_is_none()
    {
        using var folder = new TempFolder();
        var model = _block.Original().Save(folder, "model.onnx");
        var absent = Assert.Throws<OnnxFormatException>(() => Judged.Compare(model, model, new() { CustomOpLibraries = [folder.File("absent.so")] }));
        Assert.Contains("there is no such library", absent.Message, StringComparison.Ordinal);
        Assert.Throws<OnnxFormatException>(() => Judged.Compare(model, model, new() { CustomOpLibraries = [model] }));
    }

    private static Net Mysterious(Func<Net, string, string, string, Net> add) => add(Mysterious(new Net()), "x", "y", "").Output("y");

    private static Net Mysterious(Net net) => Mystery(net.Import("elsewhere", 1).Input("in", 2, 3, 8, 8).Node("Mystery", "in", "x"));

    private static Net Mystery(Net net)
    {
        foreach (var node in net.Graph.Node.Where(node => node.OpType == "Mystery")) node.Domain = "elsewhere";
        return net;
    }

    private static Net Retyped(Net net, ElementType type)
    {
        foreach (var tensor in net.Graph.Initializer)
        {
            var values = MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray().Select(value => (double)value).ToArray();
            var bytes = new byte[values.Length * TensorCodec.ByteSize(type)];
            TensorCodec.WriteDoubles(values, type, bytes);
            (tensor.DataType, tensor.RawData) = ((int)type, Google.Protobuf.ByteString.CopyFrom(bytes));
        }
        foreach (var value in net.Graph.Input.Concat(net.Graph.Output)) value.Type.TensorType.ElemType = (int)type;
        return net;
    }
}
