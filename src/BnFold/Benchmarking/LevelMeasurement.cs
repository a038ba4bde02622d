using System.Diagnostics;
using BnFold.Runtime;
using BnFold.Verification;

namespace BnFold.Benchmarking;

/// <summary>Measures all models at one level: several times, sessions are opened anew, warmed up and run in rounds.</summary>
internal sealed class LevelMeasurement(
    IReadOnlyList<ModelOnDisk> models,
    OrtOptimizationLevel level,
    BenchmarkOptions options,
    TensorSet inputs,
    IProgress<VerifyProgress>? progress,
    CancellationToken cancellation)
{
    private const int Sessions = 6;
    private const int LeastSessions = 3;
    private const int LoadsPerSession = 6;
    private const int MostRounds = 300;
    private const int LeastRoundsPerSession = 4;
    private const double NarrowEnough = 0.01;

    private static readonly TimeSpan _loadTime = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan _warmUp = TimeSpan.FromMilliseconds(80);

    // Much longer than the clock's resolution, much shorter than the other tenants of a machine take turns.
    private static readonly TimeSpan _turn = TimeSpan.FromMilliseconds(2);

    private readonly LevelTimes _times = new(models.Count);
    private readonly TurnOrder _order = new(models.Count, options.Inputs.Seed, (int)level);

    public LevelTimes Run()
    {
        var sessions = options.Rounds is { } asked ? Math.Min(Sessions, asked) : Sessions;
        for (var session = 0; session < sessions; session++)
        {
            var name = level == OrtOptimizationLevel.None ? "level 0" : "default level";
            progress?.Report(new($"measuring at the {name}", (session / (double)sessions / 2) + (level == OrtOptimizationLevel.None ? 0.45 : 0)));
            MeasureSession(session, sessions);
            if (options.Rounds is null && session + 1 >= LeastSessions && session + 1 < sessions && IsSettled()) break;
        }
        return _times;
    }

    private void MeasureSession(int session, int sessions)
    {
        _times.BeginSession();
        var start = Stopwatch.GetTimestamp();
        for (var load = 1; load < LoadsPerSession && (load == 1 || Stopwatch.GetElapsedTime(start) < _loadTime); load++)
        {
            foreach (var model in _order.Next()) Open(model).Dispose();
        }
        var opened = new TimedModel?[models.Count];
        try
        {
            foreach (var model in _order.Next()) opened[model] = Open(model);
            var ready = opened.OfType<TimedModel>().ToArray();
            MeasureRounds(ready, RunsPerTurn(ready), RoundsOf(session, sessions));
        }
        finally
        {
            foreach (var model in opened) model?.Dispose();
        }
    }

    private TimedModel Open(int model)
    {
        cancellation.ThrowIfCancellationRequested();
        var opened = new TimedModel(
            models[model].Path,
            new()
            {
                OptimizationLevel = level,
                Threads = options.Threads,
                CustomOpLibraries = options.Inputs.CustomOpLibraries,
            },
            inputs);
        _times.AddLoad(model, opened.LoadSeconds);
        return opened;
    }

    /// <summary>Warms up, and finds how often a model must run for its turn to be long enough; the same for all.</summary>
    private int RunsPerTurn(TimedModel[] ready)
    {
        var fastest = double.MaxValue;
        foreach (var model in ready)
        {
            var start = Stopwatch.GetTimestamp();
            var runs = 0;
            do
            {
                cancellation.ThrowIfCancellationRequested();
                var seconds = model.Run();
                if (runs > 0) fastest = Math.Min(fastest, seconds);
                runs++;
            }
            while (runs < 3 || Stopwatch.GetElapsedTime(start) < _warmUp);
        }
        return (int)Math.Clamp(Math.Ceiling(_turn.TotalSeconds / Math.Max(fastest, 1e-7)), 1, 2000);
    }

    private void MeasureRounds(TimedModel[] ready, int runsPerTurn, int rounds)
    {
        var start = Stopwatch.GetTimestamp();
        var budget = options.Rounds is null ? options.TimeBudget / Sessions : TimeSpan.MaxValue;
        for (var round = 0; round < rounds; round++)
        {
            if (round >= LeastRoundsPerSession && Stopwatch.GetElapsedTime(start) > budget) break;
            _times.BeginRound();
            foreach (var model in _order.Next())
            {
                cancellation.ThrowIfCancellationRequested();
                for (var run = 0; run < runsPerTurn; run++) _times.AddRun(model, ready[model].Run());
            }
        }
    }

    private int RoundsOf(int session, int sessions)
    {
        var rounds = options.Rounds ?? MostRounds;
        return (rounds / sessions) + (session < rounds % sessions ? 1 : 0);
    }

    private bool IsSettled() => Enumerable.Range(1, models.Count - 1)
        .Select(model => _times.RatiosOf(model, options.Inputs.Seed).Latency)
        .All(interval => interval.High - interval.Low <= NarrowEnough * interval.Ratio);
}
