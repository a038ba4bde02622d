using BnFold.Cli.Text;

namespace BnFold.Cli.Reports.Html;

/// <summary>Which model, what it came to, and the two files.</summary>
internal static class SummarySection
{
    public static void Write(Markup html, FoldRunReport run)
    {
        var headline = Headline.Of(run);
        html.Open("header").Element("h1", Path.GetFileName(run.Input.Path));
        html.Open("p", ("class", "lead")).Element("strong", headline.Verdict, ("class", $"verdict {headline.Tone}"));
        html.Text($" {Headline.Count(run)}").Close();
        html.Element("p", headline.Sentence).Close();
        WriteWarnings(html, [.. run.Warnings, .. run.Verification?.Warnings ?? []]);
        html.Open("section");
        Section.Table(html, ["", "original", "folded"], () => WriteFiles(html, run));
        html.Close();
    }

    private static void WriteWarnings(Markup html, IReadOnlyList<string> warnings)
    {
        if (warnings.Count == 0) return;
        html.Open("section", ("class", "warnings")).Element("h2", warnings.Count == 1 ? "Warning" : "Warnings").Open("ul");
        foreach (var warning in warnings) html.Element("li", warning);
        html.Close().Close();
    }

    private static void WriteFiles(Markup html, FoldRunReport run)
    {
        var (input, output) = (run.Input, run.Output);
        Row("file", input.Path, output.Written ? output.Path : $"{output.Path} (not written)");
        if (output.ExternalData is { } data) Row("external data", "", data);
        Row("size", Figures.Size(input.Bytes), output.Bytes is { } bytes ? Figures.Size(bytes) : "–");
        Row("nodes", $"{input.Nodes}", $"{output.Nodes}");
        Row("BatchNormalization", $"{input.BatchNormalizations}", $"{output.BatchNormalizations}");
        Row("operator set", $"{input.Opset}", "");
        html.Open("tr").Element("th", "SHA-256", ("scope", "row"));
        foreach (var digest in new[] { input.Sha256, output.Sha256 }) html.Open("td").Element("code", digest ?? "–", ("class", "digest")).Close();
        html.Close();

        void Row(string title, string before, string after) =>
            html.Open("tr").Element("th", title, ("scope", "row")).Element("td", before).Element("td", after).Close();
    }
}
