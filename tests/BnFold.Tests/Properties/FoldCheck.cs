using BnFold.Graphs;
using BnFold.Onnx;
using BnFold.Runtime;
using BnFold.Tests.Support;
using BnFold.Walk;
using Google.Protobuf;
using Xunit;

namespace BnFold.Tests.Properties;

/// <summary>Folds a generated model and holds the result to everything a fold promises.</summary>
internal sealed class FoldCheck : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>What the last fold did, site by site, with the way each affine took.</summary>
    public IReadOnlyList<SiteState> Sites { get; private set; } = [];

    public FoldReport? Report { get; private set; }

    /// <summary>The original's values, for the shapes of a shrunk graph.</summary>
    public Dictionary<string, Held> Original { get; private set; } = [];

    /// <summary>Largest difference of any value, as a share of the limit.</summary>
    public double Closeness { get; private set; }

    public Failure? Find(GeneratedGraph graph)
    {
        try
        {
            Original = Execution.Run(graph.Model);
        }
        catch (OrtException e)
        {
            return new(FailureKind.NotRunnable, e.Message);
        }
        if (Original.Values.Any(static h => !h.Numbers.All(double.IsFinite))) return new(FailureKind.NotRunnable, "not all values are finite");

        var before = graph.Model.ToByteArray();
        byte[] after, again;
        GraphProto maintained;
        try
        {
            (after, Report) = Fold(before, graph.Options);
            (again, _) = Fold(after, graph.Options);
            maintained = FoldByHand(before, graph.Options);
        }
        catch (Exception e)
        {
            return new(FailureKind.Throws, e.ToString());
        }
        var folded = ModelProto.Parser.ParseFrom(after);
        if (!after.AsSpan().SequenceEqual(again)) return new(FailureKind.NotIdempotent, $"{ModelDump.Of(folded)}\nbecame, when it was folded again,\n{ModelDump.Of(ModelProto.Parser.ParseFrom(again))}");
        return StructureCheck.Find(graph, folded, Report, before, after)
            ?? (maintained.Equals(folded.Graph) ? null : new Failure(FailureKind.NotDeterministic, "a second fold of the same model gave another one"))
            ?? Compare(folded);
    }

    public void Dispose() => _folder.Dispose();

    private (byte[] Model, FoldReport Report) Fold(byte[] model, FoldOptions options)
    {
        File.WriteAllBytes(_folder.File("model.onnx"), model);
        using var loaded = OnnxModel.Load(_folder.File("model.onnx"));
        var report = BatchNormFolder.Fold(loaded, options, TestContext.Current.CancellationToken);
        loaded.Save(_folder.File("folded.onnx"));
        return (File.ReadAllBytes(_folder.File("folded.onnx")), report);
    }

    /// <summary>The same by the parts of the entry point, which show how each site went.</summary>
    private GraphProto FoldByHand(byte[] model, FoldOptions options)
    {
        File.WriteAllBytes(_folder.File("model.onnx"), model);
        using var loaded = OnnxModel.Load(_folder.File("model.onnx"));
        var view = new GraphView(loaded) { Constants = { Policy = new() { FreezeInputs = options.FreezeInputs, Evaluator = options.Evaluator } } };
        Sites = new FoldLoop(view, options, TestContext.Current.CancellationToken).Run();
        if (options.FreezeInputs) view.DropOverridableInputs();
        view.Commit();
        IndexCheck.Demand(view);
        loaded.Save(_folder.File("folded.onnx"));
        return ModelProto.Parser.ParseFrom(File.ReadAllBytes(_folder.File("folded.onnx"))).Graph;
    }

    private Failure? Compare(ModelProto folded)
    {
        Dictionary<string, Held> values;
        try
        {
            values = Execution.Run(folded);
        }
        catch (OrtException e)
        {
            return new(FailureKind.FoldedDoesNotRun, e.Message);
        }
        var relative = Tolerance.Relative(Original.Values.Select(static held => held.Type));
        foreach (var (name, expected) in Original)
        {
            if (!values.TryGetValue(name, out var actual)) continue;
            if (!expected.Dims.SequenceEqual(actual.Dims)) return new(FailureKind.Differs, $"{name} is [{string.Join(',', actual.Dims)}], expected [{string.Join(',', expected.Dims)}]");
            var share = Tolerance.Share(expected, actual, relative, out var where);
            Closeness = Math.Max(Closeness, share);
            if (share > 1) return new(FailureKind.Differs, $"{name}: {where}");
        }
        return StructureCheck.Declarations(folded.Graph, values);
    }
}
