using BnFold.Graphs;
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

    [Fact]
    public void The_comparison_notices_a_wrong_shape()
    {
        var unknown = Dim.Of(new SymbolFactor(1));

        Assert.True(Allows([2, Dim.Named("N"), unknown], 2, 3, 4));
        Assert.False(Allows([2, Dim.Named("N"), unknown], 2, 3));
        Assert.False(Allows([2], 3));
        Assert.False(Allows([Dim.Named("N")], 4));
        Assert.False(Allows([Dim.Product([Dim.Named("N"), 2])!], 5));
        Assert.False(Allows([unknown, unknown], 4, 5));

        static bool Allows(Dim[] dims, params long[] actual) => ShapeRun.Allows(new([.. dims]), actual, new() { ["N"] = 3 });
    }
}
