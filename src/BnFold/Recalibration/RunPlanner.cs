using System.Diagnostics;
using BnFold.Onnx;
using BnFold.Statistics;
using BnFold.Verification;

namespace BnFold.Recalibration;

/// <summary>Says before the work how much there is, by the descriptions of files and the time of one batch.</summary>
internal static class RunPlanner
{
    private const int MaxOpened = 64;

    /// <exception cref="OnnxFormatException">The data is not for the model, or ONNX Runtime can't run it.</exception>
    public static RecalibrationPlan Plan(
        RunnableModel model,
        SiteSurvey survey,
        CalibrationData data,
        IReadOnlyList<double> weights,
        StatisticsOptions resources,
        CancellationToken cancellation)
    {
        try
        {
            var clock = Stopwatch.StartNew();
            using var capture = new Capture(model, survey.Sites.Select(site => site.X), resources.MemoryLimit);
            var opening = clock.Elapsed;
            var feed = new FeedPlan(model, capture.Inputs, data.Options);
            var reader = new BatchReader(data, feed);
            if (feed.IsBatched && feed.DeclaredBatch is null && data.Options.BatchSize is null) reader.BatchSize = 1;
            var (size, time) = TimeOne(capture, reader, cancellation);
            var samples = Samples(data, feed);
            return new()
            {
                Nodes = survey.Sites.Count,
                Levels = survey.Levels,
                Passes = weights.Count,
                Samples = samples,
                Estimate = weights.Sum() * (opening + (time * ((double)samples / Math.Max(1, size)))),
            };
        }
        catch (ModelRunException exception)
        {
            throw new OnnxFormatException(model.File.Path, null, $"ONNX Runtime can't run it: {exception.Message}", exception);
        }
    }

    /// <summary>What part of all nodes that any site needs those up to one level need.</summary>
    public static double Share(ModelGraph graph, IReadOnlyList<RecalibrationSite> sites, int level) =>
        (double)ExcerptOf(graph, sites.Where(site => site.Level <= level)).Nodes.Count / Math.Max(1, ExcerptOf(graph, sites).Nodes.Count);

    /// <summary>The inputs that any site depends on, in the order of the model.</summary>
    public static IReadOnlyList<ValueInfoProto> Inputs(ModelGraph graph, IReadOnlyList<RecalibrationSite> sites)
    {
        var needed = ExcerptOf(graph, sites).Inputs.ToHashSet(StringComparer.Ordinal);
        return [.. graph.Inputs.DistinctBy(input => input.Name).Where(input => needed.Contains(input.Name))];
    }

    private static (int Samples, TimeSpan Time) TimeOne(Capture capture, BatchReader reader, CancellationToken cancellation)
    {
        foreach (var batch in reader.Read(cancellation))
        {
            using (batch)
            {
                // The first run of a session allocates; the second is like those to come.
                capture.Run(batch.Inputs, _ => { }, cancellation);
                var clock = Stopwatch.StartNew();
                capture.Run(batch.Inputs, _ => { }, cancellation);
                return (batch.Samples, clock.Elapsed);
            }
        }
        return (0, TimeSpan.Zero);
    }

    /// <summary>From the descriptions of some files: reading all would take as long as a run over them.</summary>
    private static long Samples(CalibrationData data, FeedPlan feed)
    {
        var sets = DataSets.Of(data, feed);
        if (sets.Count == 0) return 0;
        var step = Math.Max(1, sets.Count / MaxOpened);
        DataSet[] opened = [.. sets.Where((_, index) => index % step == 0)];
        var samples = opened.Sum(set => Count(set, feed, data.Options.SkipBad));
        return (long)Math.Ceiling(samples * ((double)sets.Count / opened.Length) / data.Options.Shards);
    }

    private static long Count(DataSet set, FeedPlan feed, bool skipBad)
    {
        try
        {
            return DataItem.Open(set, feed).Sum(item => item.Count);
        }
        catch (OnnxFormatException) when (skipBad)
        {
            return 0;
        }
    }

    private static Excerpt ExcerptOf(ModelGraph graph, IEnumerable<RecalibrationSite> sites) =>
        new(
            graph,
            sites.Select(site => site.X),
            graph.Inputs.DistinctBy(input => input.Name).ToDictionary(input => input.Name, StringComparer.Ordinal));
}
