using BnFold.Onnx;

namespace BnFold.Graphs;

/// <summary>A sparse tensor as a constant: its values where its indices say, 0 elsewhere.</summary>
internal static class SparseConstant
{
    // Dense it is held in memory, as doubles.
    private const long MaxElements = 1 << 24;

    /// <summary>Null where its elements are not floating-point, or are too many.</summary>
    /// <exception cref="OnnxFormatException">It contradicts itself.</exception>
    public static Constant? Read(OnnxModel model, SparseTensorProto sparse)
    {
        if (sparse is not { Values: { } valuesProto, Indices: { } indicesProto }) throw Invalid("lacks its values or its indices");
        var (values, indices) = (model.Read(valuesProto), model.Read(indicesProto));
        long[] dims = [.. sparse.Dims];
        if (dims.Any(dim => dim < 0) || indices.Type != ElementType.Int64) throw Invalid("has negative dims, or indices that are not int64");
        if (!TensorCodec.IsFloating(values.Type) || dims.Aggregate(1.0, (product, dim) => product * dim) > MaxElements) return null;

        var numbers = new Constant(values.Type, values.Dims, values.Payload).ToDoubles();
        var positions = new Constant(indices.Type, indices.Dims, indices.Payload).ToIntegers();
        // One number for each value counts through all elements; else there is one for each axis.
        var axes = indices.Dims.Length == 1 ? 1 : dims.Length;
        if (positions.Length != numbers.Length * axes) throw Invalid($"has {positions.Length} indices for {numbers.Length} values");
        var dense = new double[dims.Aggregate(1L, (product, dim) => product * dim)];
        for (var i = 0; i < numbers.Length; i++)
        {
            long at = 0;
            for (var axis = 0; axis < axes; axis++)
            {
                var (position, size) = (positions[(i * axes) + axis], axes == 1 ? dense.Length : dims[axis]);
                if (position < 0 || position >= size) throw Invalid($"has an index of {position} where there are {size}");
                at = (at * size) + position;
            }
            dense[at] = numbers[i];
        }
        return Constant.OfDoubles(values.Type, [.. dims], dense);

        OnnxFormatException Invalid(string problem) => new(model.Path, $"sparse tensor '{sparse.Values?.Name}'", problem);
    }
}
