using BnFold.Onnx;
using BnFold.Tests.Support;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Operators;

public sealed class BatchNormalizationTests
{
    [Fact]
    public void Takes_in_another_one()
    {
        var folding = Folding.Of(new ModelBuilder().Input("x", 2, 4, 5, 5).BatchNorm("x", "y", 4).BatchNorm("y", "z", 4).Output("z"));
        Assert.Equal(["BatchNormalization"], folding.OpTypes);
        Assert.Single(folding.Report.Outcomes, o => o.IsFolded);
        folding.ComputesTheSame();
    }

    [Fact]
    public void Takes_in_what_is_before_it_without_cancellation()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 5).Scalar("white", 65535).Node("Mul", "x white", "i").BatchNorm("i", "y", 3).Output("y");
        double[] mean = [32100, 30000, 26500];
        foreach (var (name, values) in new[] { ("mean", mean), ("var", [2e8, 2.2e8, 2.1e8]) })
        {
            var tensor = model.Graph.Initializer.Single(t => t.Name == "bn_y." + name);
            tensor.RawData = MakeTensor("", ElementType.Float, [3], values).RawData;
        }
        var folding = Folding.Of(model);
        Assert.Equal(["BatchNormalization"], folding.OpTypes);
        folding.ComputesTheSame(1e-6);
        Assert.Equal(mean.Select(m => m / 65535), folding.Initializer(folding.Model.Graph.Node[0].Input[3]), (a, b) => Math.Abs(a - b) < 1e-7);
    }

    [Fact]
    public void Takes_in_a_scale_of_zero_before_it()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 5).Tensor("k", [3, 1, 1], [2, 0, -1]).Node("Mul", "x k", "i").BatchNorm("i", "y", 3).Output("y");
        var folding = Folding.Of(model);
        Assert.Equal(["BatchNormalization"], folding.OpTypes);
        folding.ComputesTheSame();
    }

    [Fact]
    public void Takes_in_nothing_that_enlarges_where_its_mean_is_coarse()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 5).Scalar("white", 255).Node("Mul", "x white", "i").BatchNorm("i", "y", 3).Output("y");
        var mean = model.Graph.Initializer.Single(t => t.Name == "bn_y.mean");
        (mean.DataType, mean.RawData) = ((int)ElementType.Float16, MakeTensor("", ElementType.Float16, [3], [1, 2, 3]).RawData);
        Assert.Equal(["Mul", "BatchNormalization"], Folding.Of(model).OpTypes);
    }

    [Fact]
    public void Takes_in_a_scale_that_leaves_nothing_of_the_mean()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 5).Tensor("k", [3, 1, 1], [1e-37, 2, 0.5]).Node("Mul", "x k", "i").BatchNorm("i", "y", 3).Output("y");
        foreach (var tensor in model.Graph.Initializer.Where(t => t.Name == "bn_y.mean")) tensor.RawData = MakeTensor("", ElementType.Float, [3], [300, 2, 3]).RawData;
        var folding = Folding.Of(model);
        Assert.Equal(["BatchNormalization"], folding.OpTypes);
        folding.ComputesTheSame();
    }

    [Fact]
    public void Takes_in_nothing_that_is_finer_than_its_parameters()
    {
        var model = new ModelBuilder { Type = ElementType.Float16 }.BatchNorm("x", "b", 3);
        model.Type = ElementType.Float;
        model.Input("x", 2, 3, 5, 5).Tensor("k", [3, 1, 1], [0.1, 0.3, 0.7]).Node("Mul", "b k", "y").Output("y");
        Assert.Equal(["BatchNormalization", "Mul"], Folding.Of(model).OpTypes);
    }

    [Theory]
    [InlineData(17, "training_mode", 1)]
    [InlineData(14, "training_mode", 1)]
    [InlineData(6, "is_test", 0)]
    public void Is_kept_in_training_mode(long opset, string attribute, long value) =>
        Folding.Of(new ModelBuilder(opset, 8).Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3).BatchNorm("c", "y", 4, Int(attribute, value)).Output("y")).IsKept(SkipReason.TrainingMode);

    [Fact]
    public void Is_kept_before_operator_set_7_unless_is_test_is_set() =>
        Folding.Of(new ModelBuilder(6, 8).Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3).BatchNorm("c", "y", 4).Output("y")).IsKept(SkipReason.TrainingMode, "is_test");

    [Fact]
    public void Is_kept_with_named_outputs_of_statistics()
    {
        var model = new ModelBuilder(9).Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3).BatchNorm("c", "y", 4).Output("y");
        model.Graph.Node[^1].Output.AddRange(["mean", "var"]);
        Folding.Of(model).IsKept(SkipReason.TrainingMode);
    }

    [Fact]
    public void Folds_with_trailing_outputs_left_out()
    {
        var model = new ModelBuilder(9).Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3).BatchNorm("c", "y", 4).Output("y");
        model.Graph.Node[^1].Output.AddRange(["", "", "", ""]);
        // Not run: ONNX Runtime takes these outputs for training mode and dies of the missing ones.
        Assert.Equal(["Conv"], Folding.Of(model).OpTypes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void Folds_in_old_operator_sets_with_is_test(long opset)
    {
        var model = new ModelBuilder(opset, 3).Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3).BatchNorm("c", "y", 4, Int("is_test", 1)).Output("y");
        foreach (var tensor in model.Graph.Initializer) model.Graph.Input.Add(new ValueInfoProto { Name = tensor.Name });
        var folding = Folding.Of(model);
        Assert.Equal(["Conv"], folding.OpTypes);
        Assert.Equal(["x", "c.weight_bn", "c.bias_bn"], folding.Model.Graph.Input.Select(i => i.Name));
    }

    [Fact]
    public void Folds_parameters_per_element_where_the_host_has_them()
    {
        var model = new ModelBuilder(8).Input("x", 2, 4).Weight("w", 4, 6).Node("MatMul", "x w", "m").BatchNorm("m", "y", 6, Int("spatial", 0)).Output("y");
        Assert.Equal(["Gemm"], Folding.Of(model).OpTypes);
    }

    [Fact]
    public void Is_kept_with_parameters_per_element_behind_a_conv() =>
        Folding.Of(new ModelBuilder(8).Input("x", 2, 3, 4, 4).Conv("x", "c", 4, 3, kernel: 1).BatchNorm("c", "y", [4, 4, 4], Int("spatial", 0)).Declare("c", 2, 4, 4, 4).Output("y"))
            .IsKept(SkipReason.WrongAxis);

    [Theory]
    [InlineData("var", -1, SkipReason.InvalidStatistics)]
    [InlineData("var", double.NaN, SkipReason.InvalidStatistics)]
    [InlineData("mean", double.PositiveInfinity, SkipReason.InvalidStatistics)]
    [InlineData("scale", double.NaN, SkipReason.NotFinite)]
    public void Is_kept_with_broken_statistics(string parameter, double value, SkipReason reason)
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3).BatchNorm("c", "y", 4).Output("y");
        var tensor = model.Graph.Initializer.Single(t => t.Name == "bn_y." + parameter);
        model.Graph.Initializer.Remove(tensor);
        model.Vector(tensor.Name, 1, value, 1, 1);
        Folding.Of(model).IsKept(reason, "");
    }

    [Fact]
    public void Is_kept_where_a_bias_would_leave_the_range_of_float16()
    {
        var model = new ModelBuilder { Type = ElementType.Float16 }.Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3);
        model.Vector("scale", 1, 60000, 1, 1).Vector("bias", 0, 0, 0, 0).Vector("mean", 0, 100, 0, 0).Vector("var", 1, 1, 1, 1);
        Folding.Of(model.Node("BatchNormalization", "c scale bias mean var", "y").Output("y")).IsKept(SkipReason.NotFinite, "element 1");
    }

    [Fact]
    public void Is_named_when_a_weight_would_leave_the_range_of_float16()
    {
        using var folder = new TemporaryFolder();
        var model = new ModelBuilder { Type = ElementType.Float16 }.Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3);
        model.Vector("scale", 1, 60000, 1, 1).Vector("zero", 0, 0, 0, 0).Vector("var", 1, 0.01, 1, 1).Node("BatchNormalization", "c scale zero zero var", "y").Output("y");
        model.Tensor("c.zero", [4], [0, 0, 0, 0]).Graph.Node[0].Input[2] = "c.zero";
        File.WriteAllBytes(folder.File("m.onnx"), Google.Protobuf.MessageExtensions.ToByteArray(model.Model));
        using var loaded = OnnxModel.Load(folder.File("m.onnx"));
        BatchNormFolder.Fold(loaded, cancellation: TestContext.Current.CancellationToken);
        var overflow = Assert.Throws<WeightOverflowException>(() => loaded.Save(folder.File("out.onnx")));
        Assert.Equal(["y_node"], overflow.Nodes);
        Assert.Equal(["m.onnx"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
        Folding.Of(model, new() { OutOfRange = overflow.Nodes.ToArray() }).IsKept(SkipReason.NotFinite);
    }

    [Fact]
    public void Is_kept_where_nothing_is_before_or_behind_it() =>
        Folding.Of(new ModelBuilder().Input("x", 2, 4, 5, 5).BatchNorm("x", "y", 4).Output("y")).IsKept(SkipReason.GraphInput);

    [Fact]
    public void Goes_when_nobody_reads_it()
    {
        var folding = Folding.Of(new ModelBuilder().Input("x", 2, 4, 5, 5).Node("Relu", "x", "r").BatchNorm("x", "y", 4).Output("r"));
        Assert.Equal(FoldRoute.Unread, folding.Outcome.Route);
        folding.IsFoldedTo("Relu");
    }
}
