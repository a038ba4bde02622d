namespace BnFold.Statistics;

/// <summary>Reads data as batches. Samples are read one after another, so memory does not depend on how many there are.</summary>
/// <param name="data">The files.</param>
/// <param name="plan">What the model takes.</param>
internal sealed class BatchReader(CalibrationData data, FeedPlan plan)
{
    private const int MaxListed = 100;

    private readonly List<SkippedData> _skipped = [];
    private bool _dealsSamples;
    private long _dealt;

    /// <summary>Samples of the batches that are begun from now on.</summary>
    public int BatchSize { get; set; } = data.Options.BatchSize ?? plan.DeclaredBatch ?? FeedPlan.DefaultBatchSize;

    /// <summary>Whether neither the model nor the caller says how many samples make a batch.</summary>
    public bool IsOpen { get; } = plan is { IsBatched: true, DeclaredBatch: null } && data.Options.BatchSize is null;

    /// <summary>Files, or sets of files, that were read to their end.</summary>
    public int SetsRead { get; private set; }

    /// <summary>Files, or sets of files, that there are to read.</summary>
    public int Sets { get; private set; }

    /// <summary>Samples that did not fill a batch of a model that takes only whole ones.</summary>
    public long LeftOut { get; private set; }

    /// <summary>How many files or samples could not be used.</summary>
    public long SkippedCount { get; private set; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<SkippedData> Skipped => _skipped;

    /// <summary>Reads all, from the beginning. The caller disposes each batch.</summary>
    /// <exception cref="OnnxFormatException">Something can't be used, and is not to be skipped.</exception>
    public IEnumerable<CalibrationBatch> Read(CancellationToken cancellation)
    {
        (SetsRead, LeftOut, SkippedCount) = (0, 0, 0);
        _skipped.Clear();
        var sets = DataSets.Of(data, plan);
        (_dealsSamples, _dealt) = (sets.Count < data.Options.Shards, 0);
        if (!_dealsSamples) sets = [.. sets.Where((_, index) => index % data.Options.Shards == data.Options.Shard)];
        Sets = sets.Count;
        BatchBuilder? builder = null;
        try
        {
            foreach (var set in sets)
            {
                var items = Open(set);
                // Several are of one file.
                using var held = items.Count > 1 ? Hold(items[0]) : null;
                foreach (var item in items)
                {
                    using var readers = Readers(item);
                    for (var sample = 0L; readers is not null && sample < item.Count; sample++)
                    {
                        cancellation.ThrowIfCancellationRequested();
                        if (builder is not null && !builder.Takes(item) && Finish(ref builder) is { } other) yield return other;
                        builder ??= new(item, plan.IsBatched, CapacityFor(item));
                        var found = Fill(builder, readers, item, sample);
                        if (found is Outcome.Broken) break;
                        if (found is not Outcome.Read) continue;
                        builder.Commit(item.Path);
                        if (builder.IsFull && Finish(ref builder) is { } full) yield return full;
                    }
                }
                SetsRead++;
            }
            if (Finish(ref builder) is { } last) yield return last;
        }
        finally
        {
            builder?.Dispose();
        }
    }

    private int CapacityFor(DataItem item)
    {
        if (!plan.IsBatched) return 1;
        var most = BatchBuilder.MostOf(item);
        if (BatchSize <= most) return BatchSize;
        return IsOpen ? most : throw new OnnxFormatException(
            item.Path, null, FormattableString.Invariant($"{BatchSize} samples of this size are more than the 2 GB that an input may have; batches of {most} at most expected"));
    }

    private enum Outcome
    {
        Read,
        Unusable,
        Broken,
        Foreign,
    }

    /// <summary>
    /// Whether the next sample, or the next thing that is none, belongs to this part. What can't be used is dealt too, so that one part
    /// alone counts it.
    /// </summary>
    private bool Deal() => !_dealsSamples || _dealt++ % data.Options.Shards == data.Options.Shard;

    private IReadOnlyList<DataItem> Open(DataSet set)
    {
        try
        {
            return [.. DataItem.Open(set, plan)];
        }
        catch (OnnxFormatException exception) when (data.Options.SkipBad)
        {
            if (Deal()) Skip(set.Path, exception.Message);
            return [];
        }
    }

    private static IDisposable? Hold(DataItem item)
    {
        try
        {
            return item.Arrays[0].File.Hold();
        }
        catch (OnnxFormatException)
        {
            // What is wrong is said, or skipped, where it is read.
            return null;
        }
    }

    private ReaderSet? Readers(DataItem item)
    {
        try
        {
            return new(item, plan.IsBatched);
        }
        catch (OnnxFormatException exception) when (data.Options.SkipBad)
        {
            if (Deal()) Skip(item.Path, exception.Message);
            return null;
        }
    }

    private Outcome Fill(BatchBuilder builder, ReaderSet readers, DataItem item, long sample)
    {
        var isMine = Deal();
        try
        {
            if (readers.Read(builder) is not { } problem) return isMine ? Outcome.Read : Outcome.Foreign;
            var where = item.Count > 1 ? FormattableString.Invariant($"sample {sample}") : null;
            var error = new OnnxFormatException(problem.File, where, problem.Problem);
            if (!data.Options.SkipBad) throw error;
            if (isMine) Skip(problem.File, error.Message);
            return Outcome.Unusable;
        }
        catch (OnnxFormatException exception) when (data.Options.SkipBad)
        {
            if (isMine) Skip(item.Path, exception.Message);
            return Outcome.Broken;
        }
    }

    private CalibrationBatch? Finish(ref BatchBuilder? builder)
    {
        if (builder is not { } filled) return null;
        builder = null;
        if (filled.Count > 0 && (filled.IsFull || plan.DeclaredBatch is null)) return filled.Take();
        LeftOut += filled.Count;
        filled.Dispose();
        return null;
    }

    private void Skip(string file, string problem)
    {
        SkippedCount++;
        if (_skipped.Count < MaxListed) _skipped.Add(new(file, problem));
    }
}
