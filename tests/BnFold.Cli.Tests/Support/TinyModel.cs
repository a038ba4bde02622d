using System.Runtime.InteropServices;

namespace BnFold.Cli.Tests.Support;

/// <summary>Builds models of a few nodes, field by field as onnx.proto numbers them.</summary>
internal sealed class TinyModel
{
    private const int Float16 = 10;

    private readonly Message _graph = new Message().Add(2, "tiny");

    /// <summary>x → Conv 1×1 without bias → BatchNormalization → y, on one channel of float16.</summary>
    /// <param name="weight">The filter's only weight.</param>
    /// <param name="scale">The BatchNormalization's scale; mean and bias are 0, its variance 1.</param>
    public static TinyModel ConvBatchNorm(Half weight, Half scale) => new TinyModel()
        .Value(11, "x", 1, 1, 4, 4)
        .Constant("w", [weight], 1, 1, 1, 1)
        .Constant("scale", [scale], 1).Constant("bias", [Half.Zero], 1).Constant("mean", [Half.Zero], 1).Constant("variance", [Half.One], 1)
        .Node("conv", "Conv", ["x", "w"], "c")
        .Node("bn", "BatchNormalization", ["c", "scale", "bias", "mean", "variance"], "y")
        .Value(12, "y", 1, 1, 4, 4);

    /// <summary>Another input, which nothing reads; a size of 0 stands for the symbol <c>n</c>.</summary>
    public TinyModel Input(string name, params long[] dims) => Value(11, name, dims);

    /// <summary>Makes a constant one that the caller of the model may replace.</summary>
    public TinyModel Overridable(string name, params long[] dims) => Value(11, name, dims);

    public TinyModel Node(string name, string opType, string[] inputs, string output)
    {
        var node = new Message();
        foreach (var input in inputs) node.Add(1, input);
        _graph.Add(1, node.Add(2, output).Add(3, name).Add(4, opType));
        return this;
    }

    public void Save(string path) =>
        File.WriteAllBytes(path, new Message().Add(1, 8).Add(7, _graph).Add(8, new Message().Add(1, "").Add(2, 17)).Bytes);

    private TinyModel Constant(string name, Half[] values, params long[] dims)
    {
        var tensor = new Message();
        foreach (var dim in dims) tensor.Add(1, dim);
        _graph.Add(5, tensor.Add(2, Float16).Add(8, name).Add(9, MemoryMarshal.AsBytes(values.AsSpan()).ToArray()));
        return this;
    }

    private TinyModel Value(int field, string name, params long[] dims)
    {
        var shape = new Message();
        foreach (var dim in dims) shape.Add(1, dim > 0 ? new Message().Add(1, dim) : new Message().Add(2, "n"));
        _graph.Add(field, new Message().Add(1, name).Add(2, new Message().Add(1, new Message().Add(1, Float16).Add(2, shape))));
        return this;
    }
}
