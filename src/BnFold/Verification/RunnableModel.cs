using BnFold.Onnx;
using BnFold.Runtime;
using Google.Protobuf;

namespace BnFold.Verification;

/// <summary>
/// A model file that sessions are opened on, whole or in excerpts. Sessions get the skeleton, whose tensors point into the files on
/// disk, so that no weight passes through our memory.
/// </summary>
internal sealed class RunnableModel : IDisposable
{
    private readonly VerifyOptions _options;
    private readonly string _folder;

    /// <exception cref="OnnxFormatException">The file is no model, or its external data is not where it should be.</exception>
    public RunnableModel(string path, VerifyOptions options)
    {
        _options = options;
        File = OnnxModel.Load(path);
        try
        {
            var spans = ModelTensors.Of(File.Proto).Select(Span).OfType<FileSpan>();
            _folder = CommonFolder(spans.Select(span => span.Path).Prepend(path).Distinct());
            Graph = new(File.Proto);
        }
        catch
        {
            File.Dispose();
            throw;
        }
    }

    public OnnxModel File { get; }

    public ModelGraph Graph { get; private set; }

    /// <exception cref="ModelRunException">ONNX Runtime cannot read or cannot run it.</exception>
    /// <exception cref="OnnxRuntimeNotFoundException">There is no ONNX Runtime.</exception>
    public OrtSession Open(OrtOptimizationLevel level) => Open(Graph.Model, level);

    /// <summary>Opens a model made of parts of this one, by default to run exactly as it is written.</summary>
    /// <inheritdoc cref="Open(OrtOptimizationLevel)" path="/exception"/>
    public OrtSession Open(Excerpt excerpt, OrtOptimizationLevel level = OrtOptimizationLevel.None) => Open(excerpt.Model, level);

    /// <summary>Gives values of the main graph other names, in memory; inputs and outputs of the model can't be among them.</summary>
    public void Rename(IReadOnlyDictionary<string, string> names) => Graph = new(Renaming.Of(Graph.Model, names));

    /// <summary>Runs another model from now on, whose tensors are of this one or hold their own bytes; or looks anew at this one's.</summary>
    public void Show(ModelProto model) => Graph = new(model);

    public void Dispose() => File.Dispose();

    /// <summary>Opens any model whose tensors are of this one, or hold their own bytes.</summary>
    /// <inheritdoc cref="Open(OrtOptimizationLevel)" path="/exception"/>
    public OrtSession Open(ModelProto model, OrtOptimizationLevel level)
    {
        model = model.Clone();
        NameNodes(model.Graph);
        TrimOutputs(model.Graph.Node);
        foreach (var tensor in ModelTensors.Of(model))
        {
            if (Span(tensor) is { } span) Point(tensor, span);
            // It was to be external, and its way there was taken away: it holds its own bytes.
            else if (tensor.ExternalData.Count == 0) tensor.ClearDataLocation();
        }
        var options = new OrtSessionOptions
        {
            OptimizationLevel = level,
            Threads = _options.Threads,
            CustomOpLibraries = _options.CustomOpLibraries,
            DisablePrepacking = level == OrtOptimizationLevel.None,
            ExternalDataFolder = _folder,
        };
        try
        {
            return OrtSession.Open(model.ToByteArray(), options);
        }
        catch (OrtException exception)
        {
            throw new ModelRunException(this, exception);
        }
    }

    /// <summary>Gives unnamed nodes their labels, so that ONNX Runtime's messages say which one they speak of.</summary>
    private static void NameNodes(GraphProto graph)
    {
        var taken = graph.Node.Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var node in graph.Node.Where(node => node.Name.Length == 0 && taken.Add(node.Label))) node.Name = node.Label;
    }

    /// <summary>
    /// Cuts off outputs left out at the end of a list, which mean nothing. ONNX Runtime counts them: it takes a BatchNormalization-9 that
    /// has them for training mode, and then dies of the missing ones.
    /// </summary>
    private static void TrimOutputs(IEnumerable<NodeProto> nodes)
    {
        foreach (var node in nodes)
        {
            while (node.Output.Count > 1 && node.Output[^1].Length == 0) node.Output.RemoveAt(node.Output.Count - 1);
            foreach (var body in node.Bodies()) TrimOutputs(body.Node);
        }
    }

    /// <summary>Where the tensor's bytes are, if they are not in the skeleton itself.</summary>
    private FileSpan? Span(TensorProto tensor) =>
        tensor.DataLocation == (int)TensorLocation.External || File.Payloads.TryGet(tensor.RawData, out _)
            ? File.Read(tensor).Payload as FileSpan
            : null;

    private void Point(TensorProto tensor, FileSpan span)
    {
        var location = Path.GetRelativePath(_folder, RealPath.Of(span.Path)).Replace(Path.DirectorySeparatorChar, '/');
        ExternalReference.Point(tensor, location, span.Start, span.Length);
    }

    /// <summary>The deepest folder that holds all files, links followed: ONNX Runtime reads nothing outside the one it is given.</summary>
    private static string CommonFolder(IEnumerable<string> paths)
    {
        string? common = null;
        foreach (var path in paths)
        {
            var folder = Path.GetDirectoryName(RealPath.Of(path))!;
            common ??= folder;
            while (folder != common && !RealPath.IsInside(folder, common)) common = Path.GetDirectoryName(common)!;
        }
        return common!;
    }
}
