using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BnFold.Onnx;
using BnFold.Runtime;
using BnFold.Truth;

namespace BnFold.Verification;

/// <summary>A captured tensor, read element by element where it lies. It must not outlive the tensor.</summary>
internal sealed unsafe class CapturedField : Field
{
    private readonly OrtTensor _tensor;
    private readonly ElementType _type;
    private readonly int _size;
    private readonly byte* _data;

    /// <exception cref="NoDefinitionException">The elements are no numbers.</exception>
    public CapturedField(OrtTensor tensor)
        : base(tensor.IsTensor ? [.. tensor.Dims] : throw new NoDefinitionException("a value that is no tensor"))
    {
        _tensor = tensor;
        _type = (ElementType)tensor.ElementType;
        if (!TensorCodec.IsReadable(_type)) throw new NoDefinitionException($"values of type {_type}");
        _size = TensorCodec.ByteSize(_type);
        _data = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.Bytes));
    }

    public override double At(long index)
    {
        if ((ulong)index >= (ulong)Count) throw new ArgumentOutOfRangeException(nameof(index));
        if (_type == ElementType.Float) return ((float*)_data)[index];
        double value = 0;
        TensorCodec.ReadDoubles(new(_data + (index * _size), _size), _type, new(ref value));
        GC.KeepAlive(_tensor);
        return value;
    }
}
