using BnFold.Onnx;

namespace BnFold.Functions;

/// <summary>The model-local functions, by what a call names: domain, operator type and overload.</summary>
internal sealed class FunctionTable
{
    private readonly ModelProto _model;
    private readonly Dictionary<(string, string, string), FunctionProto> _functions = [];
    private readonly Dictionary<FunctionProto, bool> _holdsBatchNorm = new(ReferenceEqualityComparer.Instance);

    public FunctionTable(ModelProto model)
    {
        _model = model;
        foreach (var function in model.Functions) _functions.TryAdd((function.Domain, function.Name, function.Overload), function);
    }

    public static bool IsBatchNorm(NodeProto node) => node is { OpType: "BatchNormalization", Domain: "" or "ai.onnx" };

    public FunctionProto? Find(NodeProto node) => _functions.GetValueOrDefault((node.Domain, node.OpType, node.Overload));

    /// <summary>Its nodes mean the same in the main graph: every operator set it imports is imported there in the same version.</summary>
    public bool SharesOperatorSets(FunctionProto function) =>
        function.OpsetImport.All(own => _model.OpsetImport.Any(o => o.Domain == own.Domain && o.Version == own.Version) || own.Domain == function.Domain);

    public bool HoldsBatchNorm(FunctionProto function)
    {
        if (_holdsBatchNorm.TryGetValue(function, out var known)) return known;
        // Stands while the body is looked at, so that functions that call each other in a circle end.
        _holdsBatchNorm[function] = false;
        return _holdsBatchNorm[function] = Holds(function.Node);
    }

    private bool Holds(IEnumerable<NodeProto> nodes) =>
        nodes.Any(n => IsBatchNorm(n) || (Find(n) is { } called && HoldsBatchNorm(called)) || n.Bodies().Any(b => Holds(b.Node)));
}
