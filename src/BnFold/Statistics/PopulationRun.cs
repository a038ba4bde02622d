using BnFold.BatchNorm;
using BnFold.Functions;
using BnFold.Onnx;
using BnFold.Runtime;
using BnFold.Verification;

namespace BnFold.Statistics;

/// <summary>One pass over the data: runs the model, and sums up what its BatchNormalizations get.</summary>
internal sealed class PopulationRun(
    RunnableModel model,
    CalibrationData data,
    StatisticsOptions options,
    IProgress<StatisticsProgress>? progress,
    CancellationToken cancellation)
{
    /// <summary>
    /// Bytes fed and captured from which on a larger batch takes longer by the sample: they have left the caches when they are summed up,
    /// and every batch asks the system for new memory.
    /// </summary>
    private const long WellHeld = 128 << 20;

    /// <summary>Nodes whose inputs are to be seen besides, so that ONNX Runtime fuses no more than where they are measured.</summary>
    public IReadOnlyList<MeasuredNode> AlsoSeen { get; init; } = [];

    /// <summary>The inputs that the data is for, where that is more than what is measured needs; null for those it needs.</summary>
    public IReadOnlyList<ValueInfoProto>? Fed { get; init; }

    /// <summary>Told of each batch what every node got in it alone.</summary>
    public Action<CalibrationBatch, IReadOnlyDictionary<MeasuredNode, Moments>>? EachBatch { get; init; }

    /// <summary>Whether a part of the data may turn out to have no sample.</summary>
    public bool MayBeEmpty { get; init; }

    /// <summary>
    /// Opens a model to be measured, with the bodies of functions in the place of their calls, since values inside a function can't be
    /// seen. The caller disposes it.
    /// </summary>
    /// <exception cref="OnnxFormatException">It can't be read, or a library of custom operators is none.</exception>
    /// <exception cref="OnnxRuntimeNotFoundException">There is no ONNX Runtime.</exception>
    public static RunnableModel Open(string path, StatisticsOptions options)
    {
        CustomOperators.Check(options.CustomOpLibraries);
        var model = new RunnableModel(path, new() { Threads = options.Threads, CustomOpLibraries = options.CustomOpLibraries });
        try
        {
            if (FunctionInliner.Run(model.File) is not null) model.Show(model.File.Proto);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Measures every BatchNormalization that can be.</summary>
    /// <inheritdoc cref="StatisticsCollector.Collect" path="/exception"/>
    public PopulationStatistics Measure() => Measure(Guarded(() => MeasuredNode.Of(model)));

    /// <summary>Measures some of them, and says of the others why not.</summary>
    /// <inheritdoc cref="StatisticsCollector.Collect" path="/exception"/>
    public PopulationStatistics Measure(IReadOnlyList<MeasuredNode> nodes)
    {
        MeasuredNode[] measured = [.. nodes.Where(node => node.Obstacle is null)];
        var statistics = new PopulationStatistics { Samples = 0, Nodes = [.. nodes.Select(Described)] };
        if (measured.Length == 0) return statistics;

        var sums = new MomentTable();
        var seen = measured.Concat(AlsoSeen).SelectMany(node => node.Parts).Select(part => part.Name);
        using var capture = Guarded(() => new Capture(model, seen, options.MemoryLimit));
        var plan = new FeedPlan(model, Fed ?? capture.Inputs, data.Options);
        var reader = new BatchReader(data, plan);
        var samples = 0L;
        if (reader.IsOpen) reader.BatchSize = 1;
        foreach (var batch in reader.Read(cancellation))
        {
            using (batch)
            {
                var part = EachBatch is null ? sums : new();
                var bytes = Run(capture, batch, measured, part);
                if (EachBatch is not null)
                {
                    sums.Merge(part);
                    EachBatch(batch, measured.ToDictionary(node => node, node => MomentsOf(node, part)));
                }
                // The first sample tells how many of them go together well.
                if (reader.IsOpen && samples == 0)
                    reader.BatchSize = (int)Math.Clamp(Math.Min(options.MemoryLimit, WellHeld) / Math.Max(1, bytes), 1, FeedPlan.DefaultBatchSize);
                samples += batch.Samples;
            }
            progress?.Report(new(samples, (double)reader.SetsRead / reader.Sets));
        }
        if (samples == 0 && !MayBeEmpty) throw NoSample(plan, reader);
        return statistics with
        {
            OnnxRuntimeVersion = OrtLibrary.Version,
            Samples = samples,
            LeftOut = reader.LeftOut,
            SkippedCount = reader.SkippedCount,
            Skipped = [.. reader.Skipped],
            Nodes = [.. nodes.Select(node => node.Obstacle is null ? Described(node).With(MomentsOf(node, sums)) : Described(node))],
        };
    }

    private static BatchNormPopulation Described(MeasuredNode node) => new()
    {
        Node = node.Place.Node.Label,
        Inside = node.Place.Inside,
        NotMeasured = node.Obstacle,
        Stored = node.Stored,
    };

    private Moments MomentsOf(MeasuredNode node, MomentTable sums)
    {
        var moments = sums.Of(node);
        return moments.Channels == node.Channels ? moments : throw new OnnxFormatException(
            model.File.Path, node.Place.Node.Title, FormattableString.Invariant($"gets {moments.Channels} channels; its parameters are for {node.Channels}"));
    }

    private long Run(Capture capture, CalibrationBatch batch, IReadOnlyList<MeasuredNode> measured, MomentTable sums)
    {
        try
        {
            return capture.Run(batch.Inputs, Add, cancellation);
        }
        catch (Exception exception) when (exception is ModelRunException or NotSupportedException)
        {
            var problem = $"ONNX Runtime can't run the model on it: {exception.Message}";
            throw new OnnxFormatException(batch.Origin, null, problem, exception);
        }

        // A value is summed up by one thread, so that the order of sums is the same in every run.
        void Add(TensorSet values)
        {
            var parts = measured.SelectMany(node => node.Parts).Distinct().Where(part => values.TryGet(part.Name, out _));
            var opened = parts.Select(part => (Part: part, Tensor: values[part.Name], Moments: sums.Open(part, values[part.Name]))).ToArray();
            Cores.ForEach(opened.OrderByDescending(value => value.Tensor.ElementCount), options.Threads, value =>
            {
                try
                {
                    Sum(value.Tensor, value.Moments);
                }
                catch (ArgumentException exception)
                {
                    var reader = measured.First(node => node.Parts.Contains(value.Part)).Place.Node.Title;
                    throw new OnnxFormatException(model.File.Path, reader, exception.Message, exception);
                }
            });
        }
    }

    private static void Sum(OrtTensor value, Moments moments)
    {
        var type = (ElementType)value.ElementType;
        var bytes = value.Bytes;
        var layout = FeatureLayout.Of([.. value.Dims], bytes.Length / TensorCodec.ByteSize(type), moments.Channels);
        moments.Add(bytes, type, layout.Stride);
    }

    private T Guarded<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (ModelRunException exception)
        {
            throw Failed(exception);
        }
    }

    private OnnxFormatException NoSample(FeedPlan plan, BatchReader reader)
    {
        var hint = reader switch
        {
            { Skipped: [var only], SkippedCount: 1 } => $"; 1 was skipped, because {only.Problem}",
            { Skipped: [var first, ..] } => $"; {reader.SkippedCount} were skipped, the first because {first.Problem}",
            _ => "",
        };
        var leftOut = reader.LeftOut == 1 ? "1 sample in the data doesn't" : $"{reader.LeftOut} samples in the data don't";
        return reader.LeftOut > 0
            ? new(model.File.Path, null, $"takes batches of {plan.DeclaredBatch}, and {leftOut} fill one{hint}")
            : new(data.Files[0], null, $"there is no sample in the data{hint}");
    }

    private OnnxFormatException Failed(ModelRunException exception) =>
        new(model.File.Path, null, $"ONNX Runtime can't run it: {exception.Message}", exception);
}
