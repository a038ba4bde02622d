using BnFold.Onnx;
using BnFold.Runtime;

namespace BnFold.Verification;

/// <summary>Checks the BatchNormalizations of one model: those that run with it on what they get there, the others one by one on noise.</summary>
internal sealed class ParityCheck(RunnableModel model, VerifyOptions options, ProgressCounter progress, CancellationToken cancellation)
{
    private readonly Dictionary<NodeProto, BatchNormCheck> _checks = new(ReferenceEqualityComparer.Instance);

    public BatchNormCheckReport Run()
    {
        var places = BatchNormPlace.Of(model.Graph.Model).ToArray();
        var report = new BatchNormCheckReport { Seed = options.Seed, Samples = options.Samples, Nodes = [] };
        try
        {
            CustomOperators.Check(options.CustomOpLibraries);
            report = report with { OnnxRuntimeVersion = OrtLibrary.Version };
            report = CheckInPlace(places, report);
            var alone = new ParityAlone(model, options, cancellation);
            foreach (var place in places)
            {
                var getsNothing = _checks.TryGetValue(place.Node, out var found) && found.Verdict is BatchNormCheckVerdict.NotChecked;
                if (found is null || getsNothing) _checks[place.Node] = alone.Check(place, report.Failure, getsNothing);
            }
        }
        catch (OnnxRuntimeNotFoundException exception)
        {
            report = report with { Failure = exception.Message };
            foreach (var place in places) _checks[place.Node] = ParityAlone.ByStatistics(model, place, exception.Message);
        }
        return report with { Nodes = [.. places.Select(place => _checks[place.Node])] };
    }

    private BatchNormCheckReport CheckInPlace(BatchNormPlace[] places, BatchNormCheckReport report)
    {
        var live = new HashSet<NodeProto>(model.Graph.Nodes, ReferenceEqualityComparer.Instance);
        NodeProto[] nodes = [.. places.Where(place => live.Contains(place.Node)).Select(place => place.Node).Where(CanRun)];
        if (nodes.Length == 0) return report;
        try
        {
            var samples = InputSearch.Find(model, model.Graph.Inputs, options, outputs: null, cancellation, out var reason);
            if (samples is null) return report with { Failure = reason };
            CheckAll(nodes, samples);
            return report with { Inputs = samples.Describe() };
        }
        catch (Exception exception) when (exception is ModelRunException or NotSupportedException)
        {
            _checks.Clear();
            return report with { Failure = exception.Message };
        }
    }

    private bool CanRun(NodeProto node) => ReferenceNode.Obstacle(node, model.Graph.Opset("")) is null;

    private void CheckAll(NodeProto[] nodes, SamplePlans samples)
    {
        Dictionary<string, long> bytes;
        using (var session = new ExcerptSession(model, nodes.SelectMany(Values), samples.Declarations))
            bytes = session.Declared.ToDictionary(pair => pair.Value, pair => CommonValues.EstimateBytes(pair.Info), StringComparer.Ordinal);
        var groups = MemoryGroups.Of(nodes, node => Values(node).Sum(value => bytes[value]), options.MemoryLimit).ToArray();
        progress.Expect(groups.Length * samples.Count);
        foreach (var group in groups) CheckGroup(group, samples);
    }

    private void CheckGroup(IReadOnlyList<NodeProto> nodes, SamplePlans samples)
    {
        var scans = new Dictionary<NodeProto, BatchNormScan>(ReferenceEqualityComparer.Instance);
        using var session = new ExcerptSession(model, nodes.SelectMany(Values), samples.Declarations);
        for (var sample = 0; sample < samples.Count; sample++)
        {
            progress.Report("node by node");
            using var inputs = new InputGenerator(options.Seed).Create(samples[sample], sample);
            using var values = session.Run(inputs, cancellation);
            foreach (var node in nodes)
            {
                var x = values[node.Input[0]];
                var parameters = ReferenceNode.Parameters(node, name => Numbers.Of(values[name]));
                if (!scans.TryGetValue(node, out var scan))
                {
                    scans[node] = scan = new((ElementType)x.ElementType, options);
                    _checks[node] = Described(node, parameters, x, values[node.Input[4]]);
                }
                scan.Add(x, values[node.Output[0]], parameters);
            }
        }
        foreach (var node in nodes) _checks[node] = ParityAlone.Judged(_checks[node], scans[node]);
    }

    private BatchNormCheck Described(NodeProto node, BatchNormParameters parameters, OrtTensor x, OrtTensor variance)
    {
        var check = ParityAlone.Described(node, null, parameters, x, (ElementType)variance.ElementType);
        // Statistics that were made up are not worth a remark.
        return node.Input.Skip(1).Take(4).Any(model.Graph.IsVariable) ? check with { Suspicions = [] } : check;
    }

    private static IEnumerable<string> Values(NodeProto node) => node.Input.Take(5).Append(node.Output[0]);
}
