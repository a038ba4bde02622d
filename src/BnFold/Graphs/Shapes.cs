using System.Collections.Immutable;
using System.Globalization;

namespace BnFold.Graphs;

/// <summary>Ranks and sizes of values, found when asked for: what the file declares first, then what the producing node implies.</summary>
internal sealed class Shapes(GraphView view)
{
    private readonly Dictionary<Value, Shape?> _known = [];
    private int _symbols;

    /// <summary>The value's shape; null when not even its rank is known.</summary>
    public Shape? Of(Value value)
    {
        if (_known.TryGetValue(value, out var shape)) return shape;
        _known[value] = null;
        return _known[value] = Declared(value) ?? OfTensor(value) ?? Inferred(value);
    }

    public int? Rank(Value value) => Of(value)?.Rank;

    private Dim NewSymbol() => new(null, "?" + (++_symbols).ToString(CultureInfo.InvariantCulture));

    private Shape? Declared(Value value)
    {
        if (value.Type?.TensorType?.Shape is not { } declared) return null;
        return new([.. declared.Dim.Select(d => d.HasDimValue && d.DimValue >= 0 ? d.DimValue : d.HasDimParam && d.DimParam.Length > 0 ? new Dim(null, d.DimParam) : NewSymbol())]);
    }

    private Shape? OfTensor(Value value) => value.Initializer is { } tensor ? new([.. tensor.Dims.Select(d => (Dim)d)])
        : view.Constants.Find(value) is { } constant ? new([.. constant.Dims.Select(d => (Dim)d)])
        : null;

    private Shape? Inferred(Value value) => value.Producer is { IsStandard: true } node ? Infer(node, node.IndexOfOutput(value)) : null;

    private Shape? Infer(Node node, int output) => output != 0 ? null : node.OpType switch
    {
        "Conv" when node.Input(1) is { } w && Of(w) is { } weight => new(Spatial(weight.Rank).SetItem(1, weight[0])),
        "ConvTranspose" when node.Input(1) is { } w && Of(w) is { } weight => new(Spatial(weight.Rank)),
        "Gemm" => new([NewSymbol(), NewSymbol()]),
        "BatchNormalization" or "Relu" or "Identity" or "Dropout" when node.Input(0) is { } x => Of(x),
        _ => null,
    };

    private ImmutableArray<Dim> Spatial(int rank) => [.. Enumerable.Range(0, rank).Select(_ => NewSymbol())];
}
