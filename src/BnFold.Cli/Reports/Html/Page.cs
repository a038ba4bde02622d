using System.Reflection;
using BnFold.Cli.Reports.Written;

namespace BnFold.Cli.Reports.Html;

/// <summary>A page that needs nothing else: no network, no script.</summary>
internal static class Page
{
    /// <param name="overview">What it begins and ends with.</param>
    /// <param name="sections">Writes what is between.</param>
    public static string Of(Overview overview, Action<Markup> sections)
    {
        var html = new Markup();
        html.Verbatim("<!DOCTYPE html>\n").Open("html", ("lang", "en"));
        html.Open("head").Verbatim("<meta charset=\"utf-8\">\n").Element("title", $"{overview.Name} – bnfold");
        html.Verbatim("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Verbatim("<meta name=\"color-scheme\" content=\"light dark\">\n");
        html.Verbatim($"<style>\n{Style()}</style>\n").Close();
        html.Open("body");
        GraphDrawing.WriteMarkers(html);
        html.Open("main");
        SummarySection.Write(html, overview);
        sections(html);
        RunSection.Write(html, overview.Run);
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
