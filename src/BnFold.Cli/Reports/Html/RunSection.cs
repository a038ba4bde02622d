namespace BnFold.Cli.Reports.Html;

/// <summary>What was run, on what, and with which inputs: enough to do it again.</summary>
internal static class RunSection
{
    public static void Write(Markup html, FoldRunReport run)
    {
        Section.Write(html, "Run", "enough to repeat it", isOpen: true, () =>
        {
            html.Open("div", ("class", "scroll")).Open("table").Open("tbody");
            foreach (var (title, value) in Wording.Circumstances(run))
            {
                html.Open("tr").Element("th", title, ("scope", "row"));
                html.Open("td").Element(title == "command" ? "code" : "span", value).Close().Close();
            }
            foreach (var input in run.Verification?.Inputs ?? [])
            {
                html.Open("tr").Open("th", ("scope", "row")).Text("fed to ").Element("code", input.Name).Close();
                html.Element("td", Wording.Feed(input)).Close();
            }
            html.Close().Close().Close();
        });
    }
}
