using BnFold.Graphs;
using BnFold.Onnx;
using BnFold.Runtime;
using Google.Protobuf;
using Xunit;

namespace BnFold.Tests.Graphs;

/// <summary>Holds the inferred shape of a graph against the one that is computed when its symbols have sizes.</summary>
internal static class ShapeRun
{
    /// <summary>False where ONNX Runtime refuses the graph, or an input's rank is left open.</summary>
    /// <param name="graph">In <see cref="ShapeNotation"/>.</param>
    /// <param name="opset">Version of the operator set.</param>
    /// <param name="sizes">A size for each symbol; the empty name is that of unnamed dims.</param>
    public static bool Check(string graph, int opset, IReadOnlyDictionary<string, long> sizes)
    {
        var notation = ShapeNotation.Parse(graph, opset);
        if (notation.Model.Graph.Input.Any(i => i.Type.TensorType.Shape is null) || Run(notation.Model, sizes) is not { } actual) return false;
        var shape = ShapeNotation.Infer(notation.Model, view => view.Shapes.Of(view.Main.Find(notation.Result)!));
        Assert.True(shape is null || Allows(shape, actual, new(sizes)), $"{graph} with {string.Join(' ', sizes)}: {shape} does not allow [{string.Join(',', actual)}]");
        return true;
    }

    public static bool Allows(Shape shape, long[] actual, Dictionary<string, long> sizes) =>
        shape.Rank == actual.Length && shape.Dims.Zip(actual).All(pair =>
        {
            if (DimValue.Of(pair.First, sizes) is { } expected) return expected == pair.Second;
            sizes.Add(pair.First.ToString(), pair.Second);
            return true;
        });

    private static long[]? Run(ModelProto model, IReadOnlyDictionary<string, long> sizes)
    {
        OrtTensor[] feeds = [];
        try
        {
            using var session = OrtSession.Open(model.ToByteArray(), new() { OptimizationLevel = OrtOptimizationLevel.None });
            feeds = [.. session.Inputs.Select(i => ShapeFeed.Make(i, [.. i.Dims.Select(d => d.Size > 0 ? d.Size : sizes[d.Symbol ?? ""])]))];
            var results = session.Run(
                [.. session.Inputs.Zip(feeds, static (i, f) => new NamedTensor(i.Name, f))], [session.Outputs[0].Name], TestContext.Current.CancellationToken);
            using var result = results[0];
            return [.. result.Dims];
        }
        catch (OrtException)
        {
            return null;
        }
        finally
        {
            foreach (var feed in feeds) feed.Dispose();
        }
    }
}
