namespace BnFold.Benchmarking;

/// <summary>All times of one level. A round's time of a model is the median of its runs in it.</summary>
internal sealed class LevelTimes(int models)
{
    private readonly List<double>[] _runs = Lists(models);
    private readonly List<double>[] _loads = Lists(models);
    private readonly List<List<List<double>[]>> _sessions = [];
    private readonly List<List<double>[]> _sessionLoads = [];

    public void BeginSession()
    {
        _sessions.Add([]);
        _sessionLoads.Add(Lists(models));
    }

    public void BeginRound() => _sessions[^1].Add(Lists(models));

    public void AddLoad(int model, double seconds)
    {
        _loads[model].Add(seconds);
        _sessionLoads[^1][model].Add(seconds);
    }

    public void AddRun(int model, double seconds)
    {
        _runs[model].Add(seconds);
        _sessions[^1][^1][model].Add(seconds);
    }

    public ModelSpeed SpeedOf(int model) => new(Quantiles.Of(_runs[model]), Quantiles.Of(_loads[model]));

    /// <summary>The first model's times divided by another's.</summary>
    public LevelRatios RatiosOf(int model, int seed)
    {
        var latency = _sessions.Select(rounds => rounds.Select(round => Ratio(round, model)).ToArray()).ToArray();
        double[][] load = [[.. _sessionLoads.SelectMany(session => session[0].Zip(session[model], (original, other) => original / other))]];
        return new(Bootstrap.Interval(latency, seed), Bootstrap.Interval(load, seed));
    }

    private static double Ratio(List<double>[] round, int model) => Quantiles.Median(round[0]) / Quantiles.Median(round[model]);

    private static List<double>[] Lists(int count) => [.. Enumerable.Range(0, count).Select(_ => new List<double>())];
}
