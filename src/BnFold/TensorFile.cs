using System.Collections.Immutable;
using BnFold.Data;
using BnFold.Onnx;

namespace BnFold;

/// <summary>
/// A tensor that lies in a file: NumPy's .npy and .npz, ONNX's TensorProto (.pb), or bare bytes of a known shape. Opening reads and checks
/// the description; the elements stay where they are until they are needed, and no file is held open.
/// </summary>
public sealed class TensorFile
{
    private readonly TensorElements _elements;

    internal TensorFile(string path, string name, ElementType elementType, ImmutableArray<long> dims, TensorElements elements)
    {
        (Path, Name, ElementType, Dims, _elements) = (path, name, elementType, dims, elements);
    }

    /// <summary>Path of the file, as it was given.</summary>
    public string Path { get; }

    /// <summary>Name of the tensor in the file: the key in an .npz, what a TensorProto is called; empty where it has none.</summary>
    public string Name { get; }

    /// <summary>Its element type, such as <c>Float</c> or <c>Int64</c>.</summary>
    public string Type => ElementType.ToString();

    /// <summary>Its sizes, outermost first; none for a scalar.</summary>
    public IReadOnlyList<long> Dims { get; }

    internal ElementType ElementType { get; }

    /// <summary>Opens every tensor of a file: those of an .npz in its order, else the one.</summary>
    /// <param name="path">An .npy, .npz or .pb file.</param>
    /// <exception cref="OnnxFormatException">There is no such file, or it is not what its extension says.</exception>
    public static IReadOnlyList<TensorFile> OpenAll(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return DataFile.Open(path);
    }

    /// <summary>Opens the one tensor of a file.</summary>
    /// <param name="path">An .npy or .pb file, or an .npz with one array.</param>
    /// <exception cref="OnnxFormatException">There is no such file, it is not what its extension says, or it holds several.</exception>
    public static TensorFile Open(string path)
    {
        var tensors = OpenAll(path);
        if (tensors.Count == 1) return tensors[0];
        var keys = string.Join(", ", tensors.Select(tensor => $"'{tensor.Name}'"));
        throw new OnnxFormatException(path, null, $"holds {tensors.Count} arrays, one expected; say which: {keys}");
    }

    /// <summary>Opens a file that holds nothing but elements, little-endian and row-major.</summary>
    /// <param name="path">The file.</param>
    /// <param name="type">The element type, such as <c>float32</c>, <c>bfloat16</c>, <c>int64</c> or <c>bool</c>.</param>
    /// <param name="dims">The sizes, outermost first; none negative.</param>
    /// <exception cref="OnnxFormatException">There is no such file, no such type, or the file has another length.</exception>
    public static TensorFile OpenRaw(string path, string type, IReadOnlyList<long> dims)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(dims);
        return RawFile.Open(path, type, [.. dims]);
    }

    /// <summary>As in <c>Float[1, 3, 224, 224]</c>.</summary>
    public override string ToString() => $"{Type}[{string.Join(", ", Dims)}]";

    /// <summary>Writes the elements, little-endian and row-major, to a buffer of just their length.</summary>
    /// <exception cref="OnnxFormatException">The file changed, or is damaged behind its description.</exception>
    internal void CopyTo(Span<byte> destination)
    {
        try
        {
            _elements.CopyTo(destination);
        }
        catch (Exception exception) when (DataFile.IsUnreadable(exception))
        {
            throw DataFile.Unreadable(Path, exception);
        }
    }

    /// <summary>Reads the elements one stretch after another, the file open until the sequence is disposed.</summary>
    /// <inheritdoc cref="CopyTo" path="/exception"/>
    internal TensorSequence OpenSequence()
    {
        try
        {
            return _elements.Open(Path, TensorCodec.ByteLength(ElementType, Tensor.CountOf([.. Dims])));
        }
        catch (Exception exception) when (DataFile.IsUnreadable(exception))
        {
            throw DataFile.Unreadable(Path, exception);
        }
    }

    /// <inheritdoc cref="TensorElements.Hold"/>
    internal IDisposable? Hold()
    {
        try
        {
            return _elements.Hold();
        }
        catch (Exception exception) when (DataFile.IsUnreadable(exception))
        {
            throw DataFile.Unreadable(Path, exception);
        }
    }

    /// <summary>The elements of a tensor of strings, row-major.</summary>
    /// <inheritdoc cref="CopyTo" path="/exception"/>
    internal IReadOnlyList<string> ReadStrings()
    {
        try
        {
            return _elements.ReadStrings();
        }
        catch (Exception exception) when (DataFile.IsUnreadable(exception))
        {
            throw DataFile.Unreadable(Path, exception);
        }
    }
}
