using System.Globalization;
using BnFold.Graphs;
using BnFold.Onnx;
using BnFold.Runtime;

namespace BnFold.Tests.Graphs;

/// <summary>Runs a model with every value as an output and holds each inferred shape against the one that was computed.</summary>
internal sealed class ShapeCensus
{
    private const int FreeSize = 32;

    private readonly Dictionary<string, Shape?> _shapes = [];
    private readonly Dictionary<string, string> _operators = [];
    private readonly HashSet<string> _seen = [];

    private ShapeCensus(GraphView view)
    {
        foreach (var node in view.Main.Nodes)
        {
            foreach (var output in node.Outputs)
            {
                if (output is null) continue;
                _shapes.Add(output.Name, view.Shapes.Of(output));
                _operators.Add(output.Name, node.OpType);
            }
        }
    }

    public int Values { get; private set; }

    public int Ranks { get; private set; }

    public int Dims { get; private set; }

    /// <summary>Dims whose size is known.</summary>
    public int Sizes { get; private set; }

    /// <summary>Dims that are expressions over the symbols of the inputs.</summary>
    public int Expressions { get; private set; }

    public List<string> Mistakes { get; } = [];

    /// <summary>Values without a rank, and dims of which nothing is known.</summary>
    public List<string> Gaps { get; } = [];

    /// <param name="path">A model that ONNX Runtime can run.</param>
    /// <param name="inputs">What the inference is told of the inputs.</param>
    /// <param name="batches">Sizes of an open first dim, one for each run.</param>
    public static ShapeCensus Take(string path, InputShapes inputs, params ReadOnlySpan<int> batches)
    {
        using var model = OnnxModel.Load(path);
        Undeclare(model.Proto.Graph);
        foreach (var input in model.Proto.Graph.Input) Undeclare(input, inputs);
        var census = new ShapeCensus(new GraphView(model));

        var whole = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        Undeclare(whole.Graph);
        var known = whole.Graph.Output.Select(o => o.Name).ToHashSet();
        whole.Graph.Output.AddRange(census._shapes.Keys.Where(known.Add).Select(name => new ValueInfoProto { Name = name }));
        using var stream = new MemoryStream();
        Google.Protobuf.MessageExtensions.WriteTo(whole, stream);
        using var session = OrtSession.Open(stream.GetBuffer().AsSpan(0, (int)stream.Length), new()
        {
            OptimizationLevel = OrtOptimizationLevel.None,
            ExternalDataFolder = Path.GetDirectoryName(Path.GetFullPath(path)),
        });
        foreach (var batch in batches) census.Compare(session, batch);
        return census;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"ranks {Ranks}/{Values}, dims {Sizes + Expressions}/{Dims} ({Sizes} sizes, {Expressions} expressions), mistakes {Mistakes.Count}");

    private static void Undeclare(GraphProto graph)
    {
        graph.ValueInfo.Clear();
        foreach (var output in graph.Output) output.Type = null;
    }

    private static void Undeclare(ValueInfoProto input, InputShapes shapes)
    {
        if (input.Type?.TensorType is not { Shape: { } shape } tensor || shapes == InputShapes.AsDeclared) return;
        if (shapes == InputShapes.Unknown)
        {
            tensor.Shape = null;
            return;
        }
        for (var i = 0; i < shape.Dim.Count; i++) shape.Dim[i] = new() { DimParam = Symbol(input.Name, i) };
    }

    private static string Symbol(string input, int axis) => string.Create(CultureInfo.InvariantCulture, $"{input}:{axis}");

    private void Compare(OrtSession session, int batch)
    {
        var sizes = new Dictionary<string, long>();
        var feeds = session.Inputs.Select(input => new NamedTensor(input.Name, ShapeFeed.Make(input, Fit(input, batch, sizes)))).ToArray();
        foreach (var (name, feed) in feeds)
        {
            for (var i = 0; i < feed.Dims.Count; i++) sizes[Dim.Named(Symbol(name, i)).ToString()] = feed.Dims[i];
        }
        string[] names = [.. _shapes.Keys];
        var results = session.Run(feeds, names, Xunit.TestContext.Current.CancellationToken);
        foreach (var (name, result) in names.Zip(results))
        {
            if (result.IsTensor) Compare(name, result.Dims, sizes);
            result.Dispose();
        }
        foreach (var feed in feeds) feed.Tensor.Dispose();
    }

    /// <summary>A size for every dim left open; all of them follow from the batch, so that two batches differ everywhere.</summary>
    private static long[] Fit(OrtValueInfo input, int batch, Dictionary<string, long> sizes)
    {
        var dims = input.Dims.Select((dim, axis) => dim.Size > 0 ? dim.Size : axis == 0 ? batch : FreeSize * batch).ToArray();
        for (var i = 0; i < dims.Length; i++)
        {
            if (input.Dims[i].Symbol is not { } symbol) continue;
            var key = Dim.Named(symbol).ToString();
            if (!sizes.TryAdd(key, dims[i])) dims[i] = sizes[key];
        }
        return dims;
    }

    private void Compare(string name, IReadOnlyList<long> actual, Dictionary<string, long> sizes)
    {
        var shape = _shapes[name];
        var isNew = _seen.Add(name);
        if (isNew) Count(name, shape, actual.Count);
        if (shape is null) return;
        if (shape.Rank != actual.Count)
        {
            Mistakes.Add($"{_operators[name]} '{name}' has {shape}, not rank {actual.Count}");
            return;
        }
        for (var i = 0; i < shape.Rank; i++)
        {
            if (DimValue.Of(shape[i], sizes) is not { } expected) sizes.Add(shape[i].ToString(), actual[i]);
            else if (expected != actual[i]) Mistakes.Add($"{_operators[name]} '{name}' has {shape}, where axis {i} is {actual[i]}, not {expected}");
        }
    }

    private void Count(string name, Shape? shape, int rank)
    {
        Values++;
        Dims += rank;
        if (shape is null)
        {
            Gaps.Add($"{_operators[name]} '{name}': rank");
            return;
        }
        Ranks++;
        Sizes += shape.Dims.Count(d => d.Size is not null);
        Expressions += shape.Dims.Count(d => d.Size is null && !d.IsAnonymous);
        if (shape.Dims.Any(d => d.IsAnonymous)) Gaps.Add($"{_operators[name]} '{name}': {shape}");
    }
}

/// <summary>What the inference is told of a model's inputs.</summary>
public enum InputShapes
{
    AsDeclared,

    /// <summary>A symbol for each dim.</summary>
    Symbols,

    /// <summary>Not even the rank.</summary>
    Unknown,
}
