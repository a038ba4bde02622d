namespace BnFold.Cli.Reports.Html;

/// <summary>Places the nodes of a small graph in rows, from top to bottom, so that every link goes down.</summary>
internal sealed class GraphLayout
{
    public const double BoxWidth = 148;
    public const double BoxHeight = 38;
    private const double GapX = 14;
    private const double GapY = 26;

    /// <summary>Room at the sides for links that pass a row by.</summary>
    private const double Side = 14;

    private readonly int[] _rows;
    private readonly (double X, double Y)[] _places;

    public GraphLayout(GraphFacts graph)
    {
        _rows = Rows(graph);
        var counts = _rows.CountBy(static row => row).ToDictionary();
        var widest = counts.Values.DefaultIfEmpty(1).Max();
        Width = (widest * (BoxWidth + GapX)) - GapX + (2 * Side);
        Height = ((_rows.DefaultIfEmpty(0).Max() + 1) * (BoxHeight + GapY)) - GapY + 2;
        _places = new (double, double)[_rows.Length];
        var used = new Dictionary<int, int>();
        for (var node = 0; node < _rows.Length; node++)
        {
            var row = _rows[node];
            var column = used.GetValueOrDefault(row);
            used[row] = column + 1;
            var left = (Width - (counts[row] * (BoxWidth + GapX)) + GapX) / 2;
            _places[node] = (left + (column * (BoxWidth + GapX)), 1 + (row * (BoxHeight + GapY)));
        }
    }

    public double Width { get; }

    public double Height { get; }

    /// <summary>Upper left corner of a node.</summary>
    public (double X, double Y) this[int node] => _places[node];

    /// <summary>How many rows a link goes down.</summary>
    public int Span(LinkFacts link) => _rows[link.To] - _rows[link.From];

    /// <summary>Each node below all it reads from; one that reads from nobody, right above its first reader.</summary>
    private static int[] Rows(GraphFacts graph)
    {
        var rows = new int[graph.Nodes.Count];
        for (var round = 0; round < rows.Length; round++)
        {
            foreach (var (from, to) in graph.Links) rows[to] = Math.Min(Math.Max(rows[to], rows[from] + 1), rows.Length - 1);
        }
        foreach (var node in Enumerable.Range(0, rows.Length).Except(graph.Links.Select(static link => link.To)))
        {
            var readers = graph.Links.Where(link => link.From == node).Select(link => rows[link.To]);
            rows[node] = Math.Max(0, readers.DefaultIfEmpty(1).Min() - 1);
        }
        return rows;
    }
}
