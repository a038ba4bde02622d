using BnFold.Onnx;
using Google.Protobuf;
using Xunit;

namespace BnFold.Tests.Verification;

public class VerifierSubgraphTests
{
    private readonly ConvBatchNorm _then = new(seed: 1);
    private readonly ConvBatchNorm _else = new(seed: 2);

    [Theory, InlineData(true), InlineData(false)]
    public void Accepts_right_folds_in_both_branches_and_accounts_for_them(bool condition)
    {
        var report = Judged.Compare(Branching(condition, isFolded: false), Branching(condition, isFolded: true), Both).Agrees();

        Assert.Equal(["batchnormalization_then", "batchnormalization_else"], Assert.Single(report.Sites).BatchNormalizations);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Refuses_a_wrong_fold_in_the_branch_that_is_taken(bool condition)
    {
        (condition ? _then : _else).FoldedBias[1] += 0.1f;

        Judged.Compare(Branching(condition, isFolded: false), Branching(condition, isFolded: true)).DiffersAt("y");
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Refuses_a_wrong_fold_in_the_branch_that_is_not_taken(bool condition)
    {
        (condition ? _else : _then).FoldedBias[1] += 0.1f;

        var report = Judged.Compare(Branching(condition, isFolded: false), Branching(condition, isFolded: true)).DiffersAt("y");

        Assert.True(report.Outputs[0].Agrees);
    }

    [Fact]
    public void Says_not_possible_where_the_other_branch_is_for_other_inputs()
    {
        var original = Branching(condition: true, isFolded: false);
        var other = Branching(condition: true, isFolded: true);
        foreach (var net in (Net[])[original, other])
        {
            // Only [2, 5, 8, 8] could go this way.
            var branch = net.Graph.Node[^1].Attribute[1].G;
            branch.Initializer.Single(tensor => tensor.Name.StartsWith("else_w", StringComparison.Ordinal)).Dims[0] = 5;
            foreach (var tensor in branch.Initializer.Where(tensor => tensor.Dims[0] == 4 || tensor.Dims[0] == 5)) Widen(tensor);
        }

        Assert.Equal(VerificationVerdict.NotPossible, Judged.Compare(original, other, Both).Verdict);
        Judged.Compare(original, other, Both with { Sites = ["batchnormalization_then"] }).Agrees();
    }

    [Fact]
    public void Finds_bodies_alike_that_are()
    {
        var report = Judged.Compare(Branching(condition: true, isFolded: false), Branching(condition: true, isFolded: false)).Agrees();

        Assert.Empty(report.Sites);
    }

    [Fact]
    public void Sees_a_captured_constant_that_changed()
    {
        Net Build(float bias)
        {
            var body = new Net().Node("Add", "x captured", "sum").Output("sum").Graph;
            return new Net().Input("x", 2, 3).Floats("captured", [3], bias, 1, 1).Bytes("flag", ElementType.Bool, [], [1])
                .Node("If", "flag", "y", ("then_branch", body), ("else_branch", body.Clone())).Output("y");
        }

        Assert.Empty(Judged.Compare(Build(1), Build(1)).Agrees().Sites);
        Judged.Compare(Build(1), Build(1.1f)).DiffersAt("y");
    }

    [Fact]
    public void Compares_what_a_loop_makes()
    {
        Net Build(float factor)
        {
            var body = new Net().Input("i", ElementType.Int64).Input("go", ElementType.Bool).Input("state", 2, 3)
                .Floats("k", [], factor).Node("Mul", "state k", "next").Node("Identity", "go", "on")
                .Output("on", ElementType.Bool).Output("next").Graph;
            return new Net().Input("x", 2, 3).Integers("trips", [], 3).Bytes("go", ElementType.Bool, [], [1])
                .Node("Loop", "trips go x", "y", ("body", body)).Output("y");
        }

        Assert.Empty(Judged.Compare(Build(2), Build(2)).Agrees().Sites);
        Judged.Compare(Build(2), Build(2.001f)).DiffersAt("y");
    }

    [Fact]
    public void Accounts_for_a_fold_inside_a_function()
    {
        var block = new ConvBatchNorm();
        Net Build(bool isFolded)
        {
            var inside = (isFolded ? block.AddFolded(new Net()) : block.AddOriginal(new Net())).Graph;
            var function = new FunctionProto { Name = "Block", Domain = "local" };
            function.OpsetImport.Add(new OperatorSetIdProto { Version = 17 });
            function.Input.Add("x");
            function.Output.Add("y");
            foreach (var tensor in inside.Initializer)
                function.Node.Add(new Net().Node("Constant", "", tensor.Name, ("value", tensor)).Graph.Node);
            function.Node.Add(inside.Node);
            var net = new Net().Import("local", 1).Function(function).Input("in", 2, 3, 8, 8).Node("Block", "in", "out").Output("out");
            net.Graph.Node[0].Domain = "local";
            return net;
        }

        Assert.Empty(Judged.Compare(Build(isFolded: false), Build(isFolded: false)).Agrees().Sites);
        var options = new VerifyOptions { Sites = ["batchnormalization_y"] };
        Assert.Single(Judged.Compare(Build(isFolded: false), Build(isFolded: true), options).Agrees().Sites);
        block.FoldedBias[0] += 0.01f;
        Judged.Compare(Build(isFolded: false), Build(isFolded: true), options).DiffersAt("out");
    }

    private static VerifyOptions Both => new() { Sites = ["batchnormalization_then", "batchnormalization_else"] };

    private Net Branching(bool condition, bool isFolded)
    {
        GraphProto Branch(ConvBatchNorm block, string name)
        {
            var net = isFolded ? block.AddFolded(new Net(), "in", name, name + "_") : block.AddOriginal(new Net(), "in", name, name + "_");
            return net.Output(name).Graph;
        }

        // The condition depends on the input, but comes out the same for all.
        return new Net().Input("x", 2, 3, 8, 8).Node("Identity", "x", "in").Floats("bound", [], condition ? -1000 : 1000)
            .Node("ReduceMax", "x", "max", ("keepdims", 0)).Node("Greater", "max bound", "condition")
            .Node("If", "condition", "y", ("then_branch", Branch(_then, "then")), ("else_branch", Branch(_else, "else"))).Output("y");
    }

    private static void Widen(TensorProto tensor)
    {
        tensor.Dims[0] = 4;
        if (tensor.Dims.Count != 4) return;
        tensor.Dims[1] = 5;
        tensor.RawData = ByteString.CopyFrom(new byte[4 * 5 * 9 * sizeof(float)]);
    }
}
