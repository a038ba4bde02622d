using System.Collections.Immutable;
using BnFold.Data;
using BnFold.Onnx;
using BnFold.Verification;

namespace BnFold.Statistics;

/// <summary>One input, and how a file becomes samples of it.</summary>
internal sealed class InputFormat(InputDeclaration input, InputScaling? scaling, CalibrationOptions options)
{
    public InputDeclaration Input => input;

    public InputScaling? Scaling => scaling;

    /// <summary>Opens the tensors of a file; several only in an .npz.</summary>
    /// <exception cref="OnnxFormatException">The file can't be read.</exception>
    public IReadOnlyList<TensorFile> Open(string path)
    {
        if (DataFiles.IsSelfDescribing(path)) return TensorFile.OpenAll(path);
        if (options.RawType is not { } type)
            throw new OnnxFormatException(path, null, "is no .npy, .npz or .pb file; say of which element type it is to read it as bare elements");
        return [OpenRaw(path, type)];
    }

    /// <summary>The samples of a tensor.</summary>
    /// <param name="file">The tensor.</param>
    /// <param name="isBatched">Whether axis 0 of the input counts samples.</param>
    /// <exception cref="OnnxFormatException">Its type or shape is not the input's.</exception>
    public SampleArray Samples(TensorFile file, bool isBatched)
    {
        var canConvert = scaling is not null && TensorCodec.IsReadable(file.ElementType) && TensorCodec.IsFloating(input.Type);
        if (file.ElementType != input.Type && !canConvert) throw Invalid(file, TypeHint(file));
        var turned = options.Layout is ChannelOrder.Last && Rank(file) >= 3;
        ImmutableArray<long> dims = [.. file.Dims];
        var count = 1L;
        if (isBatched && dims.Length == Rank(file))
        {
            count = dims[0];
            dims = dims[1..];
        }
        var fileDims = dims;
        if (turned && dims.Length < Rank(file) - (isBatched ? 1 : 0)) throw Invalid(file, "");
        if (turned) dims = isBatched ? [dims[^1], .. dims[..^1]] : [dims[0], dims[^1], .. dims[1..^1]];
        if (input.Dims is { } declared && !Fits(isBatched ? declared[1..] : declared, dims)) throw Invalid(file, "");
        return new(this, file, fileDims, dims, count, turned);
    }

    private int Rank(TensorFile file) => input.Dims?.Length ?? file.Dims.Count;

    private TensorFile OpenRaw(string path, string type)
    {
        DataFile.CheckExists(path);
        if (input.Dims is not { Length: > 0 } dims || dims[1..].Any(dim => dim.Size is null))
            throw new OnnxFormatException(path, $"input '{input.Name}'", $"is declared as {input}, so nothing tells the shape of bare elements; give it");
        ImmutableArray<long> sample = [.. dims[1..].Select(dim => dim.Size!.Value)];
        if (options.Layout is ChannelOrder.Last && dims.Length >= 3) sample = [.. sample[1..], sample[0]];
        var length = DataFile.LengthOf(sample, TensorCodec.ByteSize(RawFile.TypeOf(type)));
        var found = InputFile.LengthOf(path);
        if (length > 0 && found > 0 && found % length == 0) return TensorFile.OpenRaw(path, type, [found / length, .. sample]);
        throw new OnnxFormatException(
            path, $"input '{input.Name}'", $"has {found} bytes, which are no samples of {type}{DataFile.Text(sample)}, {length} bytes each");
    }

    private static bool Fits(ImmutableArray<DeclaredDim> declared, ImmutableArray<long> dims) =>
        declared.Length == dims.Length && declared.Zip(dims).All(pair => (pair.First.Size ?? pair.Second) == pair.Second);

    private string TypeHint(TensorFile file)
    {
        if (!TensorCodec.IsReadable(file.ElementType) || RawFile.NameOf(input.Type) is not { } name) return "";
        return TensorCodec.IsFloating(input.Type)
            ? $"; convert it with .astype('{name}'), or scale it on the way in"
            : $"; convert it with .astype('{name}')";
    }

    private OnnxFormatException Invalid(TensorFile file, string hint) =>
        new(file.Path, $"input '{input.Name}'", $"is declared as {input}, but {file} is given{(options.Layout is ChannelOrder.Last ? " with channels last" : "")}{hint}");
}
