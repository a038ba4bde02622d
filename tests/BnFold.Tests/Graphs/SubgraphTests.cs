using BnFold.Onnx;
using BnFold.Tests.Support;
using Google.Protobuf;
using Xunit;

namespace BnFold.Tests.Graphs;

public sealed class SubgraphTests
{
    [Fact]
    public void Folds_inside_a_body()
    {
        var folding = Folding.Of(WithBody(m => m.Conv("x", "c", 4, 3).BatchNorm("c", "y", 4), "y"));
        Assert.Equal("If 'out_node'", folding.Outcome.Inside);
        Assert.Equal(["Conv"], Body(folding).Node.Select(n => n.OpType));
        folding.IsFoldedTo("If");
    }

    [Fact]
    public void Never_changes_an_outer_weight_that_another_conv_reads()
    {
        var model = WithBody(m => m.Node("Conv", "x w", "c").BatchNorm("c", "y", 4), "y");
        model.Weight("w", 4, 3, 3, 3).Node("Conv", "x w", "d").Output("d");
        Folding.Of(model).IsFoldedTo("If", "Conv");
    }

    [Fact]
    public void Keeps_batch_norm_in_a_body_behind_a_conv_outside_of_it()
    {
        var model = new ModelBuilder().Conv("x", "c", 4, 3);
        Folding.Of(WithBody(m => m.BatchNorm("c", "y", 4), "y", model)).IsKept(SkipReason.ScopeBoundary, "'c'");
    }

    [Fact]
    public void Keeps_batch_norm_when_a_body_reads_the_conv()
    {
        var model = new ModelBuilder().Conv("x", "c", 4, 3).BatchNorm("c", "z", 4).Output("z");
        Folding.Of(WithBody(m => m.Node("Relu", "c", "y"), "y", model)).IsKept(SkipReason.OtherReaders, "Relu 'y_node'");
    }

    [Fact]
    public void Keeps_batch_norm_that_a_body_reads_before_its_host()
    {
        var model = new ModelBuilder().BatchNorm("x", "n", 3).Conv("n", "z", 4, 3).Output("z");
        Folding.Of(WithBody(m => m.Node("Relu", "n", "y"), "y", model)).IsKept(SkipReason.GraphInput, "If 'out_node'");
    }

    [Fact]
    public void Keeps_the_output_of_a_body() =>
        Folding.Of(WithBody(m => m.Conv("x", "y", 4, 3).BatchNorm("y", "z", 4).Node("Relu", "z", "r"), "y")).IsKept(SkipReason.GraphOutput);

    private static GraphProto Body(Folding folding) => folding.Node("If").Attribute.First(a => a.Name == "then_branch").G;

    /// <summary>If with the same operators in both branches, but for a Neg in the second.</summary>
    private static ModelBuilder WithBody(Action<ModelBuilder> fill, string output, ModelBuilder? model = null)
    {
        model ??= new ModelBuilder();
        model.Input("x", 2, 3, 5, 5);
        model.Graph.Initializer.Add(new TensorProto { Name = "condition", DataType = (int)ElementType.Bool, RawData = ByteString.CopyFrom(1) });
        var main = model.Graph;
        var (yes, no) = (new GraphProto { Name = ByteString.CopyFromUtf8("yes") }, new GraphProto { Name = ByteString.CopyFromUtf8("no") });
        model.Graph = yes;
        fill(model);
        model.Output(output);
        model.Graph = no;
        model.Node("Neg", "x", "neg").Output("neg");
        model.Graph = main;
        return model.Node("If", "condition", "out", ModelBuilder.Body("then_branch", yes), ModelBuilder.Body("else_branch", no)).Output("out");
    }
}
