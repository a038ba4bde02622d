using BnFold.Onnx;
using BnFold.Tests.Support;
using Google.Protobuf;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Verification;

/// <summary>Folds into a Conv of integers, whose bias is rounded to whole steps, with a quantized output behind that shows it.</summary>
public sealed class QuantizedFoldTests
{
    private const int Channels = 16;
    private const float Step = 0.02f;

    [Theory]
    [InlineData(1, false, false), InlineData(2, true, false), InlineData(3, false, true), InlineData(4, true, true)]
    public void Accepts_a_right_fold(int seed, bool isDepthwise, bool hasBias) =>
        Assert.Equal(VerificationVerdict.Agrees, Verify(Model(seed, isDepthwise, hasBias), static _ => { }).Verdict);

    [Theory]
    [InlineData(1), InlineData(3)]
    public void Accepts_a_right_fold_into_a_plain_bias_that_ONNX_Runtime_rounds(int seed)
    {
        var model = Model(seed, isDepthwise: false, hasBias: true);
        model.Graph.Node.Remove(model.Graph.Node.Single(n => n.Output[0] == "bd"));
        model.Graph.Initializer.Add(MakeTensor("bd", ElementType.Float, [Channels], [.. Enumerable.Range(0, Channels).Select(c => (c - 8) * 0.01)]));

        var report = Verify(model, static _ => { });
        Assert.Equal(VerificationVerdict.Agrees, report.Verdict);
        Assert.Null(report.Outputs[0].Excuse);
        Assert.Contains("rounding of biases", report.OptimizedOutputs[0].Excuse, StringComparison.Ordinal);
    }

    /// <summary>As PyTorch exports them.</summary>
    [Theory]
    [InlineData(1, false), InlineData(3, false), InlineData(1, true), InlineData(3, true)]
    public void Accepts_a_right_fold_where_scales_are_Constant_nodes(int seed, bool hasBias)
    {
        var model = Model(seed, isDepthwise: false, hasBias);
        foreach (var tensor in model.Graph.Initializer.Where(t => t.Name is "step" or "scale" or "biasScale" or "zero").ToArray())
        {
            model.Graph.Initializer.Remove(tensor);
            model.Graph.Node.Insert(0, new NodeProto { OpType = "Constant", Output = { tensor.Name }, Attribute = { Tensor("value", tensor) } });
        }
        // The sum itself, before it is quantized, which hides what is less than a step.
        model.Graph.Output.Add(new ValueInfoProto { Name = "y", Type = model.Graph.Output[0].Type.Clone() });
        Assert.Equal(VerificationVerdict.Agrees, Verify(model, static _ => { }).Verdict);
        Assert.Equal(VerificationVerdict.Differs, Verify(model, folded => AddToBias(folded, 400)).Verdict);
    }

    [Theory, InlineData(0, true), InlineData(400, false)]
    public void Allows_as_much_where_each_fold_is_compared_by_itself(int change, bool agrees)
    {
        var model = Model(1, isDepthwise: false, hasBias: true);
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "elsewhere", Version = 1 });
        model.Graph.Node.Add(new NodeProto { OpType = "Mystery", Domain = "elsewhere", Input = { "x" }, Output = { "m" } });
        model.Graph.Output.Add(new ValueInfoProto { Name = "m", Type = model.Graph.Output[0].Type.Clone() });
        foreach (var value in (string[])["xd", "y"]) model.Graph.ValueInfo.Add(new ValueInfoProto { Name = value, Type = model.Graph.Input[0].Type.Clone() });

        var report = Verify(model, folded => AddToBias(folded, change));

        Assert.True(report.SiteBySite);
        Assert.Equal(agrees ? VerificationVerdict.Agrees : VerificationVerdict.Differs, report.Verdict);
    }

    [Theory, InlineData(5, false), InlineData(6, true)]
    public void Refuses_a_wrong_weight(int seed, bool isDepthwise)
    {
        var report = Verify(Model(seed, isDepthwise, hasBias: false), static folded =>
        {
            var weights = folded.Graph.Initializer.Single(t => t.DataType == (int)ElementType.Int8 && t.Dims.Count == 4);
            var bytes = weights.RawData.ToByteArray();
            bytes[4] = (byte)((sbyte)bytes[4] / 2);
            weights.RawData = ByteString.CopyFrom(bytes);
        });
        Assert.Equal(VerificationVerdict.Differs, report.Verdict);
    }

    [Fact]
    public void Refuses_a_bias_that_is_off_by_more_than_rounding()
    {
        var report = Verify(Model(7, isDepthwise: false, hasBias: true), static folded => AddToBias(folded, 40));
        Assert.Equal(VerificationVerdict.Differs, report.Verdict);
    }

    [Fact]
    public void Does_not_excuse_a_bias_in_coarser_steps_than_kernels_have()
    {
        var report = Verify(Model(8, isDepthwise: false, hasBias: true), static folded =>
        {
            var dequantize = folded.Graph.Node.Single(n => n.Output[0] == folded.Graph.Node.Single(c => c.OpType == "Conv").Input[2]);
            var integers = folded.Graph.Initializer.Single(t => t.Name == dequantize.Input[0]);
            var scales = folded.Graph.Initializer.Single(t => t.Name == dequantize.Input[1]);
            integers.RawData = Each(integers.RawData, static bytes => BitConverter.GetBytes((int)Math.Round(BitConverter.ToInt32(bytes) / 400.0)));
            scales.RawData = Each(scales.RawData, static bytes => BitConverter.GetBytes(BitConverter.ToSingle(bytes) * 400));
        });
        Assert.Equal(VerificationVerdict.Differs, report.Verdict);
    }

    private static void AddToBias(ModelProto folded, int change)
    {
        var bias = folded.Graph.Initializer.Single(t => t.DataType == (int)ElementType.Int32 && t.Dims is [Channels] && t.RawData.Span.ContainsAnyExcept((byte)0));
        var bytes = bias.RawData.ToByteArray();
        BitConverter.TryWriteBytes(bytes, BitConverter.ToInt32(bytes) + change);
        bias.RawData = ByteString.CopyFrom(bytes);
    }

    private static ByteString Each(ByteString numbers, Func<byte[], byte[]> change) =>
        ByteString.CopyFrom([.. numbers.ToByteArray().Chunk(4).SelectMany(change)]);

    private static VerificationReport Verify(ModelProto model, Action<ModelProto> spoil)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("model.onnx"), model.ToByteArray());
        using (var loaded = OnnxModel.Load(folder.File("model.onnx")))
        {
            Assert.Equal(1, BatchNormFolder.Fold(loaded, cancellation: TestContext.Current.CancellationToken).Folded);
            loaded.Save(folder.File("folded.onnx"));
        }
        var folded = ModelProto.Parser.ParseFrom(File.ReadAllBytes(folder.File("folded.onnx")));
        spoil(folded);
        File.WriteAllBytes(folder.File("folded.onnx"), folded.ToByteArray());
        return Verifier.Compare(folder.File("model.onnx"), folder.File("folded.onnx"), cancellation: TestContext.Current.CancellationToken);
    }

    private static ModelProto Model(int seed, bool isDepthwise, bool hasBias)
    {
        var random = new Random(seed);
        var (inputs, gain) = isDepthwise ? (1, 0.3) : (Channels, 0.06);
        var weights = new double[Channels * inputs * 9];
        for (var i = 0; i < weights.Length; i++) weights[i] = gain * ((random.NextDouble() * 4) - 2);
        var scale = (float)(weights.Max(Math.Abs) / 127);
        var model = new ModelBuilder().Input("x", 1, Channels, 12, 12).Scalar("step", Step).Scalar("scale", scale).Scalar("biasScale", Step * scale);
        model.Graph.Initializer.Add(MakeTensor("zero", ElementType.UInt8, [], [128]));
        model.Graph.Initializer.Add(MakeTensor("w", ElementType.Int8, [Channels, inputs, 3, 3], [.. weights.Select(w => Math.Round(w / scale))]));
        model.Graph.Initializer.Add(MakeTensor("b", ElementType.Int32, [Channels], [.. Enumerable.Range(0, Channels).Select(c => Math.Round((c - 8) * 0.01 / (Step * scale)))]));
        model.Node("QuantizeLinear", "x step zero", "xq").Node("DequantizeLinear", "xq step zero", "xd").Node("DequantizeLinear", "w scale", "wd").Node("DequantizeLinear", "b biasScale", "bd");
        model.Node("Conv", hasBias ? "xd wd bd" : "xd wd", "c", Int("group", isDepthwise ? Channels : 1)).BatchNorm("c", "y", Channels)
            .Node("QuantizeLinear", "y step zero", "yq").Node("DequantizeLinear", "yq step zero", "z");
        if (!hasBias)
        {
            model.Graph.Node.Remove(model.Graph.Node.Single(n => n.Output[0] == "bd"));
            model.Graph.Initializer.Remove(model.Graph.Initializer.Single(t => t.Name == "b"));
        }
        return model.Output("z").Model;
    }
}
