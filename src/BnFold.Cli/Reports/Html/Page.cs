using System.Reflection;

namespace BnFold.Cli.Reports.Html;

/// <summary>A page that needs nothing else: no network, no script.</summary>
internal static class Page
{
    /// <param name="title">What the browser calls it.</param>
    /// <param name="body">Writes what is in it.</param>
    public static string Of(string title, Action<Markup> body)
    {
        var html = new Markup();
        html.Verbatim("<!DOCTYPE html>\n").Open("html", ("lang", "en"));
        html.Open("head").Verbatim("<meta charset=\"utf-8\">\n").Element("title", $"{title} – bnfold");
        html.Verbatim("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Verbatim("<meta name=\"color-scheme\" content=\"light dark\">\n");
        html.Verbatim($"<style>\n{Style()}</style>\n").Close();
        html.Open("body");
        body(html);
        html.Close().Close().Verbatim("\n");
        return html.ToString();
    }

    private static string Style()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
