using BnFold.Onnx;

namespace BnFold.Functions;

/// <summary>The model-local functions, by what a call names: domain, operator type and overload.</summary>
internal sealed class FunctionTable
{
    private readonly ModelProto _model;
    private readonly Dictionary<(string, string, string), FunctionProto> _functions = [];
    private readonly Lazy<HashSet<FunctionProto>> _withBatchNorm;

    public FunctionTable(ModelProto model)
    {
        _model = model;
        foreach (var function in model.Functions) _functions.TryAdd((function.Domain, function.Name, function.Overload), function);
        _withBatchNorm = new(FindWithBatchNorm);
    }

    public FunctionProto? Find(NodeProto node) => _functions.GetValueOrDefault((node.Domain, node.OpType, node.Overload));

    /// <summary>Its nodes mean the same in the main graph: every operator set it imports is imported there in the same version.</summary>
    public bool SharesOperatorSets(FunctionProto function) =>
        function.OpsetImport.All(own => _model.OpsetImport.Any(o => o.Domain == own.Domain && o.Version == own.Version) || own.Domain == function.Domain);

    /// <summary>Itself, in a body of one of its nodes, or in a function it calls.</summary>
    public bool HoldsBatchNorm(FunctionProto function) => _withBatchNorm.Value.Contains(function);

    // From the functions that hold one themselves to those that call them, without recursion: a file may chain any number of calls.
    private HashSet<FunctionProto> FindWithBatchNorm()
    {
        var found = new HashSet<FunctionProto>(ReferenceEqualityComparer.Instance);
        var callers = new Dictionary<FunctionProto, List<FunctionProto>>(ReferenceEqualityComparer.Instance);
        var open = new Stack<FunctionProto>();
        foreach (var function in _model.Functions)
        {
            foreach (var node in function.Node.WithBodies())
            {
                if (node.IsBatchNormalization && found.Add(function)) open.Push(function);
                if (Find(node) is not { } called) continue;
                if (!callers.TryGetValue(called, out var list)) callers.Add(called, list = []);
                list.Add(function);
            }
        }
        while (open.TryPop(out var function))
        {
            foreach (var caller in callers.GetValueOrDefault(function, []))
            {
                if (found.Add(caller)) open.Push(caller);
            }
        }
        return found;
    }
}
