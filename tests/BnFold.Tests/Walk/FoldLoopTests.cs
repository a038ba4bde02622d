using BnFold.Onnx;
using BnFold.Tests.Support;
using Google.Protobuf;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Walk;

public sealed class FoldLoopTests
{
    [Fact]
    public void Folds_a_chain_into_one_conv()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 5).BatchNorm("x", "a", 3).Conv("a", "b", 4, 3).BatchNorm("b", "c", 4)
            .Weight("k", 4, 1, 1).Node("Mul", "c k", "d").Node("Add", "d k", "e").BatchNorm("e", "f", 4).Output("f");
        Folding.Of(model).IsFoldedTo("Conv");
    }

    [Fact]
    public void Stops_when_it_is_told_to()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3).BatchNorm("c", "y", 4).Output("y");
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("model.onnx"), Google.Protobuf.MessageExtensions.ToByteArray(model.Model));
        using var loaded = OnnxModel.Load(folder.File("model.onnx"));
        Assert.Throws<OperationCanceledException>(() => BatchNormFolder.Fold(loaded, cancellation: new(canceled: true)));
    }

    [Fact]
    public void Folds_a_batch_norm_written_out_in_four_steps()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3).Weight("mean", 4, 1, 1).Weight("deviation", 4, 1, 1).Weight("scale", 4, 1, 1).Weight("bias", 4, 1, 1)
            .Node("Sub", "c mean", "d").Node("Div", "d deviation", "e").Node("Mul", "scale e", "f").Node("Add", "f bias", "y").Output("y");
        var folding = Folding.Of(model).IsFoldedTo("Conv");
        Assert.NotEmpty(folding.Report.Arithmetic);
    }

    [Fact]
    public void Folds_an_input_normalisation_into_the_first_conv()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 5).Scalar("scale", 1 / 255.0).Weight("mean", 1, 3, 1, 1).Weight("deviation", 1, 3, 1, 1)
            .Node("Mul", "x scale", "a").Node("Sub", "a mean", "b").Node("Div", "b deviation", "c").Conv("c", "y", 4, 3).Output("y");
        Folding.Of(model).IsFoldedTo("Conv");
    }

    [Fact]
    public void Leaves_arithmetic_alone_on_request()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3).Weight("k", 4, 1, 1).Node("Mul", "c k", "y").Output("y");
        Assert.Equal(["Conv", "Mul"], Folding.Of(model, new() { BatchNormOnly = true }).OpTypes);
    }

    [Theory]
    [InlineData(32, "w", true)] // 4,608 elements
    [InlineData(16, "w", false)] // 2,304
    [InlineData(32, "v", false)]
    public void Does_not_copy_a_large_filter_that_others_read_for_a_node_of_arithmetic(int filters, string second, bool isKept)
    {
        var model = new ModelBuilder().Input("x", 1, 16, 5, 5)
            .Weight("w", filters, 16, 3, 3).Weight("v", filters, 16, 3, 3).Weight("k", filters, 1, 1)
            .Node("Conv", "x w", "a").Node("Mul", "a k", "y").Node("Conv", $"x {second}", "z").Output("y").Output("z");
        Assert.Equal(isKept, Folding.Of(model).ComputesTheSame().OpTypes.Contains("Mul"));
    }

    [Fact]
    public void Copies_a_filter_that_others_read_for_a_batch_norm()
    {
        var model = new ModelBuilder().Input("x", 1, 16, 5, 5).Weight("w", 32, 16, 3, 3)
            .Node("Conv", "x w", "a").BatchNorm("a", "y", 32).Node("Conv", "x w", "z").Output("y").Output("z");
        Folding.Of(model).IsFoldedTo("Conv", "Conv");
    }

    [Fact]
    public void Leaves_a_lone_Add_alone()
    {
        var model = new ModelBuilder().Input("x", 3, 4).Weight("w", 4, 5).Weight("b", 5).Node("MatMul", "x w", "m").Node("Add", "m b", "y").Output("y");
        var folding = Folding.Of(model);
        Assert.Equal(model.Model.ToByteArray(), folding.Model.ToByteArray());
    }

    [Fact]
    public void Collapses_a_chain_with_nowhere_to_go_into_its_batch_norm()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 5).Input("z", 2, 1, 5, 5).Node("Concat", "x z", "c", Int("axis", 1)).BatchNorm("c", "y", 4)
            .Weight("k", 4, 1, 1).Node("Mul", "y k", "d").Node("Add", "d k", "e").Node("Relu", "e", "f").Output("f");
        var folding = Folding.Of(model);
        Assert.Equal(["Concat", "BatchNormalization", "Relu"], folding.OpTypes);
        folding.ComputesTheSame();
    }

    [Fact]
    public void Sends_the_scale_back_and_the_shift_forward()
    {
        // The branch with the Relu takes no shift, so the shift goes on into the Conv behind the Add.
        var model = new ModelBuilder().Input("x", 2, 3, 4).Weight("l", 5, 3).Node("MatMul", "l x", "m").BatchNorm("m", "y", 5).Input("r", 2, 5, 4).Node("Add", "y r", "s")
            .Conv("s", "z", 2, 5, 1, 1).Output("z");
        var folding = Folding.Of(model);
        Assert.Equal(FoldRoute.Split, folding.Outcome.Route);
        folding.IsFoldedTo("MatMul", "Add", "Conv");
    }

    [Fact]
    public void Divides_by_the_scale_only_when_stand_ins_are_wanted_everywhere()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 5).Vector("scale", 1, 2, 3).Vector("bias", 0, 1, 2).Vector("mean", 1, 2, 3).Vector("var", 1, 2, 3)
            .Node("BatchNormalization", "x scale bias mean var", "y").Node("Identity", "y", "r").Conv("r", "z", 4, 3, 3, 2, true, Ints("pads", 1, 1, 1, 1)).Output("z");
        Folding.Of(model).IsKept(SkipReason.GraphInput, "pads");
        var folding = Folding.Of(model, new() { StandIns = StandIns.Always });
        Assert.Equal(FoldRoute.Divided, folding.Outcome.Route);
        folding.IsFoldedTo("Add", "Identity", "Conv");
    }

    [Fact]
    public void Folds_beside_a_list_of_tensors()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 5).Node("SequenceEmpty", [], ["none"]).Conv("x", "c", 4, 3).BatchNorm("c", "y", 4)
            .Node("SequenceInsert", "none y", "list").Node("ConcatFromSequence", "list", "z", Int("axis", 0)).Weight("k", 4, 1, 1).Node("Add", "z k", "a").Output("a");
        Folding.Of(model).IsFoldedTo("SequenceEmpty", "Conv", "SequenceInsert", "ConcatFromSequence", "Add");
    }

    [Fact]
    public void Knows_the_type_of_what_was_integers()
    {
        var model = new ModelBuilder().Input("x", ElementType.UInt8, 3, 4).Scalar("scale", 0.1).Node("DequantizeLinear", "x scale", "d").BatchNorm("d", "y", 4).Output("y");
        Folding.Of(model).IsFoldedTo("DequantizeLinear", "Mul", "Add");
    }

    [Theory, InlineData("Sigmoid"), InlineData("Erf"), InlineData("Softsign")]
    public void Writes_constants_of_the_type_of_X_where_the_parameters_have_another(string opType)
    {
        var model = new ModelBuilder().Input("x", ElementType.Float16, 3, 4).Node(opType, "x", "a").BatchNorm("a", "y", 4).Node("Tanh", "y", "z");
        model.Type = ElementType.Float16;
        var folding = Folding.Of(model.Output("z"));
        Assert.Equal([opType, "Mul", "Add", "Tanh"], folding.OpTypes);
        folding.ComputesTheSame(5e-3);
    }

    [Fact]
    public void Keeps_what_needs_a_constant_of_a_type_that_nothing_tells()
    {
        var model = new ModelBuilder().Input("x", 3, 4).Node("Mystery", "x", "a").Declare("a", 3, 4).BatchNorm("a", "y", 4).Node("Tanh", "y", "z").Output("z");
        model.Graph.ValueInfo[0].Type.TensorType.ElemType = 0;
        Folding.Of(model).IsKept(SkipReason.OperatorBlocks);
    }

    [Fact]
    public void Keeps_inputs_that_callers_may_give_whether_they_are_read_or_not()
    {
        var model = new ModelBuilder().Input("x", 2, 4).Weight("w", 4, 3).Input("c", 3).Weight("c", 3).Node("Gemm", "x w c", "g", Float("beta", 0)).BatchNorm("g", "y", 3).Output("y");
        var folding = Folding.Of(model).IsFoldedTo("Gemm", "Mul", "Add");
        Assert.Equal(["x", "c"], folding.Model.Graph.Input.Select(input => input.Name));
    }

    [Fact]
    public void Folds_beside_parts_without_elements()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 4, 4).BatchNorm("x", "y", 3).Integers("parts", 3, 0).Node("Split", ["y", "parts"], ["p", "q"], Int("axis", 1))
            .Node("Flatten", "q", "z").Output("z").Conv("p", "o", 2, 3).Output("o");
        var folding = Folding.Of(model).ComputesTheSame();
        Assert.True(folding.Outcome.IsFolded);
    }

    [Fact]
    public void Lowers_what_is_left_of_rank_2()
    {
        var folding = Folding.Of(new ModelBuilder().Input("x", 3, 4).BatchNorm("x", "y", 4).Output("y"));
        Assert.Equal(FoldRoute.Lowered, folding.Outcome.Route);
        folding.IsFoldedTo("Mul", "Add");
    }

    [Fact]
    public void Names_readers_whose_result_jumps()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3).BatchNorm("c", "y", 4).Node("Sign", "y", "z").Output("z");
        Assert.Contains("Sign 'z_node'", Assert.Single(Folding.Of(model).Report.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData((int)ElementType.Int8, true)]
    [InlineData((int)ElementType.Int4, true)]
    [InlineData((int)ElementType.Bool, true)]
    [InlineData((int)ElementType.Float16, false)]
    [InlineData((int)ElementType.Float8E4M3FN, false)]
    public void Names_casts_to_types_without_fractions(int type, bool isNamed)
    {
        var model = new ModelBuilder(opset: 21, irVersion: 10).Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3).BatchNorm("c", "y", 4).Node("Cast", "y", "z", Int("to", type)).Output("y");
        Assert.Equal(isNamed ? 1 : 0, Folding.Of(model).Report.Warnings.Count);
    }

    [Fact]
    public void Puts_a_second_stand_in_before_the_first()
    {
        var model = new ModelBuilder().Input("a", 2, 4, 5).Input("b", 2, 4, 5).BatchNorm("a", "an", 4).BatchNorm("b", "bn", 4).Node("Concat", "an bn", "c", Int("axis", 1))
            .Node("Transpose", "c", "t", Ints("perm", 0, 2, 1)).Weight("w", 8, 1).Node("MatMul", "t w", "m")
            // Around Clip a scalar that is added must stay the number it is, so the two shifts don't become one.
            .Scalar("low", -1).Scalar("high", 1).Node("Clip", "m low high", "y").Output("y");
        var folding = Folding.Of(model).IsFoldedTo("Concat", "Transpose", "MatMul", "Add", "Add", "Clip");
        var (first, second) = (folding.Model.Graph.Node[3], folding.Model.Graph.Node[4]);
        Assert.Contains(first.Output[0], second.Input);
    }

    [Fact]
    public void Keeps_what_stands_next_to_a_malformed_node_that_is_only_looked_at()
    {
        var model = new ModelBuilder().Input("x", 1, 3, 8, 8).Integers("p", 0, 0, 1, 1, 0, 0, 1, 1).Node("Pad", "x p", "a", Int("mode", 3)).BatchNorm("a", "b", 3)
            .Conv("b", "y", 4, 3).Output("y");
        Folding.Of(model).IsKept(SkipReason.MalformedNode, "'mode' should be String");
    }

    [Fact]
    public void Keeps_what_is_added_to_a_value_declared_with_too_few_axes()
    {
        var model = new ModelBuilder().Input("x", 1, 3, 8, 8).BatchNorm("x", "b", 3).Node("Foo", "x", "z").Node("Add", "b z", "s").Declare("s", 1, 3).Node("Relu", "s", "y").Output("y");
        model.Graph.Node[1].Domain = "foreign";
        Folding.Of(model).IsKept(SkipReason.GraphInput, "declared with fewer axes");
    }

    [Fact]
    public void Leaves_arithmetic_with_a_huge_constant_alone()
    {
        var model = new ModelBuilder().Input("x", 2, 3).Integers("sizes", 1 << 16, 1 << 16).Node("ConstantOfShape", "sizes", "c").Node("Mul", "x c", "m").Node("Relu", "m", "y").Output("y");
        Assert.Empty(Folding.Of(model).Report.Arithmetic);
    }

    [Fact]
    public void Refuses_a_node_that_reads_what_nothing_makes()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3).BatchNorm("c", "y", 4).Output("y").Node("Add", "y nope", "z");
        Assert.Contains("Add 'z_node': reads 'nope'", Assert.Throws<OnnxFormatException>(() => Folding.Of(model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_an_output_that_nothing_makes()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3).BatchNorm("c", "y", 4).Output("y").Output("ghost");
        Assert.Contains("output 'ghost': nothing makes it", Assert.Throws<OnnxFormatException>(() => Folding.Of(model)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-4, 3, 48)]
    [InlineData(4, 3, 44)]
    [InlineData(4, 3, 52)]
    public void Refuses_tensors_that_contradict_themselves_even_where_no_fold_looks(long rows, long columns, int bytes)
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3).BatchNorm("c", "y", 4).Output("y");
        var unread = new BnFold.Onnx.TensorProto { Name = "unread", DataType = 1, RawData = Google.Protobuf.ByteString.CopyFrom(new byte[bytes]) };
        unread.Dims.Add([rows, columns]);
        model.Graph.Initializer.Add(unread);
        Assert.Contains("tensor 'unread'", Assert.Throws<OnnxFormatException>(() => Folding.Of(model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Passes_over_tensors_whose_weights_were_taken_out()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3).BatchNorm("c", "y", 4).Output("y");
        model.Graph.Initializer.Add(new BnFold.Onnx.TensorProto { Name = "unread", DataType = 1, Dims = { 4, 3 } });
        Assert.True(Folding.Of(model).Outcome.IsFolded);
    }

    [Fact]
    public void Takes_training_for_inference_on_request()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3).BatchNorm("c", "y", 4, Int("training_mode", 1)).Output("y");
        model.Graph.Node[^1].Output.AddRange(["mean", "var"]);
        var folding = Folding.Of(model, new() { AssumeInference = true });
        Assert.Equal(["Conv"], folding.OpTypes);
        Assert.Equal(["bn_y"], folding.Report.AssumedInference);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(13)]
    public void Takes_Dropout_in_training_for_inference_on_request(int opset)
    {
        var model = new ModelBuilder(opset).Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3);
        model.Graph.Initializer.Add(new BnFold.Onnx.TensorProto { Name = "yes", DataType = 9, RawData = Google.Protobuf.ByteString.CopyFrom(1) });
        model.Scalar("ratio", 0.5).Node("Dropout", opset < 12 ? "c" : "c ratio yes", "d").BatchNorm("d", "y", 4).Output("y");
        if (opset < 7) model.Graph.Node[^1].Attribute.Add(Int("is_test", 1));

        Assert.Equal(SkipReason.TrainingMode, Folding.Of(model).Outcome.Reason);
        var folding = Folding.Of(model, new() { AssumeInference = true });
        Assert.Equal(["Conv", "Dropout"], folding.OpTypes);
        Assert.Equal(["d_node"], folding.Report.AssumedInference);
        Assert.DoesNotContain("yes", folding.Node("Dropout").Input);
    }

    [Fact]
    public void Never_takes_training_for_inference_where_running_statistics_are_read()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3).BatchNorm("c", "y", 4, Int("training_mode", 1)).Output("y").Output("mean");
        model.Graph.Node[^1].Output.AddRange(["mean", "var"]);
        var folding = Folding.Of(model, new() { AssumeInference = true });
        folding.IsKept(SkipReason.TrainingMode, "its running statistics 'mean' are an output");
        Assert.Equal("drop those outputs, if nobody needs them", folding.Outcome.Hint);
        Assert.Contains("--assume-inference", Folding.Of(model).IsKept(SkipReason.TrainingMode).Outcome.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Does_not_hint_at_what_is_asked_for_already()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3).BatchNorm("c", "y", 4).Output("y").Output("c");
        var shared = new ModelBuilder().Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3).BatchNorm("c", "y", 4).Output("y")
            .Node("Relu", "c", "r").Output("r");
        Assert.Equal("drop that output, if nobody needs it", Folding.Of(model).IsKept(SkipReason.GraphOutput).Outcome.Hint);
        Assert.StartsWith("--stand-in", Folding.Of(shared).IsKept(SkipReason.OtherReaders).Outcome.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Hints_at_merging_where_there_are_branches()
    {
        var branches = new ModelBuilder().Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3).BatchNorm("c", "n", 4).Conv("c", "d", 4, 4, kernel: 1)
            .Node("Add", "n d", "y").Output("y");
        Assert.StartsWith("--merge-branches", Folding.Of(branches).IsKept(SkipReason.OtherReaders).Outcome.Hint, StringComparison.Ordinal);
        Folding.Of(branches, new() { MergeBranches = true }).IsFoldedTo("Conv", "Conv");
    }

    [Theory]
    [InlineData("bn_?", null, true)]
    [InlineData(null, "bn_*", false)]
    [InlineData("other", null, false)]
    public void Folds_only_what_is_asked_for(string? only, string? keep, bool folds)
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3).BatchNorm("c", "y", 4).Output("y");
        var folding = Folding.Of(model, new() { Only = only is null ? [] : [only], Keep = keep is null ? [] : [keep] });
        if (folds)
            folding.IsFoldedTo("Conv");
        else
            folding.IsKept(SkipReason.KeptByRequest);
        Assert.Equal(only is "other" ? 1 : 0, folding.Report.Warnings.Count);
    }

    [Fact]
    public void Leaves_arithmetic_that_is_to_be_kept_beside_a_batch_norm()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3).Weight("k", 4, 1, 1).Node("Mul", "c k", "m").BatchNorm("m", "y", 4).Output("y");
        Folding.Of(model).IsFoldedTo("Conv");
        var kept = Folding.Of(model, new() { Keep = ["m_node"] }).IsKept(SkipReason.KeptByRequest, "Mul 'm_node'");
        Assert.Empty(kept.Report.Warnings);
    }
}
