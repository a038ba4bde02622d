using System.Collections.Immutable;
using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>An input that must be fed, as both models declare it.</summary>
/// <param name="Name">Name in the graph.</param>
/// <param name="Type">Element type.</param>
/// <param name="Dims">Declared sizes; null when not even the rank is declared.</param>
internal sealed record InputDeclaration(string Name, ElementType Type, ImmutableArray<DeclaredDim>? Dims)
{
    /// <summary>Null when the input is no tensor.</summary>
    public static InputDeclaration? Of(ValueInfoProto input)
    {
        if (input.Type?.TensorType is not { } tensor) return null;
        var dims = tensor.Shape?.Dim.Select((dim, axis) => dim switch
        {
            { HasDimValue: true, DimValue: >= 0 } => new DeclaredDim(dim.DimValue, ""),
            { HasDimParam: true, DimParam.Length: > 0 } => new DeclaredDim(null, dim.DimParam),
            // Nothing declared, or a −1 that an exporter wrote for it: a size of its own.
            _ => new DeclaredDim(null, FormattableString.Invariant($"{input.Name}[{axis}]")),
        });
        return new(input.Name, (ElementType)tensor.ElemType, dims?.ToImmutableArray());
    }

    /// <summary>Whether it may have these sizes.</summary>
    public bool Fits(IReadOnlyList<long> sizes) => Dims is not { } declared
        || (declared.Length == sizes.Count && declared.Zip(sizes).All(pair => pair.First.Size is not { } size || size == pair.Second));

    /// <summary>As in <c>Float[batch, 3, 224, 224]</c>.</summary>
    public override string ToString() => Dims is { } dims ? $"{Type}[{string.Join(", ", dims)}]" : Type.ToString();
}
