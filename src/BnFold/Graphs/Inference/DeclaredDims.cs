using BnFold.Onnx;

namespace BnFold.Graphs.Inference;

/// <summary>Dims as a file declares them.</summary>
internal static class DeclaredDims
{
    // What converters write for "any size", on every axis alike.
    private static readonly string[] _any = ["", "?", "*", "-1", "None", "none", "null", "unk", "unknown", "dynamic"];

    public static Dim?[] Read(TensorShapeProto shape, DimNames names)
    {
        var dims = new Dim?[shape.Dim.Count];
        for (var i = 0; i < dims.Length; i++)
        {
            var dim = shape.Dim[i];
            // 0 and −1 are written as "any" as well.
            if (dim.HasDimValue) dims[i] = dim.DimValue > 0 ? dim.DimValue : null;
            else if (names == DimNames.Trust && dim.HasDimParam && IsOneSize(dim.DimParam, shape)) dims[i] = Dim.Named(dim.DimParam);
        }
        return dims;
    }

    /// <summary>A name on two axes of one value is taken for a converter's "any" too.</summary>
    private static bool IsOneSize(string name, TensorShapeProto shape) =>
        !_any.Contains(name) && shape.Dim.Count(d => d.HasDimParam && d.DimParam == name) == 1;
}

/// <summary>Whether equal names of dims mean equal sizes.</summary>
internal enum DimNames
{
    Ignore,
    Trust,
}
