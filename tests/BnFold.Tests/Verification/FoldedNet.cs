using BnFold.Onnx;
using BnFold.Tests.Support;
using Google.Protobuf;

namespace BnFold.Tests.Verification;

/// <summary>A small model that bnfold folded, open to be spoiled.</summary>
internal sealed class FoldedNet
{
    private FoldedNet(ModelProto original, ModelProto model) => (Original, Model) = (original, model);

    public ModelProto Original { get; }

    public ModelProto Model { get; }

    public GraphProto Graph => Model.Graph;

    public static FoldedNet Of(ModelBuilder original)
    {
        var folding = Folding.Of(original);
        return new(original.Model, folding.Model);
    }

    /// <summary>The node that makes a value.</summary>
    public NodeProto Maker(string value) => Graph.Node.Single(node => node.Output.Contains(value));

    public TensorProto Constant(string name) => Graph.Initializer.Single(tensor => tensor.Name == name);

    /// <summary>The numbers of a constant that the maker of a value reads.</summary>
    public double[] Read(string value, int input) => Read(Constant(Maker(value).Input[input]));

    /// <summary>Changes the numbers of a constant that the maker of a value reads.</summary>
    public void Change(string value, int input, Action<double[]> change)
    {
        var tensor = Constant(Maker(value).Input[input]);
        var numbers = Read(tensor);
        change(numbers);
        var bytes = new byte[tensor.RawData.Length];
        TensorCodec.WriteDoubles(numbers, (ElementType)tensor.DataType, bytes);
        tensor.RawData = ByteString.CopyFrom(bytes);
    }

    /// <summary>Brings a constant of the original back and lets the maker of a value read it.</summary>
    public void Restore(string value, int input, string constant)
    {
        Graph.Initializer.Add(Original.Graph.Initializer.Single(tensor => tensor.Name == constant).Clone());
        Maker(value).Input[input] = constant;
    }

    /// <summary>The numbers of one of the original's constants.</summary>
    public double[] ReadOriginal(string constant) => Read(Original.Graph.Initializer.Single(tensor => tensor.Name == constant));

    private static double[] Read(TensorProto tensor)
    {
        var type = (ElementType)tensor.DataType;
        var numbers = new double[tensor.RawData.Length / TensorCodec.ByteSize(type)];
        TensorCodec.ReadDoubles(tensor.RawData.Span, type, numbers);
        return numbers;
    }
}
