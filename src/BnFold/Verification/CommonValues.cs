using BnFold.Onnx;
using BnFold.Runtime;

namespace BnFold.Verification;

/// <summary>
/// The values that stand under one name in both models, depend on the inputs and are tensors. Where models are cut, they are cut here.
/// </summary>
internal sealed class CommonValues
{
    private readonly Dictionary<string, ValueInfoProto> _declarations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OrtValueInfo> _types = new(StringComparer.Ordinal);
    private readonly List<string> _computed = [];

    /// <param name="original">The original.</param>
    /// <param name="other">The other model.</param>
    /// <param name="inputs">The inputs, with the sizes that will be fed: ONNX Runtime then infers most others.</param>
    /// <param name="reused">Names that are known to stand for different values.</param>
    /// <exception cref="ModelRunException">ONNX Runtime can't open the original.</exception>
    public CommonValues(
        RunnableModel original, RunnableModel other, IReadOnlyDictionary<string, ValueInfoProto> inputs, IReadOnlySet<string> reused)
    {
        ReadTypes(original, inputs);
        foreach (var (name, declaration) in inputs) _declarations[name] = declaration;
        foreach (var value in original.Graph.Computed.Where(other.Graph.IsVariable))
        {
            if (!other.Graph.TryProducer(value, out _) || _types[value].Kind != OrtValueKind.Tensor || reused.Contains(value)) continue;
            _computed.Add(value);
            _declarations[value] = Declaration(_types[value]);
        }
    }

    /// <summary>The common values of models that can't be run: types are taken from elsewhere, sizes are not known.</summary>
    public CommonValues(RunnableModel original, RunnableModel other, Func<string, ElementType> typeOf)
    {
        foreach (var input in original.Graph.Inputs) _declarations[input.Name] = input;
        foreach (var value in original.Graph.Computed)
        {
            _types[value] = new(value, OrtValueKind.Tensor, (int)typeOf(value), []);
            if (!other.Graph.IsVariable(value) || !other.Graph.TryProducer(value, out _)) continue;
            _computed.Add(value);
            _declarations[value] = Declaration(_types[value]);
        }
    }

    /// <summary>Those that nodes compute, producers before readers.</summary>
    public IReadOnlyList<string> Computed => _computed;

    /// <summary>All, the inputs included, with their types, to be fed to an excerpt.</summary>
    public IReadOnlyDictionary<string, ValueInfoProto> Declarations => _declarations;

    /// <summary>The element type of an input or a computed value of the original; null if it is no tensor.</summary>
    public ElementType? TypeOf(string value)
    {
        if (_types.TryGetValue(value, out var info)) return info.Kind == OrtValueKind.Tensor ? (ElementType)info.ElementType : null;
        return _declarations.TryGetValue(value, out var declaration) ? (ElementType?)declaration.Type?.TensorType?.ElemType : null;
    }

    /// <summary>Bytes of a value, as far as ONNX Runtime could tell before running: unknown sizes count as 1.</summary>
    public long EstimateBytes(string value) => _types.TryGetValue(value, out var info) ? EstimateBytes(info) : 0;

    /// <inheritdoc cref="EstimateBytes(string)"/>
    public static long EstimateBytes(OrtValueInfo info)
    {
        var bits = Math.Max(8, TensorCodec.BitSize((ElementType)info.ElementType));
        return info.Dims.Aggregate(bits / 8L, (bytes, dim) => bytes * Math.Max(1, dim.Size));
    }

    private void ReadTypes(RunnableModel original, IReadOnlyDictionary<string, ValueInfoProto> inputs)
    {
        if (!original.Graph.Computed.Any()) return;
        using var session = new ExcerptSession(original, original.Graph.Computed, inputs);
        foreach (var (value, info) in session.Declared) _types[value] = info;
    }

    // The rank only: sizes may depend on the data. ONNX Runtime takes a list of sizes whose length it isn't told for an empty one.
    private static ValueInfoProto Declaration(OrtValueInfo info)
    {
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(info.Dims.Select(_ => new TensorShapeProto.Types.Dimension()));
        if (info.Dims is [{ Size: > 0 and var length }] && TensorCodec.IsInteger((ElementType)info.ElementType)) shape.Dim[0].DimValue = length;
        return new()
        {
            Name = info.Name,
            // A rank of 0 may be one that is not known.
            Type = new() { TensorType = new() { ElemType = info.ElementType, Shape = info.Dims.Count > 0 ? shape : null } },
        };
    }
}
