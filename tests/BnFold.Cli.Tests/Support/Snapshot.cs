using System.Text.RegularExpressions;
using Xunit;

namespace BnFold.Cli.Tests.Support;

/// <summary>Text that was looked at once and must not drift. A change is made by hand, in the file.</summary>
internal static partial class Snapshot
{
    public static void Matches(string name, string text)
    {
        var expected = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Snapshots", $"{name}.txt"));
        Assert.Equal(expected.ReplaceLineEndings("\n"), Scrub(text).ReplaceLineEndings("\n"));
    }

    private static string Scrub(string text) => Varying().Replace(text.Replace(Repository.Root, "~", StringComparison.Ordinal), "#");

    /// <summary>Sizes, times, differences and the folders of tests.</summary>
    [GeneratedRegex(@"\d+\.\d(?= [kM]B)|\d+\.\d(?= s\b)|\d\.\de[+-]\d\d|(?<=ONNX Runtime )[\d.]+|[^\s""]*/bnfold-\w+(?=/)")]
    private static partial Regex Varying();
}
