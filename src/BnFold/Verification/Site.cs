using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>
/// A value that the two models compute differently: in each, the nodes between it and the nearest common values. Whatever was folded
/// there is seen in this one value, the site's witness.
/// </summary>
/// <param name="Value">The witness.</param>
/// <param name="Original">The nodes that compute it in the original, producers before readers.</param>
/// <param name="Other">The nodes that compute it in the other model.</param>
/// <param name="Reads">The common values that either starts from.</param>
/// <param name="BatchNormalizations">Those of the original that are there, in bodies and functions too.</param>
internal sealed record Site(
    string Value,
    IReadOnlyList<NodeProto> Original,
    IReadOnlyList<NodeProto> Other,
    IReadOnlyList<string> Reads,
    IReadOnlyList<NodeProto> BatchNormalizations)
{
    /// <summary>
    /// Whether a witness that is the same everywhere tells nothing. Where nothing can hide, it is what the BatchNormalization says, as with
    /// a scale of 0.
    /// </summary>
    public bool CanHide => Original.Any(node => node.CanHide);

    /// <summary>Both models start from the same values.</summary>
    public bool StartsAlike { get; init; } = true;

    /// <summary>How many layers lie one behind the other in the original; 1 if there are none.</summary>
    public int Steps()
    {
        var depths = new Dictionary<string, int>(StringComparer.Ordinal);
        var deepest = 1;
        foreach (var node in Original)
        {
            var depth = 0;
            foreach (var name in NodeReads.Of(node)) depth = Math.Max(depth, depths.GetValueOrDefault(name));
            if (node.IsLayer) depth++;
            foreach (var output in node.Output) depths[output] = depth;
            deepest = Math.Max(deepest, depth);
        }
        return deepest;
    }
}
