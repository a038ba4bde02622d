using BnFold.Onnx;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Support;

internal static class ModelBuilderExtensions
{
    /// <summary>Declares how many axes a value has, and no size.</summary>
    public static ModelBuilder Rank(this ModelBuilder model, string name, int rank)
    {
        var shape = new TensorShapeProto();
        for (var i = 0; i < rank; i++) shape.Dim.Add(new TensorShapeProto.Types.Dimension());
        model.Graph.ValueInfo.Add(new ValueInfoProto { Name = name, Type = new() { TensorType = new() { ElemType = (int)model.Type, Shape = shape } } });
        return model;
    }

    /// <summary>A BatchNormalization that is exactly scale·x + shift.</summary>
    public static ModelBuilder Affine(this ModelBuilder model, string input, string output, double[] scale, double[] shift)
    {
        var name = "bn_" + output;
        return model.Vector(name + ".scale", scale).Vector(name + ".bias", shift)
            .Vector(name + ".mean", new double[scale.Length]).Vector(name + ".var", [.. scale.Select(_ => 1.0)])
            .Node("BatchNormalization", [input, name + ".scale", name + ".bias", name + ".mean", name + ".var"], [output], Float("epsilon", 0));
    }

    /// <summary>A BatchNormalization without shift and with scales that may be zero, but not negative.</summary>
    public static ModelBuilder PositiveScale(this ModelBuilder model, string input, string output, int channels) =>
        model.Affine(input, output, [.. Enumerable.Range(0, channels).Select(c => c * 0.75)], new double[channels]);

    /// <summary>A BatchNormalization with scales above zero and shifts of either sign.</summary>
    public static ModelBuilder PositiveAffine(this ModelBuilder model, string input, string output, int channels) =>
        model.Affine(input, output, [.. Enumerable.Range(1, channels).Select(c => c * 0.75)], [.. Enumerable.Range(1, channels).Select(c => 2.5 - c)]);
}
