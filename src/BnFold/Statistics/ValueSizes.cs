using BnFold.Onnx;
using BnFold.Runtime;
using BnFold.Verification;

namespace BnFold.Statistics;

/// <summary>How much memory values will take, as far as ONNX Runtime can tell without running the model.</summary>
internal static class ValueSizes
{
    /// <param name="model">The model.</param>
    /// <param name="values">The values.</param>
    /// <param name="declared">The inputs.</param>
    /// <param name="fed">What they will be fed.</param>
    /// <param name="open">A session that computes the values.</param>
    /// <returns>Bytes by value; without those whose sizes follow from the data.</returns>
    public static IReadOnlyDictionary<string, long> Estimate(
        RunnableModel model, IReadOnlyList<string> values, IReadOnlyList<ValueInfoProto> declared, TensorSet fed, ExcerptSession open)
    {
        var known = Of(open, Symbols(declared, fed));
        if (known.Count == values.Count) return known;
        try
        {
            // With the sizes at hand instead of symbols, more follow; for the batches themselves they would be too strict.
            var exact = declared.Select(input => Pinned(input, fed[input.Name])).ToDictionary(input => input.Name, StringComparer.Ordinal);
            using var session = new ExcerptSession(model, values, exact);
            return Of(session, new Dictionary<string, long>());
        }
        catch (ModelRunException)
        {
            return known;
        }
    }

    private static Dictionary<string, long> Of(ExcerptSession session, IReadOnlyDictionary<string, long> symbols)
    {
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (value, info) in session.Declared)
        {
            // No dims may be a rank that is not known.
            if (info.Kind is not OrtValueKind.Tensor || info.Dims.Count == 0) continue;
            var dims = info.Dims.Select(dim => dim.Size >= 0 ? dim.Size : symbols.GetValueOrDefault(dim.Symbol ?? "", -1)).ToArray();
            if (dims.Contains(-1)) continue;
            sizes[value] = dims.Aggregate((long)TensorCodec.ByteSize((ElementType)info.ElementType), (bytes, dim) => bytes * dim);
        }
        return sizes;
    }

    private static Dictionary<string, long> Symbols(IReadOnlyList<ValueInfoProto> declared, TensorSet fed)
    {
        var symbols = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var input in declared)
        {
            if (input.Type?.TensorType?.Shape is not { } shape) continue;
            foreach (var (dim, size) in shape.Dim.Zip(fed[input.Name].Dims))
            {
                if (dim is { HasDimParam: true, DimParam.Length: > 0 }) symbols[dim.DimParam] = size;
            }
        }
        return symbols;
    }

    private static ValueInfoProto Pinned(ValueInfoProto input, OrtTensor fed)
    {
        var pinned = input.Clone();
        pinned.Type.TensorType.Shape = new();
        pinned.Type.TensorType.Shape.Dim.AddRange(fed.Dims.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        return pinned;
    }
}
