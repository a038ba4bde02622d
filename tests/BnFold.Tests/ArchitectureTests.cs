using System.Reflection;
using System.Text.RegularExpressions;
using BnFold.Tests.Support;
using Xunit;

namespace BnFold.Tests;

/// <summary>Which folder may know which: dependencies point one way.</summary>
public sealed partial class ArchitectureTests
{
    [Theory]
    [InlineData("Affines", "")]
    [InlineData("BatchNorm", "")]
    [InlineData("Runtime", "")]
    [InlineData("Onnx", "")]
    [InlineData("Data", "Onnx")]
    [InlineData("Graphs", "Affines Onnx")]
    [InlineData("Branches", "Affines Graphs")]
    [InlineData("Functions", "Onnx")]
    [InlineData("Operators", "Affines BatchNorm Graphs Onnx")]
    [InlineData("Walk", "Affines Branches Graphs Onnx Operators")]
    [InlineData("Truth", "BatchNorm Onnx")]
    [InlineData("Verification", "BatchNorm Data Onnx Runtime Truth")]
    [InlineData("Statistics", "BatchNorm Data Functions Onnx Runtime Verification")]
    [InlineData("Recalibration", "Graphs Onnx Operators Statistics Verification")]
    [InlineData("Benchmarking", "Onnx Runtime Verification Walk")]
    public void Folder_knows_only(string folder, string allowed)
    {
        var files = Sources.Files($"src/BnFold/{folder}").ToArray();
        Assert.NotEmpty(files);
        string[] known = [.. allowed.Split(' '), folder];
        foreach (var file in files)
        {
            var named = FolderNames().Where(name => Names(File.ReadAllText(file), name)).Except(known);
            Assert.True(!named.Any(), $"{Path.GetFileName(file)} in {folder} names {string.Join(", ", named)}");
        }
    }

    [Fact]
    public void Every_folder_has_a_rule()
    {
        Assert.Equal(FolderNames().Order(StringComparer.Ordinal), Rules().Select(rule => rule.Folder).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_map_of_the_folders_says_the_same()
    {
        var rows = File.ReadLines(Path.Combine(Sources.Root, "CONTRIBUTING.md")).Select(line => MapRow().Match(line)).Where(match => match.Success)
            .Select(match => (match.Groups[1].Value, string.Join(' ', match.Groups[2].Value.Split(", ")).Replace("–", "", StringComparison.Ordinal)));
        Assert.Equal(Rules().Order(), rows.Order());
    }

    [Fact]
    public void The_library_never_writes_to_the_console() =>
        Assert.DoesNotContain(Sources.Files("src/BnFold"), f => File.ReadAllText(f).Contains("Console.", StringComparison.Ordinal));

    [Fact]
    public void Only_the_codec_knows_half_precision() =>
        Assert.DoesNotContain(
            Sources.Files("src/BnFold").Where(f => !f.Contains("/Onnx/", StringComparison.Ordinal) && !f.Contains("BatchNorm", StringComparison.Ordinal)),
            f => HalfPrecision().IsMatch(File.ReadAllText(f)));

    [Fact]
    public void No_file_is_longer_than_300_lines() =>
        Assert.All(Sources.Files("src"), f => Assert.True(File.ReadLines(f).Count() <= 300, f));

    private static IEnumerable<(string Folder, string Allowed)> Rules() =>
        typeof(ArchitectureTests).GetMethod(nameof(Folder_knows_only))!.GetCustomAttributesData()
            .Where(data => data.AttributeType == typeof(InlineDataAttribute))
            .Select(data => (IReadOnlyList<CustomAttributeTypedArgument>)data.ConstructorArguments[0].Value!)
            .Select(row => ((string)row[0].Value!, (string)row[1].Value!));

    private static IEnumerable<string> FolderNames() =>
        Directory.EnumerateDirectories(Path.Combine(Sources.Root, "src/BnFold")).Select(path => Path.GetFileName(path)).Except(["bin", "obj"]);

    // Namespaces resolve relative to BnFold, so a folder may be named without "BnFold." too.
    private static bool Names(string code, string folder) =>
        Regex.IsMatch(code, $@"(?:using BnFold\.|BnFold\.|(?<![\w.]|\{{ ))({folder})(?:;|\.[A-Z])", RegexOptions.CultureInvariant);

    [GeneratedRegex(@"^\| `(\w+)/` \| .* \| (.*) \|$")]
    private static partial Regex MapRow();

    [GeneratedRegex(@"\bHalf\b")]
    private static partial Regex HalfPrecision();
}
