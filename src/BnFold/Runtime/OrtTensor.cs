namespace BnFold.Runtime;

/// <summary>
/// A value that goes into a run or came out of one; it stays valid when its session is closed. Mostly a tensor in memory of
/// ONNX Runtime's; a result may also be a sequence or a map, which has <see cref="Items"/>, or an optional that holds nothing.
/// </summary>
internal sealed unsafe class OrtTensor(nint pointer) : IDisposable
{
    private readonly OrtHandle _value = new(pointer, OrtLibrary.Api.ReleaseValue);
    private OrtTensorShape? _shape;

    /// <summary>What the value is; Optional when it is absent.</summary>
    public OrtValueKind Kind => OrtValueContent.Kind(_value);

    public bool IsTensor => Kind == OrtValueKind.Tensor;

    /// <summary>As TensorProto.DataType.</summary>
    /// <exception cref="InvalidOperationException">Not a tensor; so for all members but the kind and the items.</exception>
    public int ElementType => Shape.ElementType;

    public IReadOnlyList<long> Dims => Shape.Dims;

    /// <exception cref="NotSupportedException">More than a long can count.</exception>
    public long ElementCount => Shape.ElementCount();

    /// <summary>The elements, little-endian and row-major; empty for strings. The span is valid until the tensor is disposed.</summary>
    /// <exception cref="NotSupportedException">More than 2 GB, which no span can hold.</exception>
    public Span<byte> Bytes
    {
        get
        {
            if (ElementType == OrtElementType.String) return [];
            var length = Shape.SpanLength();
            var api = OrtLibrary.Api;
            byte* data;
            api.Check(api.GetTensorMutableData(_value.Pointer, &data));
            return new(data, length);
        }
    }

    /// <summary>The native value; the caller keeps this tensor alive meanwhile.</summary>
    public nint Pointer => _value.Pointer;

    private OrtTensorShape Shape => _shape ??= IsTensor
        ? OrtValueContent.Shape(_value)
        : throw new InvalidOperationException($"The value is not a tensor but of the kind {Kind}.");

    /// <summary>A tensor whose elements are to be written through <see cref="Bytes"/>; until then they are undefined.</summary>
    /// <param name="elementType">As TensorProto.DataType.</param>
    /// <param name="dims">Sizes, none negative; none at all for a scalar.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative size.</exception>
    /// <exception cref="NotSupportedException">More than 2 GB, or elements without a fixed size.</exception>
    public static OrtTensor Create(int elementType, ReadOnlySpan<long> dims)
    {
        _ = new OrtTensorShape(elementType, dims.ToArray()).SpanLength();
        return Allocate(elementType, dims);
    }

    /// <summary>A tensor of strings, row-major.</summary>
    /// <exception cref="ArgumentException">The dims ask for another number of strings.</exception>
    public static OrtTensor CreateStrings(ReadOnlySpan<long> dims, IReadOnlyList<string> strings)
    {
        var count = new OrtTensorShape(OrtElementType.String, dims.ToArray()).ElementCount();
        if (count != strings.Count)
            throw new ArgumentException($"The dims [{string.Join(',', dims.ToArray())}] ask for {count} strings, not {strings.Count}.", nameof(strings));
        var tensor = Allocate(OrtElementType.String, dims);
        try
        {
            OrtValueContent.WriteStrings(tensor._value, strings);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    /// <exception cref="InvalidOperationException">Not a tensor of strings.</exception>
    public string[] ReadStrings() => ElementType == OrtElementType.String
        ? OrtValueContent.ReadStrings(_value, ElementCount)
        : throw new InvalidOperationException($"The elements are of type {ElementType}, not strings.");

    /// <summary>The values of a sequence, or the keys and the values of a map; none for anything else. The caller disposes them.</summary>
    public IReadOnlyList<OrtTensor> Items() => Kind is OrtValueKind.Sequence or OrtValueKind.Map ? OrtValueContent.Items(_value) : [];

    public void Dispose() => _value.Dispose();

    private static OrtTensor Allocate(int elementType, ReadOnlySpan<long> dims)
    {
        var api = OrtLibrary.Api;
        nint value;
        fixed (long* sizes = dims)
            api.Check(api.CreateTensor(OrtLibrary.Allocator, sizes, (nuint)dims.Length, elementType, &value));
        return new(value);
    }
}
