namespace BnFold.Verification;

/// <summary>The values of several samples, in order.</summary>
internal sealed class SampleSets : IDisposable
{
    private readonly List<TensorSet> _samples = [];

    public int Count => _samples.Count;

    public TensorSet this[int sample] => _samples[sample];

    public void Add(TensorSet sample) => _samples.Add(sample);

    public void Dispose()
    {
        foreach (var sample in _samples) sample.Dispose();
    }
}
