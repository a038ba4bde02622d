using BnFold.Onnx;
using BnFold.Recalibration;
using BnFold.Runtime;
using BnFold.Tests.Support;
using Google.Protobuf;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Recalibration;

/// <summary>The arithmetic that stands in for training mode, in ONNX Runtime, against the reference.</summary>
public sealed class TrainingFormTests
{
    [Theory]
    [InlineData(9, nameof(ElementType.Float), 6, 3)]
    [InlineData(14, nameof(ElementType.Float), 2, 3, 4)]
    [InlineData(17, nameof(ElementType.Float), 2, 3, 4, 5)]
    [InlineData(18, nameof(ElementType.Float), 2, 3, 2, 3, 2)]
    [InlineData(17, nameof(ElementType.Double), 4, 3, 5)]
    [InlineData(14, nameof(ElementType.Float16), 4, 3, 5)]
    [InlineData(19, nameof(ElementType.Float16), 4, 3, 5)]
    public void Normalises_by_the_batch(int opset, string type, params int[] dims) =>
        AssertTrains(opset, Enum.Parse<ElementType>(type), [.. dims.Select(size => (long)size)], [3]);

    /// <summary>Of operator sets 1 to 8: statistics of each element over the batch alone.</summary>
    [Fact]
    public void Normalises_each_element_by_the_batch_for_spatial_0() =>
        AssertTrains(8, ElementType.Float, [4, 3, 2], [3, 2], Int("spatial", 0));

    [Fact]
    public void Gives_what_it_gave_where_the_scale_stands_behind_another_node()
    {
        var builder = new ModelBuilder(13) { Type = ElementType.Float16 }.Input("x", 4, 3).BatchNorm("x", "y", 3).Output("y");
        var scale = builder.Graph.Node[0].Input[1];
        builder.Graph.Node[0].Input[1] = "scale";
        builder.Graph.Node.Insert(0, new() { OpType = "Identity", Input = { scale }, Output = { "scale" } });
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("model.onnx"), builder.Model.ToByteArray());
        using var model = OnnxModel.Load(folder.File("model.onnx"));
        var form = TrainingForm.Of(model.Proto, SiteSurvey.Of(model, new()).Sites);
        Assert.Equal((long)ElementType.Float16, form.Graph.Node.Single(node => node.Output[0] == "y").Int("to"));
    }

    private static void AssertTrains(long opset, ElementType type, long[] dims, long[] parameters, params AttributeProto[] attributes)
    {
        var builder = new ModelBuilder(opset) { Type = type }.Input("x", dims)
            .BatchNorm("x", "y", parameters, [Float("epsilon", 0.125f), .. attributes]).Output("y", dims);
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("model.onnx"), builder.Model.ToByteArray());
        using var model = OnnxModel.Load(folder.File("model.onnx"));
        var site = Assert.Single(SiteSurvey.Of(model, new()).Sites);

        var form = TrainingForm.Of(model.Proto, [site]);

        Assert.DoesNotContain(form.Graph.Node, node => node.OpType == "BatchNormalization");
        var size = TensorCodec.ByteSize(type);
        var x = new double[dims.Aggregate(1L, (product, dim) => product * dim)];
        using var fed = OrtTensor.Create((int)type, dims);
        TensorCodec.WriteDoubles(NpyWriter.Noise(6, x.Length), type, fed.Bytes);
        TensorCodec.ReadDoubles(fed.Bytes, type, x);
        var expected = BatchNormReference.Train(x, dims, new(Numbers(1), Numbers(2), Numbers(3), Numbers(4)) { Epsilon = 0.125 }).Y;

        using var session = OrtSession.Open(form.ToByteArray(), new());
        using var output = session.Run([new NamedTensor("x", fed)], ["y"], TestContext.Current.CancellationToken)[0];
        var found = new double[output.Bytes.Length / size];
        Assert.Equal(type, (ElementType)output.ElementType);
        TensorCodec.ReadDoubles(output.Bytes, type, found);
        var tolerance = type switch { ElementType.Double => 1e-14, ElementType.Float => 1e-6, _ => 1e-3 };
        Assert.True(Recalibrated.Difference(expected, found) < tolerance);

        double[] Numbers(int input) =>
            Recalibrated.Numbers(builder.Graph.Initializer.Single(tensor => tensor.Name == builder.Graph.Node[0].Input[input]));
    }
}
