using BnFold.Onnx;
using BnFold.Tests.Support;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Operators;

public sealed class RecurrentNetworkTests
{
    private const int Hidden = 3;

    [Theory]
    [InlineData("LSTM", "forward", true)]
    [InlineData("LSTM", "reverse", false)]
    [InlineData("LSTM", "bidirectional", true)]
    [InlineData("GRU", "forward", false)]
    [InlineData("GRU", "reverse", true)]
    [InlineData("GRU", "bidirectional", true)]
    [InlineData("RNN", "forward", true)]
    [InlineData("RNN", "bidirectional", false)]
    public void Takes_batch_norm_before_it(string opType, string direction, bool hasBias)
    {
        var folding = Folding.Of(Network(opType, direction, hasBias)).IsFoldedTo("ReduceMean", "Expand", opType);
        Assert.Equal(["z_node"], folding.Outcome.Hosts.Select(h => h.Node));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Takes_batch_norm_whatever_is_linear_before_the_reset(long linear) =>
        Folding.Of(Network("GRU", "bidirectional", true, Int("linear_before_reset", linear))).IsFoldedTo("ReduceMean", "Expand", "GRU");

    [Fact]
    public void Takes_batch_norm_whatever_clips() =>
        Folding.Of(Network("LSTM", "forward", true, Float("clip", 0.3f))).IsFoldedTo("ReduceMean", "Expand", "LSTM");

    [Fact]
    public void Takes_batch_norm_next_to_lengths_initial_states_and_peepholes()
    {
        var model = Network("LSTM", "bidirectional", true).Weight("h", 2, 2, Hidden).Weight("c", 2, 2, Hidden).Weight("p", 2, 3 * Hidden);
        model.Graph.Initializer.Add(new TensorProto { Name = "lengths", DataType = (int)ElementType.Int32, Dims = { 2 }, Int32Data = { 2, 5 } });
        model.Graph.Node[^1].Input.AddRange(["lengths", "h", "c", "p"]);
        Folding.Of(model).IsFoldedTo("ReduceMean", "Expand", "LSTM");
    }

    [Fact]
    public void Gets_no_bias_where_nothing_is_shifted()
    {
        var model = Features().Affine("x", "y", [1, -2, 0, 3], new double[4]);
        var folding = Folding.Of(Recur(model, "GRU", "forward", hasBias: false)).IsFoldedTo("ReduceMean", "Expand", "GRU");
        Assert.Equal(3, folding.Node("GRU").Input.Count);
    }

    [Fact]
    public void Takes_batch_norm_in_batch_first_layout_into_the_same_rows()
    {
        // ONNX Runtime has no kernel for it, so the numbers are compared with those of the layout it has.
        double[] Bias(AttributeProto[] attributes)
        {
            var folding = Folding.Of(Network("LSTM", "bidirectional", true, attributes));
            Assert.True(folding.Outcome.IsFolded);
            return folding.Initializer(folding.Node("LSTM").Input[3]);
        }
        Assert.Equal(Bias([]), Bias([Int("layout", 1)]));
    }

    [Fact]
    public void Keeps_batch_norm_along_batch_or_steps()
    {
        var model = new ModelBuilder().Input("x", 5, 4, 4).BatchNorm("x", "y", 4).Weight("w", 1, 3 * Hidden, 4).Weight("r", 1, 3 * Hidden, Hidden).Node("GRU", "y w r", "z", Int("hidden_size", Hidden)).Output("z");
        Folding.Of(model).IsKept(SkipReason.GraphInput, "the affine varies on another axis than 2");
    }

    [Fact]
    public void Keeps_batch_norm_with_other_features_than_the_weight()
    {
        var model = Features().BatchNorm("x", "y", 5);
        Folding.Of(Recur(model, "GRU", "forward", hasBias: true)).IsKept(SkipReason.ChannelMismatch);
    }

    [Fact]
    public void Keeps_batch_norm_before_computed_weights_and_on_other_inputs()
    {
        var weights = Features().BatchNorm("x", "y", 4).Input("w", 1, 3 * Hidden, 4).Weight("r", 1, 3 * Hidden, Hidden);
        Spread(weights).Node("GRU", "e w r", "z", Int("hidden_size", Hidden)).Output("z");
        Folding.Of(weights).IsKept(SkipReason.GraphInput, "'w' is an input");
        var state = new ModelBuilder().Input("x", 5, 2, 4).Input("h", 1, 2, Hidden).BatchNorm("h", "g", 2).Weight("w", 1, Hidden, 4).Weight("r", 1, Hidden, Hidden)
            .Node("RNN", "x w r _ _ g", "z", Int("hidden_size", Hidden)).Output("z");
        Folding.Of(state).IsKept(SkipReason.GraphInput, "RNN 'z_node': takes no affine on its input");
    }

    [Fact]
    public void Keeps_batch_norm_behind_it() =>
        Folding.Of(new ModelBuilder().Input("x", 5, 2, 4).Weight("w", 1, Hidden, 4).Weight("r", 1, Hidden, Hidden).Node("RNN", "x w r", "z", Int("hidden_size", Hidden)).Rank("z", 4)
            .BatchNorm("z", "y", 1).Output("y")).IsKept(SkipReason.OperatorBlocks, "what it remembers");

    private static ModelBuilder Network(string opType, string direction, bool hasBias, params AttributeProto[] attributes) =>
        Recur(Features().BatchNorm("x", "y", 4), opType, direction, hasBias, attributes);

    private static ModelBuilder Features() => new ModelBuilder().Input("x", 2, 4, 3, 3);

    /// <summary>From [batch, features, 3, 3] to [steps, batch, features], the same at every step.</summary>
    private static ModelBuilder Spread(ModelBuilder model) =>
        model.Node("ReduceMean", "y", "m", Ints("axes", 2, 3), Int("keepdims", 0)).Integers("shape", 5, 1, 1).Node("Expand", "m shape", "e");

    private static ModelBuilder Recur(ModelBuilder model, string opType, string direction, bool hasBias, params AttributeProto[] attributes)
    {
        var gates = opType switch { "LSTM" => 4, "GRU" => 3, _ => 1 } * Hidden;
        var directions = direction == "bidirectional" ? 2 : 1;
        Spread(model).Weight("w", directions, gates, 4).Weight("r", directions, gates, Hidden);
        if (hasBias) model.Weight("b", directions, 2 * gates);
        return model.Node(opType, ["e", "w", "r", .. hasBias ? ["b"] : Array.Empty<string>()], ["z"], [Text("direction", direction), Int("hidden_size", Hidden), .. attributes])
            .Output("z");
    }
}
