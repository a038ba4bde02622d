using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Branches;

/// <summary>
/// A branch that is a convolution of its input: a Conv with constant filters, a bare BatchNormalization, or the input itself. The last
/// two are 1×1 filters with one number for each channel.
/// </summary>
internal sealed record LinearBranch
{
    public required Value Input { get; init; }

    /// <summary>The node; null for the input itself.</summary>
    public Node? Node { get; init; }

    /// <summary>Filters [M, C/group, k…]; null where only <see cref="Diagonal"/> is there.</summary>
    public Constant? Filters { get; init; }

    /// <summary>What each channel is multiplied with, where there are no filters.</summary>
    public Affine? Diagonal { get; init; }

    public double[]? Bias { get; init; }

    public int Groups { get; init; } = 1;

    public int[] Strides { get; init; } = [];

    public int[] Dilations { get; init; } = [];

    /// <summary>Zeros before and after each spatial axis, as in the attribute.</summary>
    public int[] Pads { get; init; } = [];

    public int[] Kernel => Filters is null ? [] : [.. Filters.Dims.Skip(2).Select(static k => (int)k)];

    /// <summary>A Conv as a branch; null where it isn't one that can be added to another.</summary>
    public static LinearBranch? OfConv(Node node)
    {
        var constants = node.Scope.View.Constants;
        if (!node.Is("Conv") || node.Input(0) is not { } x || constants.Find(node.Input(1)) is not { IsFloating: true, IsQuantized: false, Rank: >= 3 } filters) return null;
        if (node.String("auto_pad") is not (null or "NOTSET" or "VALID" or "")) return null;
        var spatial = filters.Rank - 2;
        var bias = new double[filters.Dims[0]];
        if (node.Input(2) is { } b)
        {
            if (constants.Find(b) is not { } constant || constant.Count != bias.Length) return null;
            bias = constant.ToDoubles();
        }
        var branch = new LinearBranch
        {
            Input = x,
            Node = node,
            Filters = filters,
            Bias = bias,
            Groups = (int)(node.Int("group") ?? 1),
            Strides = List(node, "strides", spatial, 1),
            Dilations = List(node, "dilations", spatial, 1),
            Pads = node.String("auto_pad") == "VALID" ? new int[2 * spatial] : List(node, "pads", 2 * spatial, 0),
        };
        return branch.Strides.Length == spatial && branch.Dilations.Length == spatial && branch.Pads.Length == 2 * spatial ? branch : null;
    }

    private static int[] List(Node node, string attribute, int count, int absent) =>
        node.Ints(attribute) is { } given ? [.. given.Select(static v => (int)v)] : [.. Enumerable.Repeat(absent, count)];
}
