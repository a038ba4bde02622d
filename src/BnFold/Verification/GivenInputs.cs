using BnFold.Data;
using BnFold.Onnx;
using BnFold.Runtime;

namespace BnFold.Verification;

/// <summary>Holds given inputs against what the model declares, and settles what they settle.</summary>
internal static class GivenInputs
{
    /// <summary>The options with the shapes of what is given, and the sizes these give to symbols.</summary>
    /// <exception cref="OnnxFormatException">A tensor is for no input, or not of its type or shape, or two contradict each other.</exception>
    public static VerifyOptions Bind(
        IReadOnlyList<InputDeclaration> inputs, IReadOnlyDictionary<string, TensorFile> given, VerifyOptions options)
    {
        if (given.Count == 0) return options;
        var shapes = options.Shapes.ToDictionary(StringComparer.Ordinal);
        var dims = options.Dims.ToDictionary(StringComparer.Ordinal);
        foreach (var (name, tensor) in given)
        {
            var input = inputs.FirstOrDefault(input => input.Name == name) ?? throw Invalid(
                tensor, name, $"there is no such input to feed; there are {string.Join(", ", inputs.Select(input => $"'{input.Name}'"))}");
            CheckType(input, tensor);
            if (shapes.TryGetValue(name, out var shape) && !shape.SequenceEqual(tensor.Dims))
                throw Invalid(tensor, name, $"is {tensor}, but the shape [{string.Join(", ", shape)}] is asked for");
            BindDims(input, tensor, dims);
            shapes[name] = tensor.Dims;
        }
        return options with { Shapes = shapes, Dims = dims };
    }

    /// <summary>The tensor in memory. The caller disposes it.</summary>
    /// <exception cref="OnnxFormatException">The file changed, or is damaged.</exception>
    public static OrtTensor Load(TensorFile file)
    {
        long[] dims = [.. file.Dims];
        if (file.ElementType == ElementType.String) return OrtTensor.CreateStrings(dims, file.ReadStrings());
        var tensor = OrtTensor.Create((int)file.ElementType, dims);
        try
        {
            file.CopyTo(tensor.Bytes);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    private static void CheckType(InputDeclaration input, TensorFile tensor)
    {
        if (input.Type == tensor.ElementType) return;
        var canConvert = TensorCodec.IsReadable(tensor.ElementType) && RawFile.NameOf(input.Type) is not null;
        var hint = canConvert && input.Type != ElementType.BFloat16 ? $"; convert it with .astype('{RawFile.NameOf(input.Type)}')" : "";
        throw Invalid(tensor, input.Name, $"is declared as {input}, but {tensor} is given{hint}");
    }

    private static void BindDims(InputDeclaration input, TensorFile tensor, Dictionary<string, long> sizes)
    {
        if (input.Dims is not { } declared) return;
        if (!input.Fits(tensor.Dims)) throw Invalid(tensor, input.Name, $"is declared as {input}, but {tensor} is given");
        foreach (var (dim, size) in declared.Zip(tensor.Dims))
        {
            if (dim.Size is not null || sizes.TryAdd(dim.Symbol, size) || sizes[dim.Symbol] == size) continue;
            throw Invalid(tensor, input.Name, $"is {tensor}, so '{dim.Symbol}' would be {size}, but it is {sizes[dim.Symbol]} elsewhere");
        }
    }

    private static OnnxFormatException Invalid(TensorFile tensor, string input, string problem) =>
        new(tensor.Path, $"input '{input}'", problem);
}
