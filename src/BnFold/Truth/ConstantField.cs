using System.Runtime.InteropServices;
using BnFold.Onnx;

namespace BnFold.Truth;

/// <summary>A constant, of which only the pages that are asked for are read: one output channel needs one filter.</summary>
internal sealed class ConstantField : Field
{
    private const int PageLength = 2048;
    private const int MostPages = 4096;

    private readonly Tensor _tensor;
    private readonly Dictionary<long, double[]> _pages = [];
    private double[] _last = [];
    private long _lastPage = -1;

    public ConstantField(Tensor tensor) : base(ImmutableCollectionsMarshal.AsArray(tensor.Dims) ?? [])
    {
        if (!TensorCodec.IsReadable(tensor.Type)) throw new NoDefinitionException($"constants of type {tensor.Type}");
        _tensor = tensor;
    }

    public override double At(long index)
    {
        var page = index / PageLength;
        if (page != _lastPage) (_last, _lastPage) = (Page(page), page);
        return _last[index % PageLength];
    }

    private double[] Page(long page)
    {
        if (_pages.TryGetValue(page, out var values)) return values;
        if (_pages.Count == MostPages) _pages.Clear();
        var size = TensorCodec.ByteSize(_tensor.Type);
        var start = page * PageLength;
        values = new double[Math.Min(PageLength, Count - start)];
        var bytes = new byte[values.Length * size];
        _tensor.Payload.Read(start * size, bytes);
        TensorCodec.ReadDoubles(bytes, _tensor.Type, values);
        return _pages[page] = values;
    }
}
