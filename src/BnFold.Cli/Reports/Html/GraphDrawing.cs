using System.Globalization;

namespace BnFold.Cli.Reports.Html;

/// <summary>Draws the graph around a fold.</summary>
internal static class GraphDrawing
{
    private const int MaxName = 23;

    /// <summary>The arrow that all drawings of a page share.</summary>
    public static void WriteMarkers(Markup html)
    {
        html.Open("svg", ("width", "0"), ("height", "0"), ("aria-hidden", "true"), ("class", "hidden")).Open("defs");
        html.Open(
            "marker", ("id", "arrow"), ("viewBox", "0 0 8 8"), ("refX", "7"), ("refY", "4"),
            ("markerWidth", "7"), ("markerHeight", "7"), ("orient", "auto"));
        html.Shape("path", ("d", "M1 1 7 4 1 7"), ("class", "tip")).Close().Close().Close();
    }

    public static void Write(Markup html, string title, GraphFacts graph)
    {
        var layout = new GraphLayout(graph);
        html.Open("svg", ("class", "graph"), ("role", "img"), ("width", Number(layout.Width)), ("height", Number(layout.Height)),
            ("viewBox", $"0 0 {Number(layout.Width)} {Number(layout.Height)}"), ("aria-label", Describe(title, graph)));
        foreach (var link in graph.Links) html.Shape("path", ("class", "link"), ("d", Path(layout, link)));
        for (var i = 0; i < graph.Nodes.Count; i++) WriteNode(html, graph.Nodes[i], layout[i]);
        html.Close();
    }

    private static void WriteNode(Markup html, GraphNodeFacts node, (double X, double Y) at)
    {
        var middle = Number(at.X + (GraphLayout.BoxWidth / 2));
        html.Open("g", ("class", $"node {Role(node)}")).Element("title", $"{node.OpType} '{node.Node}' ({Role(node)})");
        html.Shape(
            "rect", ("x", Number(at.X)), ("y", Number(at.Y)),
            ("width", Number(GraphLayout.BoxWidth)), ("height", Number(GraphLayout.BoxHeight)), ("rx", "5"));
        html.Element("text", Short(node.OpType), ("class", "op"), ("x", middle), ("y", Number(at.Y + 16)));
        html.Element("text", Short(node.Node), ("x", middle), ("y", Number(at.Y + 30))).Close();
    }

    /// <summary>Down from box to box; past the rows between, along the right side.</summary>
    private static string Path(GraphLayout layout, LinkFacts link)
    {
        var (from, to) = (layout[link.From], layout[link.To]);
        if (layout.Span(link) == 1)
        {
            var (x1, y1) = (from.X + (GraphLayout.BoxWidth / 2), from.Y + GraphLayout.BoxHeight);
            var (x2, y2) = (to.X + (GraphLayout.BoxWidth / 2), to.Y - 1);
            var half = (y1 + y2) / 2;
            return $"M{Number(x1)} {Number(y1)}C{Number(x1)} {Number(half)} {Number(x2)} {Number(half)} {Number(x2)} {Number(y2)}";
        }
        var (startX, endX) = (from.X + GraphLayout.BoxWidth, to.X + GraphLayout.BoxWidth + 1);
        var (startY, endY) = (from.Y + (GraphLayout.BoxHeight / 2), to.Y + (GraphLayout.BoxHeight / 2));
        var aside = Math.Max(startX, endX) + 16;
        return $"M{Number(startX)} {Number(startY)}C{Number(aside)} {Number(startY)} {Number(aside)} {Number(endY)} {Number(endX)} {Number(endY)}";
    }

    private static string Describe(string title, GraphFacts graph) =>
        $"{title}: {string.Join(", ", graph.Nodes.Select(node => $"{node.OpType} '{node.Node}' ({Role(node)})"))}";

    private static string Role(GraphNodeFacts node) => node.Role.ToString().ToLowerInvariant();

    /// <summary>The end of a name tells nodes apart; names of exporters begin alike.</summary>
    private static string Short(string name)
    {
        var text = new StringInfo(name);
        return text.LengthInTextElements <= MaxName ? name : "…" + text.SubstringByTextElements(text.LengthInTextElements - MaxName + 1);
    }

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
