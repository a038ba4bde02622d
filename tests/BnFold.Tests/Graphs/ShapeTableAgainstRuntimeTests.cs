using Xunit;

namespace BnFold.Tests.Graphs;

/// <summary>The tables that the rules are tested with are themselves held against what ONNX Runtime computes.</summary>
public sealed class ShapeTableAgainstRuntimeTests(ITestOutputHelper output)
{
    // Some graphs can be run only with the sizes that fit them.
    private static readonly Dictionary<string, long>[] _sizes =
    [
        new() { ["N"] = 2, ["M"] = 5, ["C"] = 8, ["H"] = 12, ["W"] = 20, ["K"] = 3, ["R"] = 3, ["S"] = 6, [""] = 2 },
        new() { ["N"] = 3, ["M"] = 1, ["C"] = 6, ["H"] = 11, ["W"] = 17, ["K"] = 1, ["R"] = 1, ["S"] = 5, [""] = 1 },
    ];

    public static TheoryData<string> Tables { get; } = [.. typeof(ShapeTable).GetProperties().Select(p => p.Name)];

    [Theory, MemberData(nameof(Tables))]
    public void Table_agrees_with_the_runtime(string table)
    {
        var rows = ((TheoryData<string, string, int>)typeof(ShapeTable).GetProperty(table)!.GetValue(null)!).Where(r => r.Data.Item2 != "?").ToArray();
        var refused = rows.Where(r => !_sizes.Select(sizes => ShapeRun.Check(r.Data.Item1, r.Data.Item3, sizes)).ToArray().Contains(true)).ToArray();

        foreach (var row in refused) output.WriteLine(row.Data.Item1);
        Assert.True(refused.Length * 2 < rows.Length, $"ONNX Runtime refused {refused.Length} of {rows.Length} graphs");
    }
}
