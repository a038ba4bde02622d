using System.Reflection;

namespace BnFold.Cli.Reports.Html;

/// <summary>A run of <c>bnfold MODEL</c> as one page that needs nothing else: no network, no script.</summary>
internal static class FoldPage
{
    public static string Of(FoldRunReport run)
    {
        var name = Path.GetFileName(run.Input.Path);
        var html = new Markup();
        html.Verbatim("<!DOCTYPE html>\n").Open("html", ("lang", "en"));
        html.Open("head").Verbatim("<meta charset=\"utf-8\">\n").Element("title", $"{name} – bnfold");
        html.Verbatim("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Verbatim("<meta name=\"color-scheme\" content=\"light dark\">\n");
        html.Verbatim($"<style>\n{Style()}</style>\n").Close();
        html.Open("body");
        GraphDrawing.WriteMarkers(html);
        html.Open("main");
        SummarySection.Write(html, run);
        VerificationSection.Write(html, run);
        KeptSection.Write(html, run);
        WeightSection.Write(html, run);
        FoldedSection.Write(html, run);
        RunSection.Write(html, run);
        html.Close().Close().Close().Verbatim("\n");
        return html.ToString();
    }

    private static string Style()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
