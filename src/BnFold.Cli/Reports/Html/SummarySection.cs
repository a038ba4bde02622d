using BnFold.Cli.Reports.Written;

namespace BnFold.Cli.Reports.Html;

/// <summary>The verdict, what a reader should know besides, and the files.</summary>
internal static class SummarySection
{
    public static void Write(Markup html, Overview overview)
    {
        var headline = overview.Headline;
        html.Open("header").Element("h1", overview.Name);
        html.Open("p", ("class", "lead")).Element("strong", headline.Verdict, ("class", $"verdict {headline.Tone}"));
        html.Text($" {headline.Count}").Close();
        if (headline.Sentence.Length > 0) html.Element("p", headline.Sentence);
        html.Close();
        WriteRemarks(html, overview);
        WriteFiles(html, overview.Files);
    }

    private static void WriteRemarks(Markup html, Overview overview)
    {
        if (overview.Remarks.Count == 0) return;
        html.Open("section", ("class", "warnings")).Element("h2", overview.RemarksTitle).Open("ul");
        foreach (var remark in overview.Remarks) html.Element("li", remark);
        html.Close().Close();
    }

    private static void WriteFiles(Markup html, IReadOnlyList<FileColumn> files)
    {
        if (files.Count == 0) return;
        html.Open("section");
        Section.Table(html, ["", .. files.Select(file => file.Title)], () =>
        {
            foreach (var row in FileRow.Of(files))
            {
                html.Open("tr").Element("th", row.Title, ("scope", "row"));
                foreach (var cell in row.Cells)
                {
                    html.Open("td");
                    if (row.IsDigest) html.Element("code", cell ?? "–", ("class", "digest")).Close();
                    else html.Text(cell ?? "–").Close();
                }
                html.Close();
            }
        });
        html.Close();
    }
}
