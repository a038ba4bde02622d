using BnFold.Cli.Text;

namespace BnFold.Cli.Reports.Html;

/// <summary>A run of <c>bnfold recalibrate</c> as a page.</summary>
internal static class RecalibratePage
{
    public static string Of(RecalibrateRunReport run) => Page.Of(Path.GetFileName(run.Input.Path), html =>
    {
        html.Open("main");
        WriteSummary(html, run);
        RecalibratedSection.Write(html, run.Recalibration.Nodes, run.Recalibration.Unsettled);
        WriteLeftAlone(html, run.Recalibration.LeftAlone);
        WriteRun(html, run);
        html.Close();
    });

    private static void WriteSummary(Markup html, RecalibrateRunReport run)
    {
        var headline = RecalibrationWording.Headline(run);
        html.Open("header").Element("h1", Path.GetFileName(run.Input.Path));
        html.Open("p", ("class", "lead")).Element("strong", headline.Verdict, ("class", $"verdict {headline.Tone}"));
        html.Text($" {RecalibrationWording.Count(run)}").Close();
        html.Element("p", headline.Sentence).Close();
        WriteRemarks(html, [.. RecalibrationWording.Remarks(run)]);
        html.Open("section");
        Section.Table(html, ["", "model", "recalibrated"], () => WriteFiles(html, run.Input, run.Output));
        html.Close();
    }

    private static void WriteRemarks(Markup html, IReadOnlyList<string> remarks)
    {
        if (remarks.Count == 0) return;
        html.Open("section", ("class", "warnings")).Element("h2", "Remarks").Open("ul");
        foreach (var remark in remarks) html.Element("li", remark);
        html.Close().Close();
    }

    private static void WriteFiles(Markup html, FileFacts input, RecalibratedFile output)
    {
        Row("file", input.Path, output.Written ? output.Path : $"{output.Path} (not written)");
        if (output.ExternalData is { } data) Row("external data", "", data);
        Row("size", Figures.Size(input.Bytes), output.Bytes is { } bytes ? Figures.Size(bytes) : "–");
        html.Open("tr").Element("th", "SHA-256", ("scope", "row"));
        foreach (var digest in new[] { input.Sha256, output.Sha256 })
            html.Open("td").Element("code", digest ?? "–", ("class", "digest")).Close();
        html.Close();

        void Row(string title, string before, string after) =>
            html.Open("tr").Element("th", title, ("scope", "row")).Element("td", before).Element("td", after).Close();
    }

    private static void WriteLeftAlone(Markup html, IReadOnlyList<StatisticsLeftAlone> nodes)
    {
        if (nodes.Count == 0) return;
        Section.Write(html, "Left alone", $"{nodes.Count}, as they were", nodes.Count <= Section.MaxOpen, () =>
            Section.Table(html, ["node", "why"], () =>
            {
                foreach (var (node, inside, reason) in nodes)
                {
                    html.Open("tr").Open("th", ("scope", "row")).Element("code", node).Text(inside is null ? "" : $" in {inside}").Close();
                    html.Element("td", reason).Close();
                }
            }));
    }

    private static void WriteRun(Markup html, RecalibrateRunReport run)
    {
        Section.Write(html, "Run", "enough to repeat it", isOpen: true, () =>
        {
            html.Open("div", ("class", "scroll")).Open("table").Open("tbody");
            foreach (var (title, value) in RecalibrationWording.Circumstances(run))
            {
                html.Open("tr").Element("th", title, ("scope", "row"));
                html.Open("td").Element(title == "command" ? "code" : "span", value).Close().Close();
            }
            html.Close().Close().Close();
        });
    }
}
