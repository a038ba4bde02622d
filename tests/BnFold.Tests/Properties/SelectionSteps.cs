using BnFold.Onnx;
using BnFold.Tests.Support;

namespace BnFold.Tests.Properties;

/// <summary>Operators that take parts of a value, or put something around it.</summary>
internal static class SelectionSteps
{
    public static Signal Slice(GraphDraft draft, Signal x)
    {
        var dice = draft.Dice;
        int[] axes = [.. dice.Permutation(x.Rank).Take(dice.Int(1, Math.Min(2, x.Rank)))];
        var dims = x.Dims.ToArray();
        var (starts, ends, steps) = (new long[axes.Length], new long[axes.Length], new long[axes.Length]);
        for (var i = 0; i < axes.Length; i++)
        {
            var size = dims[axes[i]];
            var start = dice.Int(0, (int)size - 1);
            var end = dice.Int(start + 1, (int)size);
            steps[i] = draft.Opset >= 10 && dice.Chance(0.3) ? dice.Pick(2, -1, -2) : 1;
            dims[axes[i]] = (end - start + Math.Abs(steps[i]) - 1) / Math.Abs(steps[i]);
            (starts[i], ends[i]) = steps[i] > 0 ? (start, end) : (end - 1, start - 1 < 0 ? -size - 1 : start - 1);
            if (steps[i] > 0 && end == size && dice.Chance(0.5)) ends[i] = int.MaxValue;
            if (starts[i] == size - 1 && dice.Chance(0.3)) starts[i] = -1;
        }
        long[] wide = [.. axes.Select(a => draft.Opset >= 10 && dice.Chance(0.3) ? a - x.Rank : (long)a)];
        if (draft.Opset < 10)
            return draft.Add("Slice", [x.Name], dims, ModelBuilder.Ints("starts", starts), ModelBuilder.Ints("ends", ends), ModelBuilder.Ints("axes", wide));
        string[] inputs = [x.Name, draft.Constants.Integers(starts), draft.Constants.Integers(ends), draft.Constants.Integers(wide)];
        return draft.Add("Slice", steps.All(static s => s == 1) && dice.Chance(0.5) ? inputs : [.. inputs, draft.Constants.Integers(steps)], dims);
    }

    public static Signal Gather(GraphDraft draft, Signal x)
    {
        var dice = draft.Dice;
        var axis = dice.Int(0, x.Rank - 1);
        var size = (int)x.Dims[axis];
        var dims = dice.Pick<long[]>([size], [dice.Int(1, 4)], [], [2, 2]);
        var order = dice.Permutation(size);
        var isShuffle = dims.Length == 1 && dims[0] <= size && dice.Chance(0.7);
        long[] indices = [.. Enumerable.Range(0, (int)Signal.CountOf(dims)).Select(i => isShuffle ? order[i] : dice.Int(0, size - 1))];
        if (draft.Opset >= 11 && dice.Chance(0.2)) indices = Array.ConvertAll(indices, i => i - size);
        return draft.Add("Gather", [x.Name, draft.Constants.Integers(dims, indices)], [.. x.Dims[..axis], .. dims, .. x.Dims[(axis + 1)..]], ModelBuilder.Int("axis", axis));
    }

    public static Signal[] Split(GraphDraft draft, Signal x)
    {
        var dice = draft.Dice;
        var axis = x.Rank > 1 && dice.Chance(0.6) ? 1 : dice.Int(0, x.Rank - 1);
        var size = x.Dims[axis];
        if (size < 2) throw new MisfitException();
        var cut = dice.Int(1, (int)size - 1);
        var isEven = size % 2 == 0 && dice.Chance(0.5);
        long[] parts = isEven ? [size / 2, size / 2] : [cut, size - cut];
        IEnumerable<string> lengths = [];
        AttributeProto? attribute = null;
        if (isEven && draft.Opset >= 18)
            attribute = ModelBuilder.Int("num_outputs", 2);
        else if (!isEven || dice.Chance(0.5))
            (lengths, attribute) = draft.List("split", 13, parts);
        return draft.AddMany(
            "Split", [x.Name, .. lengths], [.. parts.Select(p => (long[])[.. x.Dims[..axis], p, .. x.Dims[(axis + 1)..]])],
            ModelBuilder.Int("axis", dice.Chance(0.3) && draft.Opset >= 11 ? axis - x.Rank : axis), attribute);
    }

    /// <summary>One part of a Split; the others are left to nobody, or become outputs.</summary>
    public static Signal Part(GraphDraft draft, Signal x) => draft.Dice.Pick(Split(draft, x));

    public static Signal Pad(GraphDraft draft, Signal x)
    {
        var dice = draft.Dice;
        var mode = dice.Pick("constant", "constant", "reflect", "edge");
        var pads = new long[2 * x.Rank];
        for (var i = 0; i < pads.Length; i++)
        {
            var mayPad = i % x.Rank >= Math.Min(2, x.Rank - 1) || (mode == "constant" && dice.Chance(0.1));
            if (mayPad && dice.Chance(0.5)) pads[i] = mode == "reflect" ? Math.Min(1, x.Dims[i % x.Rank] - 1) : dice.Int(0, 2);
        }
        if (dice.Chance(0.2)) Array.Clear(pads);
        long[] dims = [.. x.Dims.Select((d, i) => d + pads[i] + pads[i + x.Rank])];
        var value = dice.Pick(0, 0, 1.5);
        var attribute = mode == "constant" && dice.Chance(0.5) ? null : ModelBuilder.Text("mode", mode);
        if (draft.Opset < 11) return draft.Add("Pad", [x.Name], dims, ModelBuilder.Ints("pads", pads), attribute, value == 0 ? null : ModelBuilder.Float("value", (float)value));
        string[] fill = value == 0 && dice.Chance(0.5) ? [] : [draft.Constants.Scalar(value)];
        return draft.Add("Pad", [x.Name, draft.Constants.Integers(pads), .. fill], dims, attribute);
    }

    /// <summary>Nearest or linear, over the last two axes; by scales, or by sizes.</summary>
    public static Signal Resize(GraphDraft draft, Signal x)
    {
        if (x.Rank != 4 || draft.Type != ElementType.Float) throw new MisfitException();
        var dice = draft.Dice;
        var mode = ModelBuilder.Text("mode", dice.Pick("nearest", "linear"));
        long[] factors = [1, 1, dice.Int(1, 2), 2];
        if (draft.Opset is >= 11 && dice.Chance(0.1)) factors = [1, 2, 1, 1];
        long[] dims = [.. x.Dims.Zip(factors, static (d, f) => d * f)];
        if (draft.Opset < 9)
        {
            var scales = new AttributeProto { Name = "scales", Type = (int)AttributeKind.Floats };
            scales.Floats.AddRange(factors.Select(static f => (float)f));
            return draft.Add("Upsample", [x.Name], dims, mode, scales);
        }
        var byScale = draft.Constants.Make([4], Array.ConvertAll(factors, static f => (double)f));
        if (draft.Opset < 11) return draft.Add(draft.Opset == 9 ? "Upsample" : "Resize", [x.Name, byScale], dims, mode);
        var roi = draft.Opset >= 13 && dice.Chance(0.5) ? "" : draft.Constants.Make([0], []);
        var how = ModelBuilder.Text("coordinate_transformation_mode", dice.Pick("half_pixel", "asymmetric", "align_corners"));
        if (draft.Opset < 13 || dice.Chance(0.6)) return draft.Add("Resize", [x.Name, roi, byScale], dims, mode, how);
        return draft.Add("Resize", [x.Name, roi, "", draft.Constants.Integers(dims)], dims, mode, how);
    }
}
