using BnFold.Affines;
using BnFold.Branches;
using BnFold.Graphs;
using BnFold.Operators;

namespace BnFold.Walk;

/// <summary>
/// Merges parallel branches, two at a time: an Add of two convolutions of one input — Conv k×k, Conv 1×1, a bare BatchNormalization, the
/// input itself — becomes one Conv (RepVGG and MobileOne in training form).
/// </summary>
internal sealed class BranchMerge(GraphView view, IReadOnlySet<Node> wanted, FoldRecorder recorder)
{
    /// <summary>How many sums went.</summary>
    public int Sums { get; private set; }

    /// <summary>Merges all there are; returns the plan by which each BatchNormalization among the branches went.</summary>
    public IReadOnlyDictionary<Node, FoldPlan> Run()
    {
        var merged = new Dictionary<Node, FoldPlan>();
        foreach (var node in view.Scopes.SelectMany(s => s.Nodes).Where(static n => n.Is("Add") || n.Is("Sum")).OrderBy(static n => n.Order).ToArray())
        {
            if (node.IsRemoved || node.Inputs.Count != 2) continue;
            if (Find(node) is not { } found) continue;
            var plan = recorder.Apply(found.BatchNorm ?? node, found.Plan);
            if (found.BatchNorm is { } site) merged.Add(site, plan);
            Sums++;
        }
        return merged;
    }

    private (FoldPlan Plan, Node? BatchNorm)? Find(Node add)
    {
        try
        {
            return Merge(add, 0, 1) ?? Merge(add, 1, 0);
        }
        catch (Exception e) when (Malformed.Describe(e) is not null)
        {
            // A branch whose attributes make no sense is none.
            return null;
        }
    }

    private (FoldPlan Plan, Node? BatchNorm)? Merge(Node add, int largeInput, int smallInput)
    {
        if (add.Input(largeInput) is not { } result || add.Input(smallInput) is not { } other || result == other) return null;
        if (result.Producer is not { } conv || !IsOwn(result, add) || LinearBranch.OfConv(conv) is not { } large) return null;
        if (Branch(other, large, add) is not { } small || BranchSum.Add(large, small) is not { } sum) return null;
        var filters = large.Filters!;
        if (!HostConstants.TryMake(conv, 1, filters.Type, filters.Dims, sum.Filters, HostConstants.Hint(conv, 1, "weight"), out var weight, out _)) return null;
        if (!HostConstants.TryMake(conv, 2, filters.Type, [sum.Bias.Length], sum.Bias, HostConstants.Hint(conv, 2, "bias"), out var bias, out _)) return null;
        var edit = new GraphEdit
        {
            Rewrites = [new(conv) { Constants = [weight, bias] }],
            Removals = [new(add, largeInput)],
            Changed = [result],
        };
        return (new(edit, FoldRoute.Merged, [conv]), small.Node is { } node && node.Is("BatchNormalization") ? node : null);
    }

    private LinearBranch? Branch(Value value, LinearBranch large, Node add)
    {
        var rank = large.Filters!.Rank;
        if (value == large.Input) return new() { Input = value, Diagonal = Affine.Identity(rank) };
        if (value.Producer is not { } node || !IsOwn(value, add)) return null;
        if (!node.Is("BatchNormalization")) return LinearBranch.OfConv(node);
        return wanted.Contains(node) && AffineSite.TryRead(node, out var site, out _) && site.Affine.Rank == rank ? new() { Input = site.Input, Node = node, Diagonal = site.Affine } : null;
    }

    private static bool IsOwn(Value value, Node add) => !value.IsGraphOutput && value.Scope == add.Scope && value.Uses.All(u => u.Node == add || u.IsShapeOnly);
}
