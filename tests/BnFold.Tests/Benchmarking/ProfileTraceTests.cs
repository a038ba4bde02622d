using System.Text;
using BnFold.Benchmarking;
using Xunit;

namespace BnFold.Tests.Benchmarking;

public sealed class ProfileTraceTests
{
    [Fact]
    public void Leaves_the_first_run_out_and_takes_the_mean_of_the_others()
    {
        var costs = Read(
            Run(0, 100), Node(10, 90, "conv", "Conv"), Run(200, 30), Node(205, 20, "conv", "Conv"), Run(300, 30), Node(305, 24, "conv", "Conv"),
            Node(330, 1, "relu", "Relu"));
        Assert.Equal([("conv", "Conv", 22e-6), ("relu", "Relu", 0.5e-6)], costs.Select(cost => (cost.Node, cost.OpType, Math.Round(cost.Seconds, 12))));
    }

    [Fact]
    public void Outliers_do_not_count()
    {
        var runs = Enumerable.Range(1, 8).SelectMany(run => new[] { Run(1000 * run, 500), Node((1000 * run) + 1, run == 5 ? 400 : 10, "n", "Add") });
        Assert.Equal(10e-6, Assert.Single(Read([Run(0, 5), .. runs])).Seconds, 12);
    }

    [Fact]
    public void Events_that_are_no_nodes_do_not_count() =>
        Assert.Empty(Read(Run(0, 1), Run(10, 5), """{"cat":"Session","name":"session_kernel_time","ts":11,"dur":3}""", """{"name":"x","ph":"M"}"""));

    [Fact]
    public void A_single_run_says_nothing() => Assert.Empty(Read(Run(0, 100), Node(1, 90, "conv", "Conv")));

    private static IReadOnlyList<NodeCost> Read(params IEnumerable<string> events)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes($"[{string.Join(",\n", events)}]"));
        return ProfileTrace.Read(stream);
    }

    private static string Run(int start, int duration) => Event("Session", "model_run", start, duration, "{}");

    private static string Node(int start, int duration, string name, string opType) =>
        Event("Node", $"{name}_kernel_time", start, duration, $$"""{"op_name":"{{opType}}"}""");

    private static string Event(string category, string name, int start, int duration, string args) =>
        $$"""{"cat":"{{category}}","name":"{{name}}","ts":{{start}},"dur":{{duration}},"args":{{args}} }""";
}
