using BnFold.Cli.Reports.Written;

namespace BnFold.Cli.Reports.Html;

/// <summary>A run of <c>bnfold bench</c> as a page.</summary>
internal static class BenchPage
{
    public static string Of(BenchRunReport run) => Page.Of(BenchWording.Overview(run), html =>
    {
        LatencySection.Write(html, run);
        Section.Write(html, "Models", "the first is the original", BenchWording.Models(run));
        Section.Write(html, "Times as fast as the original", "with 95 % intervals", BenchWording.Comparisons(run));
        foreach (var comparison in run.Benchmark.Comparisons) WriteNodes(html, run, comparison);
    });

    private static void WriteNodes(Markup html, BenchRunReport run, BenchmarkComparison comparison) =>
        Section.Write(html, BenchWording.Name(run.Benchmark, comparison.Path), "the nodes behind it, as shares of the original's time", isOpen: true, () =>
        {
            html.Element("p", BenchWording.Share(comparison));
            foreach (var (title, nodes, count) in BenchWording.Nodes(run, comparison))
            {
                if (nodes.Rows.Count == 0) continue;
                html.Open("h3").Text($"{title} ").Element("span", $"{count}", ("class", "note")).Close();
                Section.Table(html, nodes);
                if (BenchWording.LeftOut(count) is { } more) html.Element("p", more, ("class", "note"));
            }
        });
}
