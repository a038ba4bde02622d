using BnFold.Cli.Reports.Written;

namespace BnFold.Cli.Reports.Html;

/// <summary>A part of the page under a heading, which a click folds away; one with much in it is folded at first.</summary>
internal static class Section
{
    /// <summary>More entries than this are not shown unasked.</summary>
    public const int MaxOpen = 40;

    public static void Write(Markup html, string title, string note, bool isOpen, Action content)
    {
        html.Open("section");
        if (isOpen) html.Open("details", ("open", ""));
        else html.Open("details");
        html.Open("summary").Element("h2", title).Element("span", note, ("class", "note")).Close();
        content();
        html.Close().Close();
    }

    /// <summary>A table of facts; nothing where it is empty.</summary>
    public static void Write(Markup html, string title, string note, FactTable table)
    {
        if (table.Rows.Count > 0) Write(html, title, $"{table.Rows.Count}, {note}", table.Rows.Count <= MaxOpen, () => Table(html, table));
    }

    public static void Table(Markup html, FactTable table) => Table(html, table.Columns, () =>
    {
        foreach (var row in table.Rows)
        {
            html.Open("tr", ("class", row.IsBad ? "bad" : "fine")).Open("th", ("scope", "row")).Element("code", row.Name);
            if (row.Note is not null) html.Element("small", row.Note);
            html.Close();
            foreach (var figure in row.Figures) html.Element("td", figure, ("class", "number"));
            if (table.Columns.Count > row.Figures.Count + 1) html.Element("td", row.Remark ?? "", ("class", "words"));
            html.Close();
        }
    });

    /// <summary>A table that scrolls by itself where the screen is too narrow for it.</summary>
    public static void Table(Markup html, IReadOnlyList<string> columns, Action rows)
    {
        html.Open("div", ("class", "scroll")).Open("table").Open("thead").Open("tr");
        foreach (var column in columns) html.Element("th", column, ("scope", "col"));
        html.Close().Close().Open("tbody");
        rows();
        html.Close().Close().Close();
    }
}
