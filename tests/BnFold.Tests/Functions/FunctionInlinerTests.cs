using BnFold.Functions;
using BnFold.Onnx;
using BnFold.Tests.Support;
using Google.Protobuf;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Functions;

public sealed class FunctionInlinerTests
{
    [Fact]
    public void Inlines_a_function_that_holds_a_batch_norm()
    {
        var model = Model();
        AddFunction(model, "Block", ["in", "w", "s", "b", "m", "v"], ["out"],
            new() { OpType = "Conv", Input = { "in", "w" }, Output = { "c" }, Name = "conv", Attribute = { new AttributeProto { Name = "pads", RefAttrName = "pads", Type = (int)AttributeKind.Ints } } },
            new() { OpType = "BatchNormalization", Input = { "c", "s", "b", "m", "v" }, Output = { "out" }, Name = "bn" });
        Call(model, "Block", "x w scale bias mean var", "p", Ints("pads", 1, 1, 1, 1));
        Call(model, "Block", "p w scale bias mean var", "q");
        var folding = Folding.Of(model.Output("q"));
        folding.IsFoldedTo("Conv", "Conv");
        Assert.Empty(folding.Model.Functions);
        Assert.Equal(["p_node/bn", "q_node/bn"], folding.Report.Outcomes.Select(o => o.Node));
        Assert.Equal(["bn", "bn"], folding.Report.Outcomes.Select(o => o.NameInFile));
    }

    [Fact]
    public void A_fold_of_functions_in_functions_is_verified_by_the_names_of_the_file()
    {
        var model = Model();
        NodeProto BatchNorm(string input, string output, string name) =>
            new() { OpType = "BatchNormalization", Input = { input, "s", "b", "m", "v" }, Output = { output }, Name = name };
        AddFunction(model, "Inner", ["in", "w", "s", "b", "m", "v"], ["out"],
            new NodeProto { OpType = "Conv", Input = { "in", "w" }, Output = { "c" } }, BatchNorm("c", "n", ""), new NodeProto { OpType = "Relu", Input = { "n" }, Output = { "out" } });
        AddFunction(model, "Outer", ["in", "w", "s", "b", "m", "v"], ["out"],
            new NodeProto { OpType = "Inner", Domain = "local", Input = { "in", "w", "s", "b", "m", "v" }, Output = { "i" } },
            new NodeProto { OpType = "Conv", Input = { "i", "w" }, Output = { "c" } }, BatchNorm("c", "out", "last"));
        Call(model, "Outer", "x w scale bias mean var", "y");
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("model.onnx"), model.Output("y").Model.ToByteArray());
        using var loaded = OnnxModel.Load(folder.File("model.onnx"));

        var report = BatchNormFolder.Fold(loaded, cancellation: TestContext.Current.CancellationToken);
        loaded.Save(folder.File("folded.onnx"));

        Assert.Equal(["n", "last"], report.Outcomes.Select(o => o.NameInFile));
        var verification = Verifier.Compare(folder.File("model.onnx"), folder.File("folded.onnx"), new() { Sites = [.. report.Outcomes.Select(o => o.NameInFile)] },
            cancellation: TestContext.Current.CancellationToken);
        Assert.True(verification.Verdict is VerificationVerdict.Agrees, verification.Reason);
    }

    [Fact]
    public void Leaves_functions_alone_that_would_make_more_nodes_than_memory_holds()
    {
        var model = Model();
        for (var i = 0; i < 40; i++)
        {
            NodeProto Callee(string input, string output) => new() { OpType = $"F{i + 1}", Domain = "local", Input = { input, "s", "b", "m", "v" }, Output = { output } };
            AddFunction(model, $"F{i}", ["in", "s", "b", "m", "v"], ["out"], Callee("in", "mid"), Callee("mid", "out"));
        }
        AddFunction(model, "F40", ["in", "s", "b", "m", "v"], ["out"], new NodeProto { OpType = "BatchNormalization", Input = { "in", "s", "b", "m", "v" }, Output = { "out" } });
        Call(model, "F0", "x scale bias mean var", "y");
        Assert.Contains(Folding.Of(model.Output("y")).Report.Outcomes, outcome => outcome.Reason == SkipReason.InsideFunction);
    }

    [Theory]
    [InlineData("A", "A")]
    [InlineData("B", "A B")]
    [InlineData("B", "A B C")]
    public void Refuses_functions_that_call_themselves(string last, string names)
    {
        var model = Model();
        AddFunction(model, "Caller", ["in"], ["out"], Callee("A"));
        AddFunction(model, "Plain", ["in"], ["out"], new NodeProto { OpType = "Relu", Input = { "in" }, Output = { "out" } });
        var functions = names.Split(' ');
        for (var i = 0; i < functions.Length; i++)
            AddFunction(model, functions[i], ["in"], ["out"], Callee("Plain"), Callee(i + 1 < functions.Length ? functions[i + 1] : last));
        Call(model, "Caller", "x", "y");
        var exception = Assert.Throws<OnnxFormatException>(() => Folding.Of(model.Output("y")));
        Assert.Matches("function '[ABC]': calls itself", exception.Message);

        static NodeProto Callee(string name) => new() { OpType = name, Domain = "local", Input = { "in" }, Output = { "out" } };
    }

    [Fact]
    public void Follows_chains_of_calls_of_any_length()
    {
        const int length = 20_000;
        var functions = new ModelProto();
        for (var i = 0; i < length; i++)
        {
            var function = new FunctionProto { Name = $"F{i}", Domain = "local", Input = { "in" }, Output = { "out" } };
            function.Node.Add(new NodeProto { OpType = i + 1 < length ? $"F{i + 1}" : "BatchNormalization", Domain = i + 1 < length ? "local" : "", Input = { "in" }, Output = { "out" } });
            functions.Functions.Add(function);
        }
        Assert.True(new FunctionTable(functions).HoldsBatchNorm(functions.Functions[0]));
    }

    [Fact]
    public void Inlines_a_function_in_front_of_a_batch_norm_and_leaves_others_alone()
    {
        var model = Model();
        AddFunction(model, "Project", ["in", "w"], ["out"], new NodeProto { OpType = "Conv", Input = { "in", "w" }, Output = { "out" } });
        AddFunction(model, "Activate", ["in"], ["out"], new NodeProto { OpType = "Relu", Input = { "in" }, Output = { "out" } });
        Call(model, "Project", "x w", "c");
        model.Node("BatchNormalization", "c scale bias mean var", "y").Node("Identity", "y", "i");
        Call(model, "Activate", "i", "z");
        var folding = Folding.Of(model.Output("z")).IsFoldedTo("Conv", "Identity", "Activate");
        Assert.Equal("Activate", Assert.Single(folding.Model.Functions).Name);
    }

    [Fact]
    public void Keeps_a_function_of_another_operator_set_and_says_so()
    {
        var model = Model();
        AddFunction(model, "Block", ["in", "s", "b", "m", "v"], ["out"], new NodeProto { OpType = "BatchNormalization", Input = { "in", "s", "b", "m", "v" }, Output = { "out" }, Name = "bn" });
        model.Model.Functions[0].OpsetImport[0].Version = 15;
        Call(model, "Block", "x scale bias mean var", "y");
        Folding.Of(model.Output("y")).IsKept(SkipReason.InsideFunction, "'Block', which is written in operator set 15, while the model imports 17");
    }

    [Fact]
    public void Inlines_a_function_that_calls_the_operators_of_ONNX_by_their_other_name()
    {
        var model = Model();
        AddFunction(model, "Block", ["in", "s", "b", "m", "v"], ["out"], new NodeProto { OpType = "BatchNormalization", Input = { "in", "s", "b", "m", "v" }, Output = { "out" }, Name = "bn" });
        model.Model.Functions[0].OpsetImport[0].Domain = "ai.onnx";
        model.Node("Conv", "x w", "c");
        Call(model, "Block", "c scale bias mean var", "y");
        var folding = Folding.Of(model.Output("y"));
        Assert.Equal(["Conv"], folding.OpTypes);
    }

    [Fact]
    public void Renames_sparse_initializers_in_bodies_of_a_function()
    {
        var model = Model().Input("q", ElementType.Bool);
        var values = ModelBuilder.MakeTensor("sp", ElementType.Float, [1], [2]);
        var body = new GraphProto
        {
            Node = { new NodeProto { OpType = "Mul", Input = { "n", "sp" }, Output = { "r" } } },
            Output = { new ValueInfoProto { Name = "r" } },
            SparseInitializer = { new SparseTensorProto { Values = values, Indices = ModelBuilder.MakeTensor("", ElementType.Int64, [1], [0]), Dims = { 1 } } },
        };
        AddFunction(
            model, "Block", ["in", "s", "b", "m", "v", "q"], ["out"],
            new NodeProto { OpType = "BatchNormalization", Input = { "in", "s", "b", "m", "v" }, Output = { "n" }, Name = "bn" },
            new NodeProto { OpType = "If", Input = { "q" }, Output = { "out" }, Attribute = { ModelBuilder.Body("then_branch", body), ModelBuilder.Body("else_branch", body.Clone()) } });
        model.Node("Conv", "x w", "c");
        Call(model, "Block", "c scale bias mean var q", "y");
        Assert.True(Folding.Of(model.Output("y")).Outcome.IsFolded);
    }

    [Fact]
    public void Says_that_nothing_calls_a_function()
    {
        var model = Model().BatchNorm("x", "y", 3);
        AddFunction(model, "Block", ["in", "s", "b", "m", "v"], ["out"], new NodeProto { OpType = "BatchNormalization", Input = { "in", "s", "b", "m", "v" }, Output = { "out" }, Name = "bn" });
        var outcome = Folding.Of(model.Output("y")).Report.Outcomes[^1];
        Assert.EndsWith("'Block', which nothing calls", outcome.Detail, StringComparison.Ordinal);
    }

    private static ModelBuilder Model() => new ModelBuilder().Input("x", 2, 3, 5, 5).Weight("w", 3, 3, 3, 3)
        .Vector("scale", 1, -2, 3).Vector("bias", 0, 1, 2).Vector("mean", 1, 2, 3).Vector("var", 1, 2, 3);

    private static void AddFunction(ModelBuilder model, string name, string[] inputs, string[] outputs, params NodeProto[] nodes)
    {
        var function = new FunctionProto { Name = name, Domain = "local", Attribute = { "pads" } };
        function.Input.AddRange(inputs);
        function.Output.AddRange(outputs);
        function.Node.AddRange(nodes);
        function.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 17 });
        function.OpsetImport.Add(new OperatorSetIdProto { Domain = "local", Version = 1 });
        model.Model.Functions.Add(function);
        if (model.Model.OpsetImport.All(o => o.Domain != "local")) model.Model.OpsetImport.Add(new OperatorSetIdProto { Domain = "local", Version = 1 });
    }

    private static void Call(ModelBuilder model, string name, string inputs, string output, params AttributeProto[] attributes)
    {
        model.Node(name, inputs, output, attributes);
        model.Graph.Node[^1].Domain = "local";
    }
}
