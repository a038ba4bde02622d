using System.Globalization;
using Xunit;

namespace BnFold.Tests.Properties;

/// <summary>Many seeds, their failures shrunk and grouped, and what was covered.</summary>
internal sealed class PropertyRun(Action<string> write)
{
    private const int MostFailures = 12;

    private readonly Dictionary<string, int> _notRunnable = [];
    private readonly Dictionary<string, int> _seen = [];
    private readonly Coverage _coverage = new();
    private readonly List<string> _failures = [];
    private int _graphs;
    private int _sites;
    private int _folded;
    private double _closeness;

    public void Seeds(int first, int count)
    {
        for (var seed = first; seed < first + count && _failures.Count < MostFailures; seed++) Check(GraphGenerator.Make(seed));
        Summarize();
        if (count > 1000) write(_coverage.ToString());
    }

    public void Repeat(int seed)
    {
        var graph = GraphGenerator.Make(seed);
        write(ModelDump.Of(graph.Model));
        write(graph.Options.ToString());
        Check(graph);
        Summarize();
    }

    public void Demand()
    {
        Assert.True(_failures.Count == 0, string.Join("\n\n", _failures));
        Assert.True(_notRunnable.Values.Sum() <= 0.05 * _graphs, "too many graphs cannot be run");
    }

    private void Check(GeneratedGraph graph)
    {
        using var check = new FoldCheck();
        var failure = check.Find(graph);
        _graphs++;
        if (failure is { Kind: FailureKind.NotRunnable })
        {
            var message = failure.Text.Length > 150 ? failure.Text[..150] : failure.Text;
            _notRunnable[message] = _notRunnable.GetValueOrDefault(message) + 1;
            return;
        }
        if (failure is not null)
        {
            // The same exception again tells nothing new.
            var symptom = failure.Kind is FailureKind.Throws or FailureKind.FoldedDoesNotRun ? string.Join('\n', failure.Text.Split('\n').Where(static l => !l.Contains("System.")).Take(2)) : graph.Seed.ToString(CultureInfo.InvariantCulture);
            _seen[symptom] = _seen.GetValueOrDefault(symptom) + 1;
            if (_seen[symptom] > 1) return;
            var (smallest, found) = new Shrinker(check).Run(graph, failure);
            check.Find(smallest);
            _failures.Add($"seed {graph.Seed}: {found.Kind}: {found.Text}\n{smallest.Options}\n{ModelDump.Of(smallest.Model, check.Original)}");
            return;
        }
        _closeness = Math.Max(_closeness, check.Closeness);
        _sites += check.Report!.Outcomes.Count;
        _folded += check.Report.Folded;
        _coverage.Add(check.Sites);
    }

    private void Summarize()
    {
        write(string.Create(
            CultureInfo.InvariantCulture,
            $"{_graphs} graphs, {_sites} BatchNormalizations, {100.0 * _folded / Math.Max(1, _sites):f1} % folded; the largest difference was {_closeness:f3} of its limit"));
        foreach (var (message, count) in _notRunnable.OrderByDescending(static p => p.Value)) write($"not runnable, {count} times: {message}");
    }
}
