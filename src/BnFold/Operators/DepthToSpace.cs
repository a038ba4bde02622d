using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>
/// DepthToSpace and SpaceToDepth move blocks of b×b numbers between one channel c and b² channels d:
/// d = k·C + c for block place k and C channels of the space side (mode DCR, and SpaceToDepth always), or d = c·b² + k (mode CRD).
/// Towards the depth side each coefficient is repeated for its b² channels; towards the space side they must agree.
/// </summary>
internal sealed class DepthToSpace : Operator
{
    protected override IEnumerable<Passage> Backward(Node node, Affine affine) =>
        [node.Is("DepthToSpace") ? Repeat(node, affine) : Merge(node, affine)];

    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine) =>
        [node.Is("DepthToSpace") ? Merge(node, affine) : Repeat(node, affine)];

    private static Passage Repeat(Node node, Affine affine)
    {
        if (Check(node, affine) is { } blocked) return blocked;
        if (!affine.VariesOn(1)) return Passage.Carried(0, affine);
        return Passage.Carried(0, affine.Take(1, ChannelOfDepth(node, affine.Length(1))));
    }

    private static Passage Merge(Node node, Affine affine)
    {
        if (Check(node, affine) is { } blocked) return blocked;
        if (!affine.VariesOn(1)) return Passage.Carried(0, affine);
        var blocks = Blocks(node);
        var depth = affine.Length(1);
        if (depth % blocks != 0) return Passage.Blocked(node, SkipReason.ChannelMismatch, $"{depth} channels don't divide into blocks of {blocks}");
        var channelOf = ChannelOfDepth(node, depth / blocks);
        var merged = affine.Take(1, [.. Enumerable.Range(0, depth / blocks).Select(c => Array.IndexOf(channelOf, c))]);
        return merged.Take(1, channelOf) == affine
            ? Passage.Carried(0, merged)
            : Passage.Blocked(node, SkipReason.WrongAxis, "channels that it makes one have different affines");
    }

    private static Passage? Check(Node node, Affine affine)
    {
        if (affine.Rank != 4 || Blocks(node) < 1)
            return Passage.Blocked(node, SkipReason.MalformedNode, $"blocksize={node.Int("blocksize")} for a value of rank {affine.Rank}, expected 4");
        return Conditions.UniformOn(node, affine, static axis => axis >= 2, "which it takes apart");
    }

    private static int Blocks(Node node) => node.Int("blocksize") is > 0 and <= 1024 and { } size ? (int)(size * size) : 0;

    private static int[] ChannelOfDepth(Node node, int channels)
    {
        var blocks = Blocks(node);
        var isColumnFirst = node.Is("DepthToSpace") && node.String("mode") is "CRD";
        return [.. Enumerable.Range(0, channels * blocks).Select(d => isColumnFirst ? d / blocks : d % channels)];
    }
}
