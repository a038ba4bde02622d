using BnFold.Runtime;

namespace BnFold.Statistics;

/// <summary>What has been summed up of captured values.</summary>
internal sealed class MomentTable
{
    private readonly Dictionary<MeasuredValue, Moments> _moments = [];

    /// <summary>The sums of a value, to which a tensor is to be added.</summary>
    public Moments Open(MeasuredValue value, OrtTensor tensor) => Open(value, value.Channels ?? (int)tensor.Dims[1]);

    /// <summary>Takes in what another saw.</summary>
    public void Merge(MomentTable other)
    {
        foreach (var (value, moments) in other._moments) Open(value, moments.Channels).Merge(moments);
    }

    /// <summary>What a node got.</summary>
    public Moments Of(MeasuredNode node) => node.Parts.All(_moments.ContainsKey)
        ? Moments.Join([.. node.Parts.Select(part => _moments[part])])
        : new(node.Channels);

    private Moments Open(MeasuredValue value, int channels)
    {
        if (!_moments.TryGetValue(value, out var moments)) _moments[value] = moments = new(channels);
        return moments;
    }
}
