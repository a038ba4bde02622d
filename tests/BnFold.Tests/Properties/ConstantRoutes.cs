using BnFold.Onnx;
using BnFold.Tests.Support;

namespace BnFold.Tests.Properties;

/// <summary>Writes constants down in all the ways that exporters do.</summary>
internal sealed class ConstantRoutes(GraphDraft draft)
{
    private readonly List<(string Name, long[] Dims)> _shared = [];

    private Dice Dice => draft.Dice;

    private GraphProto Main => draft.Model.Graph;

    /// <summary>Normal noise that keeps a sum over <paramref name="terms"/> products near one.</summary>
    public string Weight(long[] dims, long terms)
    {
        if (Dice.Chance(0.05) && _shared.Where(s => s.Dims.SequenceEqual(dims)).Select(s => s.Name).FirstOrDefault() is { } earlier) return earlier;
        var name = Make(dims, Dice.Numbers(Signal.CountOf(dims), () => Dice.Normal() / Math.Sqrt(terms)));
        if (Main.Initializer.Any(t => t.Name == name)) _shared.Add((name, dims));
        return name;
    }

    public string Normal(params long[] dims) => Make(dims, Dice.Numbers(Signal.CountOf(dims), Dice.Normal));

    public string Scalar(double value) => Make([], [value]);

    public string Integers(params long[] values) => Integers([values.Length], values);

    public string Integers(long[] dims, long[] values)
    {
        if (Signal.CountOf(dims) != values.Length) throw new ArgumentException("dims and values disagree");
        var tensor = new TensorProto { Name = draft.NewName("i"), DataType = (int)ElementType.Int64 };
        tensor.Dims.AddRange(dims);
        tensor.Int64Data.AddRange(values);
        return Dice.Chance(0.3) ? OfNode(tensor) : OfInitializer(tensor);
    }

    /// <summary>The constant in draft's element type, by some route.</summary>
    public string Make(long[] dims, double[] values)
    {
        if (values.Length == 0 || !Dice.Chance(draft.RouteShare)) return OfInitializer(Tensor(draft.Type, dims, values));
        return Dice.Int(0, 9) switch
        {
            0 or 1 => OfNode(Tensor(draft.Type, dims, values)),
            2 => draft.AddPlain("Identity", [OfInitializer(Tensor(draft.Type, dims, values))]),
            3 => draft.AddPlain("Reshape", [OfInitializer(Tensor(draft.Type, [values.Length], values)), Integers(dims)]),
            4 => Transposed(dims, values),
            5 when Array.IndexOf(dims, 1) is var axis and >= 0 => Unsqueezed(dims, values, axis),
            6 when dims.Length > 0 && dims.Length <= 4 && values.All(v => v == values[0]) => Filled(dims, values[0]),
            7 => draft.AddPlain("Neg", [OfInitializer(Tensor(draft.Type, dims, Array.ConvertAll(values, v => -v)))]),
            8 when draft.Type == ElementType.Float => draft.AddPlain("Cast", [OfInitializer(Tensor(ElementType.Double, dims, values))], ModelBuilder.Int("to", (int)draft.Type)),
            _ => OfInitializer(Typed(dims, values)),
        };
    }

    private static TensorProto Tensor(ElementType type, long[] dims, double[] values) => ModelBuilder.MakeTensor("", type, dims, values);

    /// <summary>The numbers in the field of their type instead of as bytes.</summary>
    private TensorProto Typed(long[] dims, double[] values)
    {
        var tensor = Tensor(draft.Type, dims, values);
        var bytes = tensor.RawData.ToByteArray();
        tensor.ClearRawData();
        for (var i = 0; i < values.Length; i++)
        {
            if (draft.Type == ElementType.Float)
                tensor.FloatData.Add(BitConverter.ToSingle(bytes, 4 * i));
            else if (draft.Type == ElementType.Double)
                tensor.DoubleData.Add(BitConverter.ToDouble(bytes, 8 * i));
            else
                tensor.Int32Data.Add(BitConverter.ToUInt16(bytes, 2 * i));
        }
        return tensor;
    }

    private string Transposed(long[] dims, double[] values)
    {
        if (dims.Length < 2) return OfInitializer(Tensor(draft.Type, dims, values));
        var (rows, columns) = (dims[0], values.Length / dims[0]);
        var turned = new double[values.Length];
        for (var i = 0; i < values.Length; i++) turned[i % columns * rows + i / columns] = values[i];
        var source = OfInitializer(Tensor(draft.Type, [.. dims[1..], rows], turned));
        return draft.AddPlain("Transpose", [source], ModelBuilder.Ints("perm", [dims.Length - 1, .. Enumerable.Range(0, dims.Length - 1)]));
    }

    private string Unsqueezed(long[] dims, double[] values, int axis)
    {
        var (axes, attribute) = draft.List("axes", 13, axis);
        var source = OfInitializer(Tensor(draft.Type, [.. dims[..axis], .. dims[(axis + 1)..]], values));
        return draft.AddPlain("Unsqueeze", [source, .. axes], attribute);
    }

    private string Filled(long[] dims, double value)
    {
        if (draft.Opset < 9) return OfInitializer(Tensor(draft.Type, dims, Dice.Numbers(Signal.CountOf(dims), () => value)));
        return draft.AddPlain("ConstantOfShape", [Integers(dims)], ModelBuilder.Tensor("value", Tensor(draft.Type, [1], [value])));
    }

    private string OfNode(TensorProto tensor)
    {
        tensor.Name = "";
        return draft.AddPlain("Constant", [], ModelBuilder.Tensor("value", tensor));
    }

    private string OfInitializer(TensorProto tensor)
    {
        tensor.Name = draft.NewName("w");
        var graph = draft.IsMain || draft.Model.IrVersion < 4 || Dice.Chance(0.5) ? Main : draft.Graph;
        graph.Initializer.Add(tensor);
        // Before IR version 4 every initializer is also an input; later such a one can be replaced by the caller.
        if (graph == Main && (draft.Model.IrVersion < 4 || (!draft.IsSquare && Dice.Chance(0.005))))
            Main.Input.Add(draft.Info(new(tensor.Name, [.. tensor.Dims]), (ElementType)tensor.DataType));
        return tensor.Name;
    }
}
