using BnFold.Cli.Reports;
using BnFold.Cli.Terminals;
using BnFold.Cli.Text;
using Xunit;

namespace BnFold.Cli.Tests.Text;

public sealed class OutcomeTextTests
{
    [Fact]
    public void Hosts_are_counted_by_operator_most_frequent_first()
    {
        OutcomeFacts[] folded =
        [
            Folded("a", FoldRoute.Backward, "Gemm"),
            Folded("b", FoldRoute.Backward, "Conv"),
            Folded("c", FoldRoute.Forward, "Conv", "Conv"),
            Folded("d", FoldRoute.Split, "Gemm", "Conv"),
            Folded("e", FoldRoute.StandIn, "MatMul"),
            Folded("f", FoldRoute.Unread),
        ];
        Assert.Equal("Conv 2, Conv + Gemm 1, Gemm 1, MatMul + Add 1, nothing (unread) 1", OutcomeText.Hosts(folded));
    }

    [Fact]
    public void A_folded_node_says_what_took_it_in()
    {
        OutcomeFacts[] folded =
        [
            Folded("a", FoldRoute.Backward, "Conv"),
            Folded("bc", FoldRoute.Forward, "Conv", "Gemm") with { Inside = "If 'cond'" },
            Folded("d", FoldRoute.StandIn, "MatMul"),
            Folded("e", FoldRoute.Unread),
        ];
        Assert.Equal(
            [
                "a                  back into Conv 'Conv0'",
                "bc (in If 'cond')  forward into Conv 'Conv0', Gemm 'Gemm1'",
                "d                  into MatMul 'MatMul0'; an Add took its place",
                "e                  dropped: nobody reads it",
            ],
            OutcomeText.FoldedLines(folded));
    }

    [Fact]
    public void A_kept_node_has_a_line_with_why_and_what_to_do()
    {
        var kept = Kept("a") with { ForwardDetail = "Relu 'r' blocks" };
        Assert.Equal(
            ["a  OverridableInitializer: 'w' is also an input; forward: Relu 'r' blocks  → freeze it"],
            OutcomeText.KeptLines([kept], Verbosity.Normal, Ink.None));
    }

    [Fact]
    public void A_hint_that_many_share_is_given_once()
    {
        OutcomeFacts[] kept = [Kept("a"), Kept("b"), Kept("c"), Kept("d"), Kept("e") with { Hint = "another" }];
        var lines = OutcomeText.KeptLines(kept, Verbosity.Normal, Ink.None).ToArray();
        Assert.Equal("a  OverridableInitializer: 'w' is also an input", lines[0]);
        Assert.Equal("e  OverridableInitializer: 'w' is also an input  → another", lines[4]);
        Assert.Equal("OverridableInitializer (4)  → freeze it", lines[5]);
        Assert.Equal(6, lines.Length);
    }

    [Fact]
    public void Every_hint_is_given_when_asked_for_all() => Assert.All(
        OutcomeText.KeptLines([Kept("a"), Kept("b"), Kept("c"), Kept("d")], Verbosity.Verbose, Ink.None),
        line => Assert.EndsWith("→ freeze it", line, StringComparison.Ordinal));

    [Fact]
    public void Many_nodes_kept_for_the_same_reason_are_shown_by_a_few()
    {
        var alike = Enumerable.Range(0, 12).Select(i => Kept($"n{i}") with { Hint = null, Detail = $"Relu 'r{i}' blocks" }).ToArray();
        var other = Kept("other") with { Hint = null, Detail = "Conv 'c' blocks" };
        OutcomeFacts[] kept = [.. alike[..2], other, .. alike[2..]];

        Assert.Equal(
            [
                "n0     OverridableInitializer: Relu 'r0' blocks",
                "n1     OverridableInitializer: Relu 'r1' blocks",
                "other  OverridableInitializer: Conv 'c' blocks",
                "n2     OverridableInitializer: Relu 'r2' blocks",
                "… and 9 more like these (-v shows all; --report lists all)",
            ],
            OutcomeText.KeptLines(kept, Verbosity.Normal, Ink.None));
        Assert.Equal(13, OutcomeText.KeptLines(kept, Verbosity.Verbose, Ink.None).Count());
        Assert.Equal(10, OutcomeText.KeptLines(alike[..10], Verbosity.Normal, Ink.None).Count());
    }

    [Fact]
    public void Names_cannot_command_the_terminal()
    {
        var name = "a\e[2J\n";
        var kept = Kept(name) with { Detail = name, ForwardDetail = name, Hint = name };
        var folded = Folded(name, FoldRoute.Backward, name) with { Inside = name };
        string[] lines =
        [
            .. OutcomeText.KeptLines([kept], Verbosity.Normal, Ink.None), .. OutcomeText.FoldedLines([folded]), OutcomeText.Hosts([folded]),
        ];
        Assert.All(lines, line => Assert.DoesNotContain(line, char.IsControl));
    }

    private static OutcomeFacts Folded(string node, FoldRoute route, params string[] operators) => Kept(node) with
    {
        Route = route,
        Hosts = [.. operators.Select((type, i) => new HostFacts($"{type}{i}", type))],
        Reason = null,
        Detail = null,
        Hint = null,
    };

    private static OutcomeFacts Kept(string node) => new()
    {
        Node = node,
        Inside = null,
        Channels = 8,
        Route = null,
        Hosts = [],
        Reason = SkipReason.OverridableInitializer,
        Detail = "'w' is also an input",
        ForwardDetail = null,
        Hint = "freeze it",
    };
}
