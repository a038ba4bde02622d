using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace BnFold.Cli.Tests.Support;

/// <summary>What holds of every page and of all Markdown, whatever the report.</summary>
internal static partial class Documents
{
    /// <summary>A name that is markup, ends what it stands in, and turns the text around.</summary>
    public const string Hostile = "</style></title><script>alert('1')</script>\"&\u0001\u202E\n<!--";

    /// <summary>The body of a page, whose tags must balance.</summary>
    public static XElement Body(string page)
    {
        var start = page.IndexOf("<body>", StringComparison.Ordinal);
        var end = page.IndexOf("</body>", StringComparison.Ordinal) + "</body>".Length;
        return XElement.Parse(page[start..end], LoadOptions.PreserveWhitespace);
    }

    public static IEnumerable<string> Headings(XElement body) => body.Descendants("h2").Select(heading => heading.Value);

    public static void NeedsNothingFromElsewhere(string page) =>
        Assert.DoesNotMatch(@"(?i)https?:|<script|<link|<img|@import|\bsrc=|url\((?!#)", page);

    /// <param name="page">A report of things that are all called <see cref="Hostile"/>.</param>
    /// <param name="times">How often the name should be there at least.</param>
    public static void IsNotTakenIn(string page, int times)
    {
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<!--", page, StringComparison.Ordinal);
        Assert.DoesNotContain(page.Replace("\n", "", StringComparison.Ordinal), char.IsControl);
        var texts = Body(page).DescendantNodes().OfType<XText>().Where(text => text.Value.Contains("alert('1')", StringComparison.Ordinal));
        Assert.InRange(texts.Count(), times, int.MaxValue);
    }

    /// <summary>All rows of a table of Markdown have its columns, what a click opens is closed, and no name is markup.</summary>
    public static void IsWhole(string markdown)
    {
        var lines = markdown.Split('\n');
        var columns = 0;
        foreach (var line in lines)
        {
            if (!line.StartsWith('|')) columns = 0;
            else if (columns == 0) columns = Pipe().Count(line);
            else Assert.Equal(columns, Pipe().Count(line));
        }
        Assert.Equal(lines.Count(line => line.StartsWith("<details>", StringComparison.Ordinal)), lines.Count(line => line == "</details>"));
        var bare = CodeSpan().Replace(string.Join('\n', lines), "");
        Assert.DoesNotMatch(@"(?<!\\)</?script|\]\(http", bare);
    }

    /// <summary>Names that a table of Markdown may break at.</summary>
    public static TheoryData<string> BreakingNames => ["a|b", "a`|``b", "a\nb\r\n\n# c", "</details><script>", "[x](http://y) ![z](w)"];

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Pipe();

    [GeneratedRegex(@"(`+) ?[^\n]*? ?\1")]
    private static partial Regex CodeSpan();
}
