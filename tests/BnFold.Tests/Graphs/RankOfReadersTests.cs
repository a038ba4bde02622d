using BnFold.Tests.Support;
using Xunit;

namespace BnFold.Tests.Graphs;

/// <summary>Values of which nothing before them tells the rank: what was taken out of a sequence.</summary>
public sealed class RankOfReadersTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Filters_behind_it_tell_the_rank(bool isTransposed)
    {
        var model = Taken(2, 4, 6, 6).BatchNorm("t", "b", 4);
        if (!isTransposed) model.Conv("b", "y", 5, 4, kernel: 3);
        else Unshifted(model).Weight("w", 4, 5, 3, 3).Node("ConvTranspose", "b w", "y");
        Folding.Of(model.Output("y")).IsFoldedTo("SequenceConstruct", "SequenceAt", isTransposed ? "ConvTranspose" : "Conv");
    }

    [Fact]
    public void A_Gemm_behind_it_tells_the_rank() =>
        Folding.Of(Taken(3, 4).BatchNorm("t", "b", 4).Weight("w", 4, 5).Node("Gemm", "b w", "y").Output("y"))
            .IsFoldedTo("SequenceConstruct", "SequenceAt", "Gemm");

    [Fact]
    public void A_MatMul_behind_it_does_not() =>
        Folding.Of(Taken(3, 4).BatchNorm("t", "b", 4).Weight("w", 4, 5).Node("MatMul", "b w", "y").Output("y"))
            .IsKept(SkipReason.ShapeUnknown, "the rank of 't'");

    private static ModelBuilder Taken(params long[] dims)
    {
        var model = new ModelBuilder().Input("x", dims).Node("SequenceConstruct", "x x", "s").Node("SequenceAt", "s first", "t");
        model.Graph.Initializer.Add(new BnFold.Onnx.TensorProto { Name = "first", DataType = 7, Int64Data = { 1 } });
        return model;
    }

    private static ModelBuilder Unshifted(ModelBuilder model)
    {
        foreach (var tensor in model.Graph.Initializer.Where(tensor => tensor.Name is "bn_b.bias" or "bn_b.mean"))
            tensor.RawData = Google.Protobuf.ByteString.CopyFrom(new byte[tensor.RawData.Length]);
        return model;
    }
}
