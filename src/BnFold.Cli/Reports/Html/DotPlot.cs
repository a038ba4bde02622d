namespace BnFold.Cli.Reports.Html;

/// <summary>
/// A plot that is a table: a row for each thing, its values as marks on a logarithmic line, and as figures behind it. Marks are placed in
/// per cent, so it takes the width there is. Any number of series share one axis.
/// </summary>
internal sealed class DotPlot(IReadOnlyList<DotSeries> series, string nameColumn, string figureColumn, string axisTitle)
{
    public void Write(Markup html, IReadOnlyList<DotRow> rows, LogAxis axis)
    {
        WriteLegend(html);
        html.Open("table", ("class", "plot"), ("role", "table")).Open("thead", ("role", "rowgroup")).Open("tr", ("role", "row"));
        html.Element("th", nameColumn, ("scope", "col"), ("role", "columnheader"));
        html.Open("th", ("scope", "col"), ("role", "columnheader"), ("class", "axis")).Element("span", axisTitle, ("class", "hidden"));
        html.Open("svg", ("class", "line"), ("aria-hidden", "true"));
        foreach (var (label, at) in axis.Ticks()) html.Element("text", label, ("x", at), ("y", "13"));
        html.Close().Close().Element("th", figureColumn, ("scope", "col"), ("role", "columnheader")).Close().Close();
        html.Open("tbody", ("role", "rowgroup"));
        foreach (var row in rows) WriteRow(html, row, axis);
        html.Close().Close();
    }

    private void WriteLegend(Markup html)
    {
        html.Open("p", ("class", "legend"));
        foreach (var (label, mark) in series)
        {
            html.Open("span").Open("svg", ("class", "key"), ("aria-hidden", "true"));
            WriteMark(html, mark, "50%");
            html.Close().Text(label).Close();
        }
        html.Element("span", axisTitle, ("class", "note")).Close();
    }

    private void WriteRow(Markup html, DotRow row, LogAxis axis)
    {
        html.Open("tr", ("role", "row"), ("class", row.IsBad ? "bad" : "fine"));
        html.Open("th", ("scope", "row"), ("role", "rowheader")).Element("code", row.Name);
        if (row.Note is not null) html.Element("small", row.Note);
        html.Close().Open("td", ("role", "cell"), ("class", "track")).Open("svg", ("class", "line"), ("aria-hidden", "true"));
        foreach (var (_, at) in axis.Ticks()) html.Shape("line", ("class", "grid"), ("x1", at), ("x2", at), ("y1", "0"), ("y2", "100%"));
        double[] present = [.. row.Values.OfType<double>()];
        if (row.IsJoined && present.Length > 1)
            html.Shape("line", ("class", "join"), ("x1", axis.At(present.Min())), ("x2", axis.At(present.Max())), ("y1", "9"), ("y2", "9"));
        foreach (var (one, value) in series.Zip(row.Values))
        {
            if (value is { } number) WriteMark(html, one.Mark, axis.At(number));
        }
        html.Close().Close().Element("td", row.Figure, ("role", "cell"), ("class", "figure")).Close();
    }

    private static void WriteMark(Markup html, DotMark mark, string at)
    {
        if (mark is DotMark.Stroke) html.Shape("line", ("class", "stroke"), ("x1", at), ("x2", at), ("y1", "2"), ("y2", "16"));
        else if (mark is DotMark.Diamond)
            html.Open("svg", ("x", at), ("y", "9"), ("overflow", "visible")).Shape("path", ("class", "dot"), ("d", "M0-5 5 0 0 5-5 0z")).Close();
        else html.Shape("circle", ("class", mark is DotMark.Ring ? "ring" : "dot"), ("cx", at), ("cy", "9"), ("r", "4"));
    }
}
