using BnFold.Graphs;
using BnFold.Onnx;
using BnFold.Walk;

namespace BnFold;

/// <summary>
/// An ONNX model. The weights stay in their files until they are needed, so that a large model costs little memory.
/// One thread at a time may use it.
/// </summary>
public sealed class OnnxModel : IDisposable
{
    private readonly TensorReader _reader;

    private OnnxModel(string path, ModelFile file)
    {
        Path = path;
        File = file;
        External = new(path);
        _reader = new(path, file.Payloads, External);
    }

    /// <summary>The path the model was loaded from, as it was given.</summary>
    public string Path { get; }

    /// <summary>Version of the file format; 0 where the file doesn't say.</summary>
    public long IrVersion => Proto.IrVersion;

    /// <summary>Which fold made a weight what it is; for a weight that takes in several, the last.</summary>
    internal Dictionary<Payload, string> FoldedWeights { get; } = [];

    internal ModelProto Proto => File.Proto;

    internal PayloadStore Payloads => File.Payloads;

    internal ModelFile File { get; }

    internal ExternalData External { get; }

    /// <summary>Set by whoever edits <see cref="Proto"/>. A model that was not modified is saved by copying its file.</summary>
    internal bool Modified { get; set; }

    /// <summary>Reads a model. Its file stays open until <see cref="Dispose"/>.</summary>
    /// <param name="path">The .onnx file. External data is looked for beside it, when it is needed.</param>
    /// <exception cref="OnnxFormatException">There is no such file, it can't be read, or it is no ONNX model.</exception>
    public static OnnxModel Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new(path, ModelFile.Open(path));
    }

    /// <summary>
    /// The version of an operator set that the model imports; 0 if it doesn't. Before IR version 3 there was only ONNX's first.
    /// </summary>
    /// <param name="domain"><c>""</c> or <c>ai.onnx</c> for the operators of ONNX itself.</param>
    public long OpsetVersion(string domain) => Proto.OpsetVersion(domain);

    /// <summary>The model in a few numbers, as it stands.</summary>
    public ModelSummary Summarize() => Summaries.Of(this);

    /// <summary>Bytes of the .onnx file and of all files with its external data.</summary>
    /// <exception cref="OnnxFormatException">External data is not where it should be.</exception>
    public long SizeOnDisk() =>
        ExternalDataFiles().Select(file => file.Path).Distinct(StringComparer.Ordinal).Append(Path).Sum(InputFile.LengthOf);

    /// <summary>The files with its external data, each location once, in the order in which tensors name them.</summary>
    /// <exception cref="OnnxFormatException">External data is not where it should be.</exception>
    public IReadOnlyList<ExternalDataFile> ExternalDataFiles() =>
    [
        .. from tensor in ModelTensors.Of(Proto)
           where tensor.DataLocation == (int)TensorLocation.External
           let span = Read(tensor).Payload as FileSpan
           where span is not null
           group span.Path by External.LocationOf(tensor) into file
           select new ExternalDataFile(file.Key, file.First()),
    ];

    /// <summary>Writes the model: <see cref="Prepare"/> and <see cref="PendingFile.Commit"/> in one.</summary>
    /// <param name="path">May be the path the model was loaded from. A link is replaced, not followed.</param>
    /// <exception cref="IOException">The target can't be written; it is untouched.</exception>
    /// <exception cref="OnnxFormatException">The model can't be written without changing more than was asked for.</exception>
    /// <exception cref="WeightOverflowException">A folded weight would leave the range of its element type.</exception>
    public void Save(string path)
    {
        using var pending = Prepare(path);
        pending.Commit();
    }

    /// <summary>Refuses a path that no model could be written to, before any work is done for it.</summary>
    /// <param name="path">The path a model is to get.</param>
    /// <exception cref="IOException">It is a folder or a device, or there is no such folder.</exception>
    public static void CheckTarget(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        ModelWriter.CheckTarget(path);
    }

    /// <summary>
    /// Writes the model under a temporary name beside <paramref name="path"/>, so that it can be looked at before it gets its name.
    /// A model that was not changed is copied byte for byte. Tensors in external data go to one new file beside the model, named by its
    /// content; the original's is never touched.
    /// </summary>
    /// <param name="path">The path the model is to get.</param>
    /// <exception cref="IOException">The target can't be written; it is untouched.</exception>
    /// <exception cref="OnnxFormatException">The model can't be written without changing more than was asked for.</exception>
    /// <exception cref="WeightOverflowException">A folded weight would leave the range of its element type.</exception>
    public PendingFile Prepare(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            return ModelWriter.Write(this, path);
        }
        catch (NonFiniteException e) when (FoldedWeights.TryGetValue(e.Payload, out var node))
        {
            throw new WeightOverflowException(Path, [node]);
        }
    }

    /// <summary>Closes the files the weights are read from.</summary>
    public void Dispose()
    {
        File.Dispose();
        External.Dispose();
    }

    /// <summary>Checks a tensor and finds its elements, wherever they are.</summary>
    /// <exception cref="OnnxFormatException">The tensor contradicts itself, or its external data is not where it should be.</exception>
    internal Tensor Read(TensorProto tensor) => _reader.Read(tensor);

    /// <summary>A TensorProto that holds <paramref name="tensor"/>, whose elements will be saved in <paramref name="location"/>.</summary>
    internal TensorProto Write(string name, Tensor tensor, TensorLocation location = TensorLocation.Default)
    {
        var written = new TensorProto { Name = name, DataType = (int)tensor.Type, RawData = Payloads.Add(tensor.Payload) };
        foreach (var dim in tensor.Dims) written.Dims.Add(dim);
        if (location == TensorLocation.External) written.DataLocation = (int)location;
        return written;
    }
}
