using BnFold.Onnx;
using BnFold.Tests.Support;
using Google.Protobuf;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Recalibration;

/// <summary>Which tensors change, and that nothing else does.</summary>
public sealed class SiteSurveyTests : IDisposable
{
    private readonly Recalibrated _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("unet_small", 2, 1, 32, 32)]
    [InlineData("mlp", 6, 20)]
    public void Only_means_and_variances_change(string name, params int[] dims)
    {
        _run.Spoil(Recalibrated.Model(name + ".onnx")).On(Data([.. dims.Select(size => (long)size)]));

        var (before, after) = (Parse(_run.Before), Parse(_run.After));
        var nodes = before.Graph.Node.Where(node => node.OpType == "BatchNormalization");
        var statistics = nodes.SelectMany(node => node.Input.Skip(3)).ToHashSet();
        Assert.NotEmpty(statistics);
        foreach (var (old, now) in before.Graph.Initializer.Zip(after.Graph.Initializer))
        {
            Assert.Equal(old.Name, now.Name);
            Assert.Equal(!statistics.Contains(old.Name), old.RawData.Equals(now.RawData));
            if (statistics.Contains(old.Name)) now.RawData = old.RawData;
        }
        Assert.Equal(before.ToByteArray(), after.ToByteArray());
    }

    [Fact]
    public void Statistics_that_two_nodes_share_become_two()
    {
        var model = Chain();
        model.Graph.Node[1].Input[3] = "bn_a.mean";
        model.Graph.Node[1].Input[4] = "bn_a.var";
        _run.Write(model.Model).On(Data(8, 3));

        var nodes = Recalibrated.StatisticsOf(_run.After, _run.File("data.npy")).Nodes;
        AssertFits(nodes);
        Assert.NotEqual(nodes[0].Stored!.Mean, nodes[1].Stored!.Mean);
        var after = Parse(_run.After);
        Assert.Equal(4, after.Graph.Node.SelectMany(node => node.Input.Skip(3)).Distinct().Count());
        var names = after.Graph.Initializer.Select(tensor => tensor.Name);
        Assert.All(Parse(_run.Before).Graph.Node[0].Input.Skip(1), name => Assert.Contains(name, names));
    }

    [Fact]
    public void What_something_else_reads_keeps_its_numbers()
    {
        var model = Chain().Node("Add", "b bn_a.mean", "sum");
        model.Graph.Output[0].Name = "sum";
        _run.Write(model.Model).On(Data(8, 3));

        AssertFits(Recalibrated.StatisticsOf(_run.After, _run.File("data.npy")).Nodes);
        Assert.Equal(Tensor(_run.Before, "bn_a.mean").RawData, Tensor(_run.After, "bn_a.mean").RawData);
        Assert.NotEqual("bn_a.mean", Parse(_run.After).Graph.Node[0].Input[3]);
    }

    [Fact]
    public void Statistics_that_each_call_of_a_function_is_given_change_and_nothing_else_does()
    {
        _run.Write(Chain().Model).On(Data(8, 3));
        var expected = Parse(_run.After);
        _run.Write(FunctionModels.WithBlocks(Chain()).Model).On(Data(8, 3));

        Assert.Equal(2, _run.Report.Nodes.Count);
        Assert.Equal(2, _run.Report.Plan.Levels);
        AssertFits(Recalibrated.StatisticsOf(_run.After, _run.File("data.npy")).Nodes);
        var (before, after) = (Parse(_run.Before), Parse(_run.After));
        Assert.Equal(expected.Graph.Initializer, after.Graph.Initializer);
        after.Graph.Initializer.Clear();
        after.Graph.Initializer.Add(before.Graph.Initializer);
        Assert.Equal(before.ToByteArray(), after.ToByteArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Statistics_that_two_calls_share_or_the_function_holds_are_left_alone(bool isShared)
    {
        var model = FunctionModels.WithBlocks(Chain());
        if (isShared)
        {
            model.Graph.Node[1].Input[3] = model.Graph.Node[0].Input[3];
        }
        else
        {
            var constant = new NodeProto { OpType = "Constant", Output = { "held" } };
            constant.Attribute.Add(ModelBuilder.Tensor("value", MakeTensor("", ElementType.Float, [3], [1, 2, 3])));
            model.Model.Functions[0].Node.Insert(0, constant);
            model.Model.Functions[0].Node[1].Input[3] = "held";
        }
        _run.Write(model.Model).On(Data(8, 3));

        Assert.Empty(_run.Report.Nodes);
        Assert.Equal(["a/bn", "b/bn"], _run.Report.LeftAlone.Select(each => each.Node));
        Assert.All(_run.Report.LeftAlone, each => Assert.Contains("part of the function", each.Reason, StringComparison.Ordinal));
        Assert.Equal(File.ReadAllBytes(_run.Before), File.ReadAllBytes(_run.After));
    }

    [Fact]
    public void Nodes_beside_calls_of_functions_are_estimated_again_too()
    {
        var model = FunctionModels.WithBlocks(Chain()).BatchNorm("b", "c", 3);
        model.Graph.Output[0].Name = "c";
        _run.Write(model.Model).On(Data(8, 3));

        Assert.Equal(["a/bn", "b/bn", "bn_c"], _run.Report.Nodes.Select(node => node.Node));
        AssertFits(Recalibrated.StatisticsOf(_run.After, _run.File("data.npy")).Nodes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Constant_nodes_and_typed_fields_stay_what_they_are(bool isDouble)
    {
        var type = isDouble ? ElementType.Double : ElementType.Float;
        var model = new ModelBuilder { Type = type }.Input("x", -1, 3);
        var constant = MakeTensor("", type, [3], [1, 2, 3]);
        model.Node("Constant", [], ["m"], ModelBuilder.Tensor("value", constant)).BatchNorm("x", "y", 3).Output("y", -1, 3);
        var typed = model.Graph.Initializer.Single(tensor => tensor.Name == "bn_y.var");
        typed.ClearRawData();
        if (isDouble) typed.DoubleData.Add([4.0, 5, 6]);
        else typed.FloatData.Add([4f, 5, 6]);
        model.Graph.Node[1].Input[3] = "m";
        if (isDouble) AsDouble(model);
        _run.Write(model.Model).On(Data(8, 3));

        AssertFits(Recalibrated.StatisticsOf(_run.After, _run.File("data.npy")).Nodes);
        var after = Parse(_run.After);
        Assert.Equal(3, Tensor(_run.After, "bn_y.var").FloatData.Count + Tensor(_run.After, "bn_y.var").DoubleData.Count);
        Assert.Empty(Tensor(_run.After, "bn_y.var").RawData);
        Assert.Equal("Constant", after.Graph.Node[after.Graph.Node.Count - 2].OpType);
        Assert.DoesNotContain(after.Graph.Initializer, tensor => tensor.Name.Contains("_bn", StringComparison.Ordinal));
    }

    [Fact]
    public void External_statistics_stay_external_and_the_old_file_is_not_touched()
    {
        var model = Chain();
        File.WriteAllBytes(_run.File("weights.bin"), [.. model.Graph.Initializer.Single(t => t.Name == "bn_a.mean").RawData]);
        var mean = model.Graph.Initializer.Single(tensor => tensor.Name == "bn_a.mean");
        mean.ClearRawData();
        mean.DataLocation = 1;
        var (key, value) = (ByteString.CopyFromUtf8("location"), ByteString.CopyFromUtf8("weights.bin"));
        mean.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
        var old = File.ReadAllBytes(_run.File("weights.bin"));
        _run.Write(model.Model).On(Data(8, 3));

        AssertFits(Recalibrated.StatisticsOf(_run.After, _run.File("data.npy")).Nodes);
        Assert.Equal(1, Tensor(_run.After, "bn_a.mean").DataLocation);
        Assert.Equal(old, File.ReadAllBytes(_run.File("weights.bin")));
    }

    [Fact]
    public void Levels_count_the_nodes_before()
    {
        var model = new ModelBuilder().Input("x", -1, 3)
            .BatchNorm("x", "a", 3).Node("Relu", "a", "r").BatchNorm("r", "b", 3).BatchNorm("x", "c", 3)
            .Node("Sum", "b c", "s").BatchNorm("s", "d", 3).Output("d", -1, 3);
        _run.Write(model.Model).On(Data(8, 3));

        Assert.Equal(
            [("bn_a", 0), ("bn_c", 0), ("bn_b", 1), ("bn_d", 2)],
            _run.Report.Nodes.Select(node => (node.Node, node.Level)));
        Assert.Equal((3, 4), (_run.Report.Plan.Levels, _run.Report.Plan.Passes));
        AssertFits(Recalibrated.StatisticsOf(_run.After, _run.File("data.npy")).Nodes);
    }

    [Fact]
    public void What_cannot_be_estimated_is_left_alone_with_the_reason()
    {
        var model = new ModelBuilder().Input("x", -1, 3).Input("fed", 3)
            .BatchNorm("x", "a", 3).BatchNorm("a", "b", 3).BatchNorm("b", "unread", 3).BatchNorm("b", "c", 3)
            .BatchNorm("c", "d", 3, Int("training_mode", 1)).Output("d", -1, 3);
        var declared = model.Graph.Input[1].Clone();
        declared.Name = "bn_a.var";
        model.Graph.Input.Add(declared);
        model.Graph.Node[1].Input[4] = "fed";
        model.Graph.Node[4].Output.Add(["d_mean", "d_var"]);
        _run.Write(model.Model);
        using var loaded = OnnxModel.Load(_run.Before);
        var survey = BnFold.Recalibration.SiteSurvey.Of(loaded, new());

        Assert.Equal(["bn_c"], survey.Sites.Select(site => site.Name));
        Assert.Equal(
            [
                ("bn_a", "initializer 'bn_a.var' is also a graph input, so a caller may replace it; --freeze-inputs estimates it"),
                ("bn_b", "'fed' is an input of the graph"),
                ("bn_unread", "no output of the model depends on it"),
                ("bn_d", "training mode: in opset 17 training_mode decides; found 1"),
            ],
            survey.LeftAlone.Select(each => (each.Node, each.Reason)));
        Assert.Contains("bn_a", BnFold.Recalibration.SiteSurvey.Of(loaded, new() { FreezeInputs = true }).Sites.Select(site => site.Name));
    }

    [Fact]
    public void A_node_in_a_body_is_left_alone_and_the_model_copied()
    {
        var model = new ModelBuilder().Input("x", -1, 3).Input("yes", ElementType.Bool);
        var body = new GraphProto { Name = ByteString.CopyFromUtf8("body") };
        var main = model.Graph;
        model.Graph = body;
        model.BatchNorm("x", "inner", 3).Output("inner");
        model.Graph = main;
        model.Node("If", "yes", "y", Body("then_branch", body), Body("else_branch", body)).Output("y", -1, 3);
        _run.Write(model.Model).On(Data(8, 3));

        Assert.Empty(_run.Report.Nodes);
        Assert.Contains("it stands in a body of If", _run.Report.LeftAlone[0].Reason, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(_run.Before), File.ReadAllBytes(_run.After));
    }

    [Fact]
    public void A_statistic_beyond_the_range_of_its_type_is_left_alone()
    {
        var model = new ModelBuilder(opset: 15).Input("x", -1, 3).BatchNorm("x", "y", 3).Output("y", -1, 3);
        foreach (var name in new[] { "bn_y.mean", "bn_y.var" })
        {
            var tensor = model.Graph.Initializer.Single(each => each.Name == name);
            (tensor.DataType, tensor.RawData) = ((int)ElementType.Float16, MakeTensor(name, ElementType.Float16, [3], [0, 0, 1]).RawData);
        }
        using var loaded = OnnxModel.Load(_run.Write(model.Model).Before);
        var slot = BnFold.Recalibration.SiteSurvey.Of(loaded, new()).Sites[0].Variance;

        Assert.Null(slot.Round([1, 2, 1e6]));
        Assert.Equal([1, 2, 1 + Math.ScaleB(1, -10)], slot.Round([1, 2, 1.001])!);
    }

    [Fact]
    public void Data_that_makes_infinities_is_refused_by_name()
    {
        var model = new ModelBuilder().Input("x", -1, 3).Node("Exp", "x", "e").BatchNorm("e", "y", 3).Output("y", -1, 3);
        NpyWriter.Write(_run.File("data.npy"), [2, 3], [1, 2, 90, 1, 2, 3]);

        var thrown = Assert.Throws<OnnxFormatException>(() => _run.Write(model.Model).On(_run.File("data.npy")));

        Assert.EndsWith(
            "BatchNormalization 'bn_y': gets NaN or infinities on this data, 1 in channel 2", thrown.Message, StringComparison.Ordinal);
    }

    /// <summary>The level of the one node needs one input, but the data is for both.</summary>
    [Fact]
    public void Files_for_several_inputs_serve_every_level()
    {
        var model = new ModelBuilder().Input("a", -1, 3).Input("b", -1, 3)
            .BatchNorm("a", "first", 3).Node("Relu", "first", "r").BatchNorm("r", "second", 3)
            .Node("Add", "second b", "s").BatchNorm("s", "third", 3).Output("third", -1, 3);
        Directory.CreateDirectory(_run.File("data"));
        NpyWriter.Write(_run.File("data/a_1.npy"), [6, 3], NpyWriter.Noise(1, 18));
        NpyWriter.Write(_run.File("data/b_1.npy"), [6, 3], NpyWriter.Noise(2, 18));
        _run.Write(model.Model).On(_run.File("data"));

        AssertFits(Recalibrated.StatisticsOf(_run.After, _run.File("data")).Nodes);
    }

    private static ModelBuilder Chain() =>
        new ModelBuilder().Input("x", -1, 3).BatchNorm("x", "a", 3).BatchNorm("a", "b", 3).Output("b", -1, 3);

    /// <summary>Puts a Cast before the model, so that float data fits.</summary>
    private static void AsDouble(ModelBuilder model)
    {
        model.Graph.Input[0].Type.TensorType.ElemType = (int)ElementType.Float;
        var cast = new NodeProto { OpType = "Cast", Name = "cast" };
        cast.Input.Add("x");
        cast.Output.Add("wide");
        cast.Attribute.Add(Int("to", (int)ElementType.Double));
        model.Graph.Node.Insert(0, cast);
        model.Graph.Node.Single(node => node.OpType == "BatchNormalization").Input[0] = "wide";
    }

    private static void AssertFits(IReadOnlyList<BatchNormPopulation> nodes)
    {
        Assert.NotEmpty(nodes);
        foreach (var node in nodes)
        {
            for (var c = 0; c < node.Count.Count; c++)
            {
                var deviation = Math.Sqrt(node.Variance(c) + node.Stored!.Epsilon);
                Assert.Equal(node.Mean[c], node.Stored.Mean[c], 1e-3 * deviation);
                Assert.Equal(node.Variance(c), node.Stored.Variance[c], 1e-3 * deviation * deviation);
            }
        }
    }

    private static ModelProto Parse(string path) => ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));

    private static TensorProto Tensor(string path, string name) => Parse(path).Graph.Initializer.Single(tensor => tensor.Name == name);

    private string Data(params long[] dims)
    {
        NpyWriter.Write(_run.File("data.npy"), dims, NpyWriter.Noise(5, dims.Aggregate(1L, (product, dim) => product * dim)));
        return _run.File("data.npy");
    }
}
