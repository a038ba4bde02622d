using System.Runtime.InteropServices;

namespace BnFold.Cli.Tests.Support;

/// <summary>Builds models of a few nodes, field by field as onnx.proto numbers them.</summary>
internal sealed class TinyModel
{
    private const int Float = 1;
    private const int Bool = 9;
    private const int Float16 = 10;

    private readonly int _type;
    private readonly Message _graph = new Message().Add(2, "tiny");

    private TinyModel(int type) => _type = type;

    /// <summary>x → Conv 1×1 without bias → BatchNormalization → y, on one channel of float16.</summary>
    /// <param name="weight">The filter's only weight.</param>
    /// <param name="scale">The BatchNormalization's scale; mean and bias are 0, its variance 1.</param>
    public static TinyModel ConvBatchNorm(Half weight, Half scale) => new TinyModel(Float16)
        .Value(11, "x", 1, 1, 4, 4)
        .Constant("w", Float16, [weight], 1, 1, 1, 1)
        .Constant("scale", Float16, [scale], 1).Constant("bias", Float16, [Half.Zero], 1)
        .Constant("mean", Float16, [Half.Zero], 1).Constant("variance", Float16, [Half.One], 1)
        .Node("conv", "Conv", ["x", "w"], "c")
        .Node("bn", "BatchNormalization", ["c", "scale", "bias", "mean", "variance"], "y")
        .Value(12, "y", 1, 1, 4, 4);

    /// <summary>The same with the filter's weight in a file beside the model, which is not written here.</summary>
    /// <param name="location">The file of two bytes.</param>
    public static TinyModel ExternalConvBatchNorm(string location) => new TinyModel(Float16)
        .Value(11, "x", 1, 1, 4, 4)
        .External("w", Float16, location, 1, 1, 1, 1)
        .Constant("scale", Float16, [(Half)2], 1).Constant("bias", Float16, [Half.Zero], 1)
        .Constant("mean", Float16, [Half.Zero], 1).Constant("variance", Float16, [Half.One], 1)
        .Node("conv", "Conv", ["x", "w"], "c")
        .Node("bn", "BatchNormalization", ["c", "scale", "bias", "mean", "variance"], "y")
        .Value(12, "y", 1, 1, 4, 4);

    /// <summary>
    /// x → Dropout that drops → BatchNormalization → y, on two channels of float32: ONNX Runtime goes on with its random numbers from run
    /// to run.
    /// </summary>
    public static TinyModel DroppingBatchNorm() => new TinyModel(Float)
        .Value(11, "x", 0, 2)
        .Constant("ratio", Float, [0.5f]).Constant("dropping", Bool, [true])
        .Constant("scale", Float, [1f, 1], 2).Constant("bias", Float, [0f, 0], 2)
        .Constant("mean", Float, [0f, 0], 2).Constant("variance", Float, [1f, 1], 2)
        .Node("dropout", "Dropout", ["x", "ratio", "dropping"], "d")
        .Node("bn", "BatchNormalization", ["d", "scale", "bias", "mean", "variance"], "y")
        .Value(12, "y", 0, 2);

    /// <summary>x → Mul by 1 and 0 → BatchNormalization → y, on two channels of float32: the second gets nothing but 0.</summary>
    public static TinyModel HalfConstantBatchNorm() => new TinyModel(Float)
        .Value(11, "x", 0, 2)
        .Constant("mask", Float, [1f, 0], 2)
        .Constant("scale", Float, [1f, 1], 2).Constant("bias", Float, [0f, 0], 2)
        .Constant("mean", Float, [0f, 0.5f], 2).Constant("variance", Float, [1f, 1], 2)
        .Node("mul", "Mul", ["x", "mask"], "m")
        .Node("bn", "BatchNormalization", ["m", "scale", "bias", "mean", "variance"], "y")
        .Value(12, "y", 0, 2);

    /// <summary>x → Relu → y, on two channels of float32.</summary>
    public static TinyModel Relu() => new TinyModel(Float).Value(11, "x", 0, 2).Node("relu", "Relu", ["x"], "y").Value(12, "y", 0, 2);

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

    private TinyModel Constant<T>(string name, int type, T[] values, params long[] dims)
        where T : unmanaged
    {
        var tensor = new Message();
        foreach (var dim in dims) tensor.Add(1, dim);
        _graph.Add(5, tensor.Add(2, type).Add(8, name).Add(9, MemoryMarshal.AsBytes(values.AsSpan()).ToArray()));
        return this;
    }

    private TinyModel External(string name, int type, string location, params long[] dims)
    {
        var tensor = new Message();
        foreach (var dim in dims) tensor.Add(1, dim);
        _graph.Add(5, tensor.Add(2, type).Add(8, name).Add(13, new Message().Add(1, "location").Add(2, location)).Add(14, 1));
        return this;
    }

    private TinyModel Value(int field, string name, params long[] dims)
    {
        var shape = new Message();
        foreach (var dim in dims) shape.Add(1, dim > 0 ? new Message().Add(1, dim) : new Message().Add(2, "n"));
        _graph.Add(field, new Message().Add(1, name).Add(2, new Message().Add(1, new Message().Add(1, _type).Add(2, shape))));
        return this;
    }
}
