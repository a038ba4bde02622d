namespace BnFold.Verification;

/// <summary>Counts runs of a model towards a total.</summary>
internal sealed class ProgressCounter(IProgress<VerifyProgress>? progress)
{
    private int _done;
    private int _total = 1;

    public void Expect(int runs) => _total = Math.Max(1, runs);

    public void Report(string activity)
    {
        progress?.Report(new(activity, Math.Min(1, (double)_done / _total)));
        _done++;
    }
}
