using BnFold.Runtime;
using Xunit;

namespace BnFold.Tests.Graphs;

public sealed class ShapesAgainstRuntimeTests(ITestOutputHelper output)
{
    private const long LargestFile = 150_000_000;

    public static TheoryData<string, InputShapes> Models { get; } =
        [.. from path in Files(RepositoryFolder("models"))
            from inputs in Enum.GetValues<InputShapes>()
            select new TheoryDataRow<string, InputShapes>(Path.GetFileName(path), inputs)];

    [Theory, MemberData(nameof(Models))]
    public void Every_shape_is_the_one_that_is_computed(string model, InputShapes inputs)
    {
        var census = ShapeCensus.Take(Path.Combine(RepositoryFolder("models"), model), inputs, 2, 3);
        output.WriteLine(census.ToString());

        Assert.Empty(census.Mistakes);
        Assert.True(census.Values > 10);
        if (inputs == InputShapes.Unknown) return;
        Assert.Equal(census.Values, census.Ranks);
        Assert.Equal(census.Dims, census.Sizes + census.Expressions);
    }

    [Theory, InlineData(InputShapes.AsDeclared), InlineData(InputShapes.Symbols), InlineData(InputShapes.Unknown)]
    public void Every_shape_in_the_zoo_is_the_one_that_is_computed(InputShapes inputs)
    {
        var folder = Environment.GetEnvironmentVariable("BNFOLD_ZOO");
        if (string.IsNullOrEmpty(folder) || !Directory.Exists(folder)) Assert.Skip("BNFOLD_ZOO names no folder of models");
        int models = 0, values = 0, ranks = 0, dims = 0, sizes = 0, expressions = 0;
        var mistakes = new List<string>();
        foreach (var path in Files(folder).Where(f => new FileInfo(f).Length <= LargestFile))
        {
            if (TryTake(path, inputs) is not { } census) continue;
            output.WriteLine($"{Path.GetRelativePath(folder, path)}: {census}");
            foreach (var gap in census.Gaps) output.WriteLine($"    {gap}");
            mistakes.AddRange(census.Mistakes.Select(m => $"{path}: {m}"));
            models++;
            values += census.Values;
            ranks += census.Ranks;
            dims += census.Dims;
            sizes += census.Sizes;
            expressions += census.Expressions;
        }
        output.WriteLine($"{inputs}: {models} models, ranks {ranks}/{values}, dims {sizes + expressions}/{dims} ({sizes} sizes, {expressions} expressions)");
        Assert.Empty(mistakes);
        Assert.True(models > 0);
    }

    private static ShapeCensus? TryTake(string path, InputShapes inputs)
    {
        try
        {
            return ShapeCensus.Take(path, inputs, 2, 3);
        }
        catch (Exception e) when (e is OrtException or OnnxFormatException or NotSupportedException or Google.Protobuf.InvalidProtocolBufferException)
        {
            // Some of the models there are meant to be refused.
            return null;
        }
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*.onnx", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static string RepositoryFolder(string name)
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "BnFold.sln"))) return Path.Combine(folder, name);
        }
        throw new DirectoryNotFoundException("BnFold.sln is in none of the folders above the tests");
    }
}
