using BnFold.Onnx;
using BnFold.Truth;

namespace BnFold.Verification;

/// <summary>
/// Holds both models' results at each site against the exact value, at a few positions. It is evidence and no verdict: where the exact
/// value can't be computed, for whatever reason, that is said and nothing else happens.
/// </summary>
internal sealed class SiteTruths(Subject subject)
{
    private const int Positions = 64;
    private const int EnoughPositions = 16;
    private const long EnoughTerms = 100_000;
    private const long MostTerms = 1_000_000;

    private readonly Dictionary<string, SiteTruth> _truths = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _obstacles = new(StringComparer.Ordinal);

    /// <summary>What was found at a site; null if nothing was.</summary>
    public SiteTruth? Of(Site site) => _truths.GetValueOrDefault(site.Value);

    /// <summary>Why nothing was found.</summary>
    public string? Obstacle(Site site) => _obstacles.GetValueOrDefault(site.Value);

    /// <param name="sites">Where to look.</param>
    /// <param name="captured">The original's values, those around the sites included.</param>
    /// <param name="found">What the other model makes of them.</param>
    /// <param name="cancellation">Looked at between two sites.</param>
    public void Measure(IReadOnlyList<Site> sites, TensorSet captured, TensorSet found, CancellationToken cancellation)
    {
        var measured = new (SiteTruth? Truth, string? Obstacle)[sites.Count];
        Cores.ForEach(Enumerable.Range(0, sites.Count), subject.Options.Threads, i =>
        {
            cancellation.ThrowIfCancellationRequested();
            measured[i] = TryMeasure(sites[i].Value, captured, found);
        });
        for (var i = 0; i < sites.Count; i++)
        {
            if (measured[i].Truth is { } truth) _truths[sites[i].Value] = truth;
            if (measured[i].Obstacle is { } obstacle) _obstacles[sites[i].Value] = obstacle;
        }
    }

    private (SiteTruth? Truth, string? Obstacle) TryMeasure(string value, TensorSet captured, TensorSet found)
    {
        try
        {
            return (Measure(value, captured, found), null);
        }
        catch (NoDefinitionException exception)
        {
            return (null, exception.Message);
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or OperationCanceledException))
        {
            // Models may be wrong in more ways than one thinks of; what ONNX Runtime makes of them is what counts.
            return (null, $"a definition that does not hold ({exception.GetType().Name})");
        }
    }

    private SiteTruth Measure(string value, TensorSet captured, TensorSet found)
    {
        var original = new CapturedField(captured[value]);
        var other = new CapturedField(found[value]);
        if (!TensorNoise.IsFloating(captured[value])) throw new NoDefinitionException("a value that is not floating-point");
        var effort = new Effort(MostTerms);
        var truth = Definitions(captured, effort).Of(value);
        if (!truth.Dims.AsSpan().SequenceEqual(original.Dims) || !other.Dims.AsSpan().SequenceEqual(original.Dims))
            throw new NoDefinitionException("shapes that differ");
        if (truth.Count == 0) throw new NoDefinitionException("a value without elements");

        var (count, originalSquares, otherSquares) = (0, 0.0, 0.0);
        var noise = new Noise(subject.Options.Seed);
        for (var i = 0; i < Math.Min(Positions, truth.Count); i++)
        {
            if (i >= EnoughPositions && effort.Spent > EnoughTerms) break;
            var position = truth.Count <= Positions ? i : noise.Below((int)Math.Min(int.MaxValue, truth.Count));
            var exact = truth.At(position);
            var (offOriginal, offOther) = (original.At(position) - exact, other.At(position) - exact);
            if (!double.IsFinite(offOriginal) || !double.IsFinite(offOther)) continue;
            count++;
            originalSquares += offOriginal * offOriginal;
            otherSquares += offOther * offOther;
        }
        if (count == 0) throw new NoDefinitionException("results that are not finite");
        var (originalError, otherError) = (Math.Sqrt(originalSquares / count), Math.Sqrt(otherSquares / count));
        return new() { Positions = count, OriginalError = originalError, OtherError = otherError };
    }

    private Definitions Definitions(TensorSet captured, Effort effort)
    {
        var (file, graph) = (subject.Original.File, subject.Original.Graph);
        return new(Producer, Known, Read, graph.Opset(""), effort);

        NodeProto? Producer(string value) => graph.TryProducer(value, out var node) ? node : null;

        Field? Known(string value)
        {
            if (subject.Values.Declarations.ContainsKey(value)) return new CapturedField(captured[value]);
            return graph.TryInitializer(value, out var tensor) ? Read(tensor) : null;
        }

        ConstantField Read(TensorProto tensor) => new(file.Read(tensor));
    }
}
