using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>What callers of two models see: it must be the same, or there is nothing to compare.</summary>
internal static class ModelInterface
{
    /// <summary>The inputs to feed, with the sizes either model fixes.</summary>
    /// <exception cref="OnnxFormatException">The models have different inputs or outputs.</exception>
    public static IReadOnlyList<ValueInfoProto> Unite(RunnableModel original, RunnableModel other)
    {
        var file = other.File.Path;
        CompareNames(file, "output", original.Graph.Outputs.Select(o => o.Name), other.Graph.Outputs.Select(o => o.Name));
        foreach (var output in original.Graph.Outputs)
        {
            CompareTypes(file, "output", output, other.Graph.Outputs.First(o => o.Name == output.Name));
        }
        // An initializer that is also an input need not be fed, so it may come or go: the graph doesn't list it.
        CompareNames(file, "input", original.Graph.Inputs.Select(i => i.Name), other.Graph.Inputs.Select(i => i.Name));
        var counterparts = other.Graph.Inputs.DistinctBy(input => input.Name).ToDictionary(input => input.Name, StringComparer.Ordinal);
        return [.. original.Graph.Inputs.DistinctBy(input => input.Name).Select(input => United(file, input, counterparts[input.Name]))];
    }

    /// <summary>An initializer that callers of both models may replace, and that makes a difference only in the original; or null.</summary>
    public static string? IgnoredInput(RunnableModel original, RunnableModel other) =>
        original.Graph.Overridable.Intersect(other.Graph.Overridable)
            .FirstOrDefault(name => original.Graph.IsRead(name) && !other.Graph.IsRead(name));

    private static ValueInfoProto United(string file, ValueInfoProto input, ValueInfoProto counterpart)
    {
        CompareTypes(file, "input", input, counterpart);
        var united = input.Clone();
        if (united.Type?.TensorType is not { } tensor || counterpart.Type?.TensorType?.Shape is not { } shape) return united;
        tensor.Shape ??= shape.Clone();
        for (var axis = 0; axis < shape.Dim.Count; axis++)
        {
            if (shape.Dim[axis].DimValue > 0) tensor.Shape.Dim[axis] = shape.Dim[axis];
        }
        return united;
    }

    private static void CompareNames(string file, string kind, IEnumerable<string> expected, IEnumerable<string> found)
    {
        if (expected.Except(found).FirstOrDefault() is { } lost)
            throw Invalid(file, kind, lost, "the original has it, this model does not");
        if (found.Except(expected).FirstOrDefault() is { } added)
            throw Invalid(file, kind, added, "the original does not have it");
    }

    private static void CompareTypes(string file, string kind, ValueInfoProto expected, ValueInfoProto found)
    {
        if (expected.Type is null || found.Type is null || Agree(expected.Type, found.Type)) return;
        throw Invalid(file, kind, expected.Name, $"is {Text(found)}, in the original {Text(expected)}");
    }

    private static bool Agree(TypeProto expected, TypeProto found)
    {
        if (expected.ValueCase != found.ValueCase) return false;
        if (expected.TensorType is not { } tensor) return true;
        if (tensor.ElemType != found.TensorType.ElemType) return false;
        return tensor.Shape is not { } shape || found.TensorType.Shape is not { } other
            || (shape.Dim.Count == other.Dim.Count
                && shape.Dim.Zip(other.Dim).All(pair => Agree(pair.First.DimValue, pair.Second.DimValue)));
    }

    private static bool Agree(long size, long other) => size <= 0 || other <= 0 || size == other;

    private static OnnxFormatException Invalid(string file, string kind, string name, string problem) =>
        new(file, $"{kind} '{name}'", $"{problem}; two models with the same interface expected");

    private static string Text(ValueInfoProto value) => InputDeclaration.Of(value)?.ToString() ?? value.Type.ValueCase.ToString();
}
