using BnFold.Onnx;

namespace BnFold.Tests.Support;

/// <summary>Models whose BatchNormalizations are inside a model-local function.</summary>
internal static class FunctionModels
{
    /// <summary>The model with each BatchNormalization as a call, named as its result, of a function "Block" that holds one, "bn".</summary>
    public static ModelBuilder WithBlocks(ModelBuilder model)
    {
        string[] inputs = ["in", "s", "b", "m", "v"];
        var block = new NodeProto { OpType = "BatchNormalization", Name = "bn", Input = { inputs }, Output = { "out" } };
        var function = new FunctionProto { Name = "Block", Domain = "local", Input = { inputs }, Output = { "out" }, Node = { block } };
        function.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 17 });
        model.Model.Functions.Add(function);
        model.Model.OpsetImport.Add(new OperatorSetIdProto { Domain = "local", Version = 1 });
        foreach (var node in model.Graph.Node.Where(node => node.OpType == "BatchNormalization"))
            (node.OpType, node.Domain, node.Name) = ("Block", "local", node.Output[0]);
        return model;
    }
}
