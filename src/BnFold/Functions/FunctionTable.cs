using BnFold.Onnx;

namespace BnFold.Functions;

/// <summary>The model-local functions, by what a call names: domain, operator type and overload.</summary>
internal sealed class FunctionTable
{
    private readonly ModelProto _model;
    private readonly Dictionary<(string, string, string), FunctionProto> _functions = [];
    private readonly Lazy<Dictionary<FunctionProto, List<FunctionProto>>> _callers;
    private readonly Lazy<HashSet<FunctionProto>> _withBatchNorm;

    public FunctionTable(ModelProto model)
    {
        _model = model;
        foreach (var function in model.Functions) _functions.TryAdd((function.Domain, function.Name, function.Overload), function);
        _callers = new(FindCallers);
        _withBatchNorm = new(FindWithBatchNorm);
    }

    public FunctionProto? Find(NodeProto node) => _functions.GetValueOrDefault((node.Domain, node.OpType, node.Overload));

    /// <summary>Its nodes mean the same in the main graph: every operator set it imports is imported there in the same version.</summary>
    public bool SharesOperatorSets(FunctionProto function) =>
        function.OpsetImport.All(own => own.Domain == function.Domain || own.Version == _model.OpsetVersion(own.Domain));

    /// <summary>Itself, in a body of one of its nodes, or in a function it calls.</summary>
    public bool HoldsBatchNorm(FunctionProto function) => _withBatchNorm.Value.Contains(function);

    /// <summary>A function that calls itself, by way of others or not, which ONNX does not allow; null if there is none.</summary>
    public FunctionProto? FindRecursive()
    {
        var callers = _callers.Value;
        var calls = new Dictionary<FunctionProto, int>(ReferenceEqualityComparer.Instance);
        foreach (var caller in callers.Values.SelectMany(list => list)) calls[caller] = calls.GetValueOrDefault(caller) + 1;
        var ended = new Stack<FunctionProto>(_model.Functions.Where(function => !calls.ContainsKey(function)));
        while (ended.TryPop(out var function))
        {
            foreach (var caller in callers.GetValueOrDefault(function, []))
            {
                if (--calls[caller] == 0) ended.Push(caller);
            }
        }
        // Whoever never ends calls one that never ends: as many steps as there are functions lead into a circle.
        var suspect = _model.Functions.FirstOrDefault(IsEndless);
        for (var step = 0; suspect is not null && step < _model.Functions.Count; step++)
            suspect = suspect.Node.WithBodies().Select(Find).OfType<FunctionProto>().First(IsEndless);
        return suspect;

        bool IsEndless(FunctionProto function) => calls.GetValueOrDefault(function) > 0;
    }

    // From the functions that hold one themselves to those that call them, without recursion: a file may chain any number of calls.
    private HashSet<FunctionProto> FindWithBatchNorm()
    {
        var found = new HashSet<FunctionProto>(ReferenceEqualityComparer.Instance);
        var callers = _callers.Value;
        var open = new Stack<FunctionProto>(
            _model.Functions.Where(function => function.Node.WithBodies().Any(node => node.IsBatchNormalization) && found.Add(function)));
        while (open.TryPop(out var function))
        {
            foreach (var caller in callers.GetValueOrDefault(function, []))
            {
                if (found.Add(caller)) open.Push(caller);
            }
        }
        return found;
    }

    /// <summary>Who calls each function, as often as it does.</summary>
    private Dictionary<FunctionProto, List<FunctionProto>> FindCallers()
    {
        var callers = new Dictionary<FunctionProto, List<FunctionProto>>(ReferenceEqualityComparer.Instance);
        foreach (var function in _model.Functions)
        {
            foreach (var called in function.Node.WithBodies().Select(Find).OfType<FunctionProto>())
            {
                if (!callers.TryGetValue(called, out var list)) callers.Add(called, list = []);
                list.Add(function);
            }
        }
        return callers;
    }
}
