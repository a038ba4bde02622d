using BnFold.Onnx;
using BnFold.Tests.Support;

namespace BnFold.Tests.Properties;

/// <summary>Operators that give the same elements another shape or order.</summary>
internal static class LayoutSteps
{
    public static Signal Transpose(GraphDraft draft, Signal x)
    {
        var order = draft.Dice.Chance(0.1) ? [.. Enumerable.Range(0, x.Rank).Reverse()] : draft.Dice.Permutation(x.Rank);
        if (x.Rank > 2 && draft.Dice.Chance(0.5)) order = [0, .. draft.Dice.Permutation(x.Rank - 1).Select(static i => i + 1)];
        return Transpose(draft, x, order);
    }

    public static Signal Transpose(GraphDraft draft, Signal x, int[] order)
    {
        var isReversal = order.SequenceEqual(Enumerable.Range(0, x.Rank).Reverse());
        return draft.Add(
            "Transpose", [x.Name], [.. order.Select(i => x.Dims[i])],
            isReversal && draft.Dice.Chance(0.5) ? null : ModelBuilder.Ints("perm", [.. order.Select(static i => (long)i)]));
    }

    public static Signal Reshape(GraphDraft draft, Signal x)
    {
        var dice = draft.Dice;
        var dims = new List<long>(x.Dims);
        for (var change = dice.Int(1, 2); change > 0; change--)
        {
            switch (dice.Int(0, 3))
            {
                case 0 when dims.Count >= 2:
                    var first = dice.Int(0, dims.Count - 2);
                    dims[first] *= dims[first + 1];
                    dims.RemoveAt(first + 1);
                    break;
                case 1 when dims.Count <= 4 && dims.FindIndex(static d => d % 2 == 0) is var even and >= 0:
                    dims[even] /= 2;
                    dims.Insert(even + dice.Int(0, 1), 2);
                    break;
                case 2 when dims.Count <= 4:
                    dims.Insert(dice.Int(0, dims.Count), 1);
                    break;
                case 3 when dims.Count >= 3:
                    (dims[1], dims[2]) = (dims[2], dims[1]);
                    break;
            }
        }
        return Reshape(draft, x, [.. dims]);
    }

    /// <summary>The wanted dims with 0 and −1 where they may be, or computed from the value's own shape.</summary>
    public static Signal Reshape(GraphDraft draft, Signal x, long[] dims)
    {
        var dice = draft.Dice;
        if (dims.Length > 0 && dims[0] == x.Dims[0] && dice.Chance(0.3)) return Computed(draft, x, dims);
        long[] given = [.. dims.Select((d, i) => i < x.Rank && x.Dims[i] == d && dice.Chance(0.3) ? 0 : d)];
        if (given.Length > 0 && (draft.HasDynamicBatch || dice.Chance(0.4)))
        {
            // The open batch must not be written as a number.
            var open = Array.FindIndex(given, d => d % GraphGenerator.DynamicBatch == 0 && d != 0);
            given[open >= 0 ? open : dice.Int(0, given.Length - 1)] = -1;
        }
        return draft.Add("Reshape", [x.Name, draft.Constants.Integers(given)], dims);
    }

    public static Signal Flatten(GraphDraft draft, Signal x)
    {
        var axis = draft.Dice.Chance(0.7) ? 1 : draft.Dice.Int(0, x.Rank);
        if (axis > x.Rank) throw new MisfitException();
        return draft.Add(
            "Flatten", [x.Name], [Signal.CountOf(x.Dims[..axis]), Signal.CountOf(x.Dims[axis..])],
            axis == 1 && draft.Dice.Chance(0.5) ? null : ModelBuilder.Int("axis", draft.Opset >= 11 && axis < x.Rank && draft.Dice.Chance(0.3) ? axis - x.Rank : axis));
    }

    public static Signal Squeeze(GraphDraft draft, Signal x)
    {
        int[] ones = [.. Enumerable.Range(0, x.Rank).Where(i => x.Dims[i] == 1)];
        if (ones.Length == 0) throw new MisfitException();
        if (draft.Dice.Chance(0.2)) return draft.Add("Squeeze", [x.Name], [.. x.Dims.Where(static d => d != 1)]);
        var axis = draft.Dice.Pick(ones);
        var (axes, attribute) = draft.List("axes", 13, draft.Opset >= 11 && draft.Dice.Chance(0.3) ? axis - x.Rank : axis);
        return draft.Add("Squeeze", [x.Name, .. axes], [.. x.Dims.Where((_, i) => i != axis)], attribute);
    }

    public static Signal Unsqueeze(GraphDraft draft, Signal x)
    {
        if (x.Rank > 4) throw new MisfitException();
        var axis = draft.Dice.Int(0, x.Rank);
        var (axes, attribute) = draft.List("axes", 13, draft.Opset >= 11 && draft.Dice.Chance(0.3) ? axis - x.Rank - 1 : axis);
        return draft.Add("Unsqueeze", [x.Name, .. axes], [.. x.Dims[..axis], 1, .. x.Dims[axis..]], attribute);
    }

    public static Signal Expand(GraphDraft draft, Signal x)
    {
        if (draft.Opset < 8) throw new MisfitException();
        long[] dims = [.. x.Dims.Select(d => d == 1 && draft.Dice.Chance(0.6) ? 2 : d)];
        if (x.Rank <= 3 && draft.Dice.Chance(0.2)) dims = [2, .. dims];
        long[] given = [.. dims.Select(d => draft.HasDynamicBatch && d % GraphGenerator.DynamicBatch == 0 ? 1 : d)];
        return draft.Add("Expand", [x.Name, draft.Constants.Integers(given)], dims);
    }

    public static Signal Tile(GraphDraft draft, Signal x)
    {
        long[] repeats = [.. x.Dims.Select(_ => draft.Dice.Chance(0.25) ? 2L : 1)];
        return draft.Add("Tile", [x.Name, draft.Constants.Integers(repeats)], [.. x.Dims.Zip(repeats, static (d, r) => d * r)]);
    }

    public static Signal DepthToSpace(GraphDraft draft, Signal x)
    {
        if (x.Rank != 4 || x.Channels % 4 != 0 || draft.Type != ElementType.Float) throw new MisfitException();
        return draft.Add(
            "DepthToSpace", [x.Name], [x.Dims[0], x.Channels / 4, x.Dims[2] * 2, x.Dims[3] * 2], ModelBuilder.Int("blocksize", 2),
            draft.Opset >= 11 && draft.Dice.Chance(0.6) ? ModelBuilder.Text("mode", draft.Dice.Pick("DCR", "CRD")) : null);
    }

    public static Signal SpaceToDepth(GraphDraft draft, Signal x)
    {
        if (x.Rank != 4 || x.Dims[2] % 2 != 0 || x.Dims[3] % 2 != 0 || draft.Type != ElementType.Float) throw new MisfitException();
        return draft.Add("SpaceToDepth", [x.Name], [x.Dims[0], x.Channels * 4, x.Dims[2] / 2, x.Dims[3] / 2], ModelBuilder.Int("blocksize", 2));
    }

    /// <summary>The first dim from Shape and Gather, as exporters write it for a dynamic batch.</summary>
    private static Signal Computed(GraphDraft draft, Signal x, long[] dims)
    {
        var shape = draft.AddPlain("Shape", [x.Name]);
        string batch;
        if (draft.Dice.Chance(0.5))
        {
            var scalar = draft.AddPlain("Gather", [shape, draft.Constants.Integers([], [0])], ModelBuilder.Int("axis", 0));
            var (axes, attribute) = draft.List("axes", 13, 0);
            batch = draft.AddPlain("Unsqueeze", [scalar, .. axes], attribute);
        }
        else
        {
            batch = draft.AddPlain("Gather", [shape, draft.Constants.Integers(0)]);
        }
        var rest = draft.Constants.Integers([.. dims.Skip(1).Select((d, i) => i == dims.Length - 2 && draft.Dice.Chance(0.4) ? -1 : d)]);
        string[] parts = dims.Length == 1 ? [batch] : [batch, rest];
        return draft.Add("Reshape", [x.Name, draft.AddPlain("Concat", parts, ModelBuilder.Int("axis", 0))], dims);
    }
}
