using BnFold.Onnx;
using Xunit;

namespace BnFold.Tests.Verification;

public class VerifierInputTests
{
    private readonly ConvBatchNorm _block = new();

    [Fact]
    public void Feeds_a_batch_of_two_and_an_image_of_some_size_where_nothing_is_declared()
    {
        var input = Assert.Single(Judged.Compare(_block.Original("N", 3, "H", "W"), _block.Folded("N", 3, "H", "W")).Agrees().Inputs);

        Assert.Equal(("x", "Float"), (input.Name, input.Type));
        Assert.Equal([2, 3, 64, 64], input.Dims);
    }

    [Fact]
    public void Tries_other_sizes_until_the_original_runs()
    {
        // The reshape leaves no choice but a batch of 1 and 224 × 224.
        Net Build(Func<Net, string, string, string, Net> add) => add(new Net().Input("x", "N", 3, "H", "W"), "x", "y", "")
            .Integers("flat", [2], 1, 4 * 224 * 224).Node("Reshape", "y flat", "z").Output("z");

        var report = Judged.Compare(Build(_block.AddOriginal), Build(_block.AddFolded)).Agrees();

        Assert.Equal([1, 3, 224, 224], report.Inputs[0].Dims);
    }

    [Fact]
    public void Gives_one_symbol_one_size()
    {
        Net Build(Func<Net, string, string, string, Net> add) => add(
            new Net().Input("left", "N", 3, "S", "S").Input("right", "N", 3, "S", "S").Node("Add", "left right", "x"), "x", "y", "").Output("y");

        var options = new VerifyOptions { Dims = new Dictionary<string, long> { ["S"] = 5 } };
        var report = Judged.Compare(Build(_block.AddOriginal), Build(_block.AddFolded), options).Agrees();

        Assert.Equal([[2, 3, 5, 5], [2, 3, 5, 5]], report.Inputs.Select(input => input.Dims));
    }

    [Fact]
    public void Feeds_the_shape_it_is_told()
    {
        var options = new VerifyOptions { Shapes = new Dictionary<string, IReadOnlyList<long>> { ["x"] = [1, 3, 7, 9] } };

        var report = Judged.Compare(_block.Original("N", 3, "H", "W"), _block.Folded("N", 3, "H", "W"), options).Agrees();

        Assert.Equal([1, 3, 7, 9], report.Inputs[0].Dims);
    }

    [Theory]
    [InlineData("z", new long[] { 1 }, "there is no such input")]
    [InlineData("x", new long[] { 1, 3, 8 }, "does not fit")]
    [InlineData("x", new long[] { 1, 4, 8, 8 }, "does not fit")]
    public void Refuses_shapes_that_fit_no_input(string name, long[] dims, string expected)
    {
        var options = new VerifyOptions { Shapes = new Dictionary<string, IReadOnlyList<long>> { [name] = dims } };

        var exception = Assert.Throws<OnnxFormatException>(() => Judged.Compare(_block.Original(), _block.Folded(), options));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_shape_that_contradicts_a_size()
    {
        var options = new VerifyOptions { Shapes = new Dictionary<string, IReadOnlyList<long>> { ["x"] = [1, 3, 8, 8] }, Dims = new Dictionary<string, long> { ["N"] = 2 } };

        var exception = Assert.Throws<OnnxFormatException>(() => Judged.Compare(_block.Original("N", 3, 8, 8), _block.Folded("N", 3, 8, 8), options));

        Assert.Contains("'N' is 1 in the shape [1, 3, 8, 8], but 2 is asked for", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_size_for_a_symbol_that_is_not_there()
    {
        var options = new VerifyOptions { Dims = new Dictionary<string, long> { ["M"] = 2 } };

        var exception = Assert.Throws<OnnxFormatException>(() => Judged.Compare(_block.Original("N", 3, 8, 8), _block.Folded("N", 3, 8, 8), options));

        Assert.Contains("'M'; there are 'N'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_not_possible_where_no_size_fits_and_why()
    {
        var net = new Net().Input("x", "N").Integers("flat", [1], 7919).Node("Reshape", "x flat", "y").Output("y");

        var report = Judged.Compare(net, net);

        Assert.Equal(VerificationVerdict.NotPossible, report.Verdict);
        Assert.Contains("sizes of its inputs makes the original run (--shape or --dim says which does); with x [2]:", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_not_possible_where_no_rank_is_declared_until_it_is_told()
    {
        var net = _block.Original();
        net.Graph.Input[0].Type.TensorType.Shape = null;
        var options = new VerifyOptions { Shapes = new Dictionary<string, IReadOnlyList<long>> { ["x"] = [1, 3, 4, 4] } };

        Assert.Contains("input 'x' declares no rank", Judged.Compare(net, net).Reason, StringComparison.Ordinal);
        Judged.Compare(net, net, options).Agrees();
    }

    [Fact]
    public void Feeds_integers_that_are_indices_of_a_small_table()
    {
        var table = Enumerable.Range(0, 8 * 3).Select(i => i / 24f).ToArray();
        Net Build(float scale) => new Net().Input("ids", ElementType.Int64, "N", 4).Floats("table", [8, 3], table)
            .Node("Gather", "table ids", "x").Floats("k", [], scale).Node("Mul", "x k", "y").Output("y");

        Judged.Compare(Build(2), Build(2)).Agrees();
        Judged.Compare(Build(2), Build(2.01f)).DiffersAt("y");
    }

    [Fact]
    public void Feeds_smaller_integers_where_the_table_is_smaller()
    {
        var net = new Net().Input("ids", ElementType.Int32, 4).Floats("table", [1, 3], 1, 2, 3).Node("Gather", "table ids", "y").Output("y");

        Judged.Compare(net, net).Agrees();
    }

    [Fact]
    public void Feeds_booleans_strings_and_doubles()
    {
        var net = new Net().Input("flag", ElementType.Bool, 2, 8).Input("text", ElementType.String, 2, 8).Input("d", ElementType.Double, 2, 8)
            .Node("Cast", "text", "number", ("to", (int)ElementType.Double)).Node("Where", "flag number d", "y").Node("Identity", "text", "same")
            .Output("y", ElementType.Double).Output("same", ElementType.String);

        var report = Judged.Compare(net, net).Agrees();

        Assert.Equal(["Bool", "String", "Double"], report.Inputs.Select(input => input.Type));
        Assert.InRange(report.Outputs[0].Range, 0.1, 9);
    }

    [Fact]
    public void Feeds_the_same_for_the_same_seed_and_other_inputs_for_another()
    {
        double MaxDifference(int seed) => Judged.Compare(_block.Original(), _block.Folded(), new() { Seed = seed }).Sites[0].Value.Range;

        Assert.Equal(MaxDifference(1), MaxDifference(1));
        Assert.NotEqual(MaxDifference(1), MaxDifference(2));
    }

    [Fact]
    public void Runs_a_model_without_inputs()
    {
        var net = new Net().Floats("x", [2], 1, 2).Node("Neg", "x", "y").Output("y");

        Assert.Empty(Judged.Compare(net, net).Agrees().Inputs);
    }

    [Fact]
    public void Compares_outputs_that_are_inputs_or_constants()
    {
        Net Build(float constant) => new Net().Input("x", 2).Floats("c", [1], constant).Node("Neg", "x", "y").Output("x").Output("c").Output("y");

        Judged.Compare(Build(1), Build(1)).Agrees();
        Judged.Compare(Build(1), Build(2)).DiffersAt("c");
    }

    [Fact]
    public void Compares_sequences_item_by_item()
    {
        Net Build(float scale)
        {
            var net = new Net().Input("x", 4, 2).Floats("k", [], scale).Node("Mul", "x k", "y").Node("SplitToSequence", "y", "parts");
            net.Graph.Output.Add(new ValueInfoProto { Name = "parts" });
            return net;
        }

        Assert.Equal("Sequence", Judged.Compare(Build(2), Build(2)).Agrees().Outputs[0].Type);
        var report = Judged.Compare(Build(2), Build(3)).DiffersAt("y");
        Assert.False(report.Outputs[0].Agrees);
    }

    [Fact]
    public void Rejects_an_unknown_node_among_the_sites()
    {
        var exception = Assert.Throws<OnnxFormatException>(() => Judged.Compare(_block.Original(), _block.Folded(), new() { Sites = ["conv_c"] }));

        Assert.Contains("no BatchNormalization of that name", exception.Message, StringComparison.Ordinal);
    }
}
