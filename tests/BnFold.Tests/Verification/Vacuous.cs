using BnFold.Tests.Support;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Verification;

/// <summary>What may follow a value y of batch 2 or more, so that nothing of it is left in the output z.</summary>
internal static class Vacuous
{
    public static IReadOnlyDictionary<string, Action<ModelBuilder, string>> Tails { get; } =
        new Dictionary<string, Action<ModelBuilder, string>>
        {
            ["nothing"] = (net, value) => net.Node("Identity", value, "z"),
            ["a saturated Sigmoid"] = (net, value) => Bounded(net, value).Scalar("hot", 1000).Node("Add", "bounded hot", "above").Node("Sigmoid", "above", "z"),
            ["a saturated Softmax"] = (net, value) => Decided(net, value).Node("Softmax", "decided", "z", Int("axis", 1)),
            ["an ArgMax that is decided"] = (net, value) => Decided(net, value).Node("ArgMax", "decided", "z", Int("axis", 1)),
            ["a multiplication by zero"] = (net, value) => Bounded(net, value).Scalar("none", 0).Node("Mul", "bounded none", "z"),
            ["a Relu of what is negative"] = (net, value) => Bounded(net, value).Scalar("cold", -1000).Node("Add", "bounded cold", "below").Node("Relu", "below", "z"),
        };

    /// <summary>Keeps the arithmetic that follows from being folded too, which would take the value away.</summary>
    private static ModelBuilder Bounded(ModelBuilder net, string value) => net.Node("Tanh", value, "bounded");

    /// <summary>All that y holds in one row, and something larger beside it.</summary>
    private static ModelBuilder Decided(ModelBuilder net, string value) => net.Node("Flatten", value, "flat")
        .Scalar("hot", 1000).Node("ReduceMax", "flat", "largest", Ints("axes", 1), Int("keepdims", 1))
        .Node("Add", "largest hot", "winner").Node("Concat", "flat winner", "decided", Int("axis", 1));
}
