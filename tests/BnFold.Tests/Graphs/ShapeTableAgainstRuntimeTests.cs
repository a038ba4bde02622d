using BnFold.Graphs;
using BnFold.Onnx;
using BnFold.Runtime;
using Google.Protobuf;
using Xunit;

namespace BnFold.Tests.Graphs;

/// <summary>The tables that the rules are tested with are themselves held against what ONNX Runtime computes.</summary>
public sealed class ShapeTableAgainstRuntimeTests(ITestOutputHelper output)
{
    // Two sets of sizes; some graphs can only be run with one of them. 0 stands for a dim without a name.
    private static readonly Dictionary<string, long>[] Sizes =
    [
        new() { ["N"] = 2, ["M"] = 5, ["C"] = 8, ["H"] = 12, ["W"] = 20, ["K"] = 3, ["R"] = 3, ["S"] = 6, [""] = 2 },
        new() { ["N"] = 3, ["M"] = 1, ["C"] = 6, ["H"] = 11, ["W"] = 17, ["K"] = 1, ["R"] = 1, ["S"] = 5, [""] = 1 },
    ];

    public static TheoryData<string> Tables { get; } =
        [.. typeof(ShapeTable).GetProperties().Select(p => p.Name)];

    [Theory, MemberData(nameof(Tables))]
    public void Table_agrees_with_the_runtime(string table)
    {
        var rows = (TheoryData<string, string, int>)typeof(ShapeTable).GetProperty(table)!.GetValue(null)!;
        var refused = new List<string>();
        var known = 0;
        foreach (var row in rows)
        {
            var (graph, expected, opset) = row.Data;
            if (expected != "?") known++;
            if (expected != "?" && !Agrees(graph, opset)) refused.Add(graph);
        }
        foreach (var graph in refused) output.WriteLine(graph);
        Assert.True(refused.Count * 2 < known, $"ONNX Runtime ran only {known - refused.Count} of {known} graphs");
    }

    /// <summary>False where neither set of sizes can be run.</summary>
    private static bool Agrees(string graph, int opset)
    {
        var notation = ShapeNotation.Parse(graph, opset);
        if (notation.Model.Graph.Input.Any(i => i.Type.TensorType.Shape is null)) return false;
        var shape = ShapeNotation.Infer(notation.Model, view => view.Shapes.Of(view.Main.Find(notation.Result)!))!;
        var wasRun = false;
        foreach (var sizes in Sizes)
        {
            if (Run(notation.Model, sizes) is not { } actual) continue;
            wasRun = true;
            Assert.True(Allows(shape, actual, new(sizes)), $"{graph}: {shape} does not allow [{string.Join(',', actual)}]");
        }
        return wasRun;
    }

    private static bool Allows(Shape shape, long[] actual, Dictionary<string, long> sizes) =>
        shape.Rank == actual.Length && shape.Dims.Zip(actual).All(pair =>
        {
            if (DimValue.Of(pair.First, sizes) is { } expected) return expected == pair.Second;
            sizes.Add(pair.First.ToString(), pair.Second);
            return true;
        });

    private static long[]? Run(ModelProto model, Dictionary<string, long> sizes)
    {
        OrtTensor[] feeds = [];
        try
        {
            using var session = OrtSession.Open(model.ToByteArray(), new() { OptimizationLevel = OrtOptimizationLevel.None });
            feeds = [.. session.Inputs.Select(i => ShapeFeed.Make(i, [.. i.Dims.Select(d => d.Size > 0 ? d.Size : sizes[d.Symbol ?? ""])]))];
            var results = session.Run(
                [.. session.Inputs.Zip(feeds, static (i, f) => KeyValuePair.Create(i.Name, f))], [session.Outputs[0].Name], TestContext.Current.CancellationToken);
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
