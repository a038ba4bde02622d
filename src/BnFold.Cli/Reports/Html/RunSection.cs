using BnFold.Cli.Reports.Written;

namespace BnFold.Cli.Reports.Html;

/// <summary>What was run, on what, and with which inputs: enough to do it again.</summary>
internal static class RunSection
{
    public static void Write(Markup html, IReadOnlyList<Circumstance> run)
    {
        Section.Write(html, "Run", "enough to repeat it", isOpen: true, () =>
        {
            html.Open("div", ("class", "scroll")).Open("table").Open("tbody");
            foreach (var fact in run)
            {
                html.Open("tr").Open("th", ("scope", "row")).Text(fact.Title);
                if (fact.Name is not null) html.Text(" ").Element("code", fact.Name);
                html.Close().Open("td").Element(fact.IsCommand ? "code" : "span", fact.Value).Close().Close();
            }
            html.Close().Close().Close();
        });
    }
}
