using System.Runtime.CompilerServices;
using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>Whether two tensors, each of a model of its own, hold the same elements, bit by bit and wherever they are stored.</summary>
internal sealed class TensorContent(OnnxModel original, OnnxModel other)
{
    private const int BlockLength = 1 << 20;

    private readonly byte[] _block = new byte[BlockLength];
    private readonly byte[] _otherBlock = new byte[BlockLength];
    private readonly Dictionary<(TensorProto, TensorProto), bool> _known = new(PairComparer.Instance);

    public bool Same(TensorProto tensor, TensorProto counterpart)
    {
        if (_known.TryGetValue((tensor, counterpart), out var same)) return same;
        return _known[(tensor, counterpart)] = Compare(tensor, counterpart);
    }

    public bool Same(SparseTensorProto tensor, SparseTensorProto counterpart) =>
        tensor.Dims.Equals(counterpart.Dims)
        && BothOrNone(tensor.Values, counterpart.Values) && BothOrNone(tensor.Indices, counterpart.Indices);

    private bool BothOrNone(TensorProto? tensor, TensorProto? counterpart) =>
        tensor is null || counterpart is null ? tensor == counterpart : Same(tensor, counterpart);

    private bool Compare(TensorProto tensor, TensorProto counterpart)
    {
        var one = original.Read(tensor);
        var two = other.Read(counterpart);
        if (one.Type != two.Type || !one.Dims.SequenceEqual(two.Dims)) return false;
        if (one.Type == ElementType.String) return tensor.StringData.SequenceEqual(counterpart.StringData);
        return one.Payload.Length == two.Payload.Length && (one.Payload.Equals(two.Payload) || SameBytes(one.Payload, two.Payload));
    }

    private bool SameBytes(Payload payload, Payload counterpart)
    {
        for (long offset = 0; offset < payload.Length; offset += BlockLength)
        {
            var count = (int)Math.Min(BlockLength, payload.Length - offset);
            payload.Read(offset, _block.AsSpan(0, count));
            counterpart.Read(offset, _otherBlock.AsSpan(0, count));
            if (!_block.AsSpan(0, count).SequenceEqual(_otherBlock.AsSpan(0, count))) return false;
        }
        return true;
    }

    private sealed class PairComparer : IEqualityComparer<(TensorProto, TensorProto)>
    {
        public static readonly PairComparer Instance = new();

        public bool Equals((TensorProto, TensorProto) x, (TensorProto, TensorProto) y) =>
            ReferenceEquals(x.Item1, y.Item1) && ReferenceEquals(x.Item2, y.Item2);

        public int GetHashCode((TensorProto, TensorProto) pair) =>
            HashCode.Combine(RuntimeHelpers.GetHashCode(pair.Item1), RuntimeHelpers.GetHashCode(pair.Item2));
    }
}
