using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>An input and its sizes.</summary>
internal sealed record PlannedInput(string Name, ElementType Type, IReadOnlyList<long> Dims)
{
    /// <summary>What the input declares, its sizes settled.</summary>
    public ValueInfoProto Declaration
    {
        get
        {
            var shape = new TensorShapeProto();
            shape.Dim.AddRange(Dims.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
            return new() { Name = Name, Type = new() { TensorType = new() { ElemType = (int)Type, Shape = shape } } };
        }
    }

    public override string ToString() => $"{Name} [{string.Join(", ", Dims)}]";
}
