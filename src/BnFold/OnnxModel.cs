using BnFold.Onnx;

namespace BnFold;

/// <summary>An ONNX model. The weights stay in their files until they are needed, so that a large model costs little memory.</summary>
public sealed class OnnxModel : IDisposable
{
    private OnnxModel(string path, ModelProto proto)
    {
        Path = path;
        Proto = proto;
    }

    /// <summary>The path the model was loaded from, as it was given.</summary>
    public string Path { get; }

    /// <summary>Version of the file format; 0 where the file doesn't say.</summary>
    public long IrVersion => Proto.IrVersion;

    internal ModelProto Proto { get; }

    internal PayloadStore Payloads { get; } = new();

    /// <summary>Set by whoever edits <see cref="Proto"/>. A model that was not modified is saved by copying its file.</summary>
    internal bool Modified { get; set; }

    /// <summary>Reads a model. The file stays open until <see cref="Dispose"/>.</summary>
    /// <param name="path">The .onnx file. External data is looked for beside it.</param>
    /// <exception cref="OnnxFormatException">There is no such file, it can't be read, or it is no ONNX model.</exception>
    public static OnnxModel Load(string path) => new(path, ModelProto.Parser.ParseFrom(File.ReadAllBytes(path)));

    /// <summary>The version of an operator set that the model imports; 0 if it doesn't.</summary>
    /// <param name="domain"><c>""</c> or <c>ai.onnx</c> for the operators of ONNX.</param>
    public long OpsetVersion(string domain)
    {
        var wanted = domain == "ai.onnx" ? "" : domain;
        return Proto.OpsetImport.FirstOrDefault(import => (import.Domain == "ai.onnx" ? "" : import.Domain) == wanted)?.Version ?? 0;
    }

    /// <summary>Writes the model: <see cref="Prepare"/> and <see cref="PendingFile.Commit"/> in one.</summary>
    /// <param name="path">May be the path the model was loaded from.</param>
    /// <exception cref="IOException">The target can't be written; it is untouched.</exception>
    /// <exception cref="OnnxFormatException">The model can't be written without changing more than was asked for.</exception>
    public void Save(string path)
    {
        using var pending = Prepare(path);
        pending.Commit();
    }

    /// <summary>Writes the model under a temporary name beside <paramref name="path"/>, so that it can be looked at before it gets its name.</summary>
    /// <param name="path">The name the model is to get.</param>
    /// <exception cref="IOException">The target can't be written; it is untouched.</exception>
    /// <exception cref="OnnxFormatException">The model can't be written without changing more than was asked for.</exception>
    public PendingFile Prepare(string path) => throw new NotImplementedException();

    /// <summary>Closes the files the weights are read from.</summary>
    public void Dispose()
    {
    }

    /// <summary>Checks a tensor and finds its elements, wherever they are.</summary>
    /// <exception cref="OnnxFormatException">The tensor contradicts itself, or its external data is not where it should be.</exception>
    internal Tensor Read(TensorProto tensor) => throw new NotImplementedException();

    /// <summary>A TensorProto of that name that holds <paramref name="tensor"/>, and is to be saved in <paramref name="location"/>.</summary>
    internal TensorProto Write(string name, Tensor tensor, TensorLocation location = TensorLocation.Default) => throw new NotImplementedException();
}
