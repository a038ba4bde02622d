using BnFold.Onnx;
using BnFold.Statistics;
using BnFold.Verification;

namespace BnFold.Recalibration;

/// <summary>Measures on a copy of the model, which gets the new statistics as they come; the model itself gets them at the end.</summary>
internal sealed class RecalibrationRun : IDisposable
{
    private readonly OnnxModel _model;
    private readonly CalibrationData _data;
    private readonly RecalibrationOptions _options;
    private readonly IProgress<RecalibrationProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly RunnableModel _copy;
    private readonly SiteSurvey _survey;
    private readonly IReadOnlyList<ValueInfoProto> _fed;
    private readonly NewStatistics _new;
    private long _passedOver;

    /// <inheritdoc cref="Recalibrator.Recalibrate"/>
    public RecalibrationRun(
        OnnxModel model,
        CalibrationData data,
        RecalibrationOptions options,
        IProgress<RecalibrationProgress>? progress,
        CancellationToken cancellation)
    {
        (_model, _options, _progress, _cancellation) = (model, options, progress, cancellation);
        _copy = PopulationRun.Open(model.Path, options.Resources);
        try
        {
            _survey = SiteSurvey.Of(_copy.File, options, WrittenNodes());
            _copy.Show(_copy.File.Proto);
            _fed = RunPlanner.Inputs(_copy.Graph, _survey.Sites);
            _data = _survey.Sites.Count > 0 && options.Method is not RecalibrationMethod.Exact ? InFixedBatches(data) : data;
        }
        catch
        {
            _copy.Dispose();
            throw;
        }
        _new = new(model, _survey.Sites);
    }

    private IReadOnlyList<RecalibrationSite> Sites => _survey.Sites;

    public RecalibrationReport Execute()
    {
        if (Sites.Count == 0)
        {
            var nothing = new RecalibrationPlan { Nodes = 0, Levels = 0, Passes = 0 };
            _progress?.Report(new(nothing, 0, 0, 1, TimeSpan.Zero));
            return new() { Method = _options.Method, Plan = nothing, LeftAlone = _survey.LeftAlone };
        }
        var old = Measured();
        var weights = Weights();
        var plan = RunPlanner.Plan(_copy, _survey, _data, weights, _options.Resources, _cancellation);
        _progress?.Report(new(plan, 0, 0, 0, plan.Estimate));
        var clock = new PassClock(_progress, plan, weights);

        var before = Run(old, clock);
        if (_options.Method is RecalibrationMethod.Exact) StoreLevelByLevel(old, before, clock);
        else StoreAtOnce(old, clock);
        var after = Run(Measured(), clock);
        _new.WriteBack(_options);
        var (drift, rest) = (StatisticsReport.Of(before).Nodes, StatisticsReport.Of(after).Nodes);
        return new()
        {
            Method = _options.Method,
            Plan = plan,
            Samples = after.Samples,
            LeftOut = after.LeftOut + _passedOver,
            SkippedCount = after.SkippedCount,
            Skipped = after.Skipped,
            Nodes = [.. Sites.Select((site, index) => (site, index)).Where(pair => _new.IsStored(pair.site))
                .Select(pair => Describe(pair.site, drift[pair.index], rest[pair.index]))],
            LeftAlone = [.. _survey.LeftAlone, .. _new.LeftAlone],
            OnnxRuntimeVersion = after.OnnxRuntimeVersion,
        };
    }

    public void Dispose() => _copy.Dispose();

    private RecalibratedNode Describe(RecalibrationSite site, BatchNormDrift before, BatchNormDrift after) => new()
    {
        Node = site.Name,
        Level = site.Level,
        Channels = site.Features,
        Type = site.Mean.Type.ToString(),
        Before = before,
        After = after,
        Kept = _new.Kept(site),
    };

    /// <summary>
    /// What the nodes make that can be written to where they stand in the file, by the outputs' names; null for all. The copy has others
    /// too: those of functions.
    /// </summary>
    private HashSet<string>? WrittenNodes()
    {
        if (_model.Proto.Functions.Count == 0) return null;
        using var twin = OnnxModel.Load(_model.Path);
        return [.. SiteSurvey.Of(twin, _options).Sites.Select(site => site.Node.Output[0])];
    }

    /// <summary>The batches at hand make the statistics, so their size must not depend on the memory there is.</summary>
    private CalibrationData InFixedBatches(CalibrationData data)
    {
        var feed = new FeedPlan(_copy, _fed, data.Options);
        if (data.Options.BatchSize is not null || feed.DeclaredBatch is not null || !feed.IsBatched) return data;
        return CalibrationData.Open(data.Files, data.Options with { BatchSize = FeedPlan.DefaultBatchSize });
    }

    /// <summary>The sites as they stand now, in their order.</summary>
    private MeasuredNode[] Measured()
    {
        var byNode = new Dictionary<NodeProto, MeasuredNode>(ReferenceEqualityComparer.Instance);
        try
        {
            foreach (var node in MeasuredNode.Of(_copy)) byNode[node.Place.Node] = node;
        }
        catch (ModelRunException exception)
        {
            throw new OnnxFormatException(_model.Path, null, $"ONNX Runtime can't run it: {exception.Message}", exception);
        }
        var measured = Sites.Select(site => byNode[site.Node]).ToArray();
        if (measured.FirstOrDefault(node => node.Obstacle is not null) is { } not)
            throw new OnnxFormatException(_model.Path, not.Place.Node.Title, not.Obstacle!);
        return measured;
    }

    /// <summary>The share of the model that each run of the data needs.</summary>
    private List<double> Weights()
    {
        var weights = new List<double> { 1 };
        if (_options.Method is not RecalibrationMethod.Exact) weights.Add(1);
        else for (var level = 1; level < _survey.Levels; level++) weights.Add(RunPlanner.Share(_copy.Graph, Sites, level));
        weights.Add(1);
        return weights;
    }

    private PopulationStatistics Run(
        IReadOnlyList<MeasuredNode> nodes,
        PassClock clock,
        IReadOnlyList<MeasuredNode>? alsoSeen = null,
        Action<CalibrationBatch, IReadOnlyDictionary<MeasuredNode, Moments>>? eachBatch = null)
    {
        clock.Begin();
        var run = new PopulationRun(_copy, _data, _options.Resources, clock, _cancellation)
        {
            AlsoSeen = alsoSeen ?? [],
            Fed = _fed,
            EachBatch = eachBatch,
        };
        return run.Measure(nodes);
    }

    /// <summary>
    /// What level 0 gets does not depend on any statistics, so the first run of the data has measured it already. The levels before are
    /// seen too: what ONNX Runtime would fuse there rounds otherwise, and then half precision would not fit to the last digit.
    /// </summary>
    private void StoreLevelByLevel(MeasuredNode[] nodes, PopulationStatistics first, PassClock clock)
    {
        for (var level = 0; level < _survey.Levels; level++)
        {
            int[] chosen = [.. Enumerable.Range(0, Sites.Count).Where(index => Sites[index].Level == level)];
            MeasuredNode[] before = [.. nodes.Where((_, index) => Sites[index].Level < level)];
            var found = level == 0
                ? [.. chosen.Select(index => first.Nodes[index])]
                : Run([.. chosen.Select(index => nodes[index])], clock, before).Nodes;
            foreach (var (index, population) in chosen.Zip(found)) _new.Store(Sites[index], population);
        }
    }

    private void StoreAtOnce(MeasuredNode[] nodes, PassClock clock)
    {
        var running = Sites.Select(site => new RunningAverage(site, _options.Momentum)).ToArray();
        var full = 0;
        var model = _copy.Graph.Model;
        _copy.Show(TrainingForm.Of(model, Sites));
        var isRunning = _options.Method is RecalibrationMethod.Running;
        var found = Run(nodes, clock, eachBatch: isRunning ? Add : null).Nodes;
        _copy.Show(model);
        for (var i = 0; i < Sites.Count; i++)
        {
            if (isRunning) _new.Store(Sites[i], found[i], running[i]);
            else _new.Store(Sites[i], found[i]);
        }

        // A last batch that is not full would move the statistics as far as the others, on less.
        void Add(CalibrationBatch batch, IReadOnlyDictionary<MeasuredNode, Moments> parts)
        {
            full = Math.Max(full, batch.Samples);
            if (batch.Samples < full)
            {
                _passedOver += batch.Samples;
                return;
            }
            for (var i = 0; i < running.Length; i++) running[i].Add(parts[nodes[i]]);
        }
    }
}
