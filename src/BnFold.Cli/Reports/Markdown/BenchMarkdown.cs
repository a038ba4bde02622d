using BnFold.Cli.Reports.Written;
using static BnFold.Cli.Reports.Markdown.MarkdownText;

namespace BnFold.Cli.Reports.Markdown;

/// <summary>A run of <c>bnfold bench</c> as Markdown.</summary>
internal static class BenchMarkdown
{
    public static string Of(BenchRunReport run) => MarkdownReport.Of(BenchWording.Overview(run), text =>
    {
        text.Shown("Models", BenchWording.Models(run));
        text.Shown("Times as fast as the original", BenchWording.Comparisons(run));
        foreach (var comparison in run.Benchmark.Comparisons) WriteNodes(text, run, comparison);
    });

    private static void WriteNodes(MarkdownText text, BenchRunReport run, BenchmarkComparison comparison)
    {
        text.Heading(Code(BenchWording.Name(run.Benchmark, comparison.Path)));
        text.Line(BenchWording.Share(comparison));
        foreach (var (title, nodes, count) in BenchWording.Nodes(run, comparison))
        {
            if (nodes.Rows.Count == 0) continue;
            text.Collapsed($"{title}: {count}", () =>
            {
                text.Table(nodes);
                if (BenchWording.LeftOut(count) is { } more) text.Paragraph(more);
            });
        }
    }
}
