namespace BnFold.Graphs;

/// <summary>Takes out what edits left without a reader: initializers, and nodes that only made such values. What nobody read before stays.</summary>
internal sealed class DeadValueSweep(GraphView view)
{
    private readonly Stack<Value> _suspects = new();

    /// <summary>Number of nodes taken out so far, those in bodies included; a BatchNormalization has an outcome of its own.</summary>
    public int RemovedNodes { get; private set; }

    public void Suspect(Value value) => _suspects.Push(value);

    public void Run()
    {
        while (_suspects.TryPop(out var value))
        {
            if (value.Uses.Count > 0 || value.IsGraphOutput) continue;
            if (value.Initializer is not null || value.Sparse is not null)
                Forget(value);
            else if (value.Producer is { IsRemoved: false } producer && producer.Outputs.All(IsUnread))
                Remove(producer);
        }
    }

    /// <summary>One that callers may replace is part of the interface, read or not.</summary>
    private void Forget(Value initializer)
    {
        var isInterface = initializer.GraphInput is not null && view.Model.IrVersion >= 4 && !view.Constants.Policy.FreezeInputs;
        if (!isInterface) initializer.Scope.Forget(initializer);
    }

    private static bool IsUnread(Value? value) => value is null || (value.Uses.Count == 0 && !value.IsGraphOutput);

    private void Remove(Node node)
    {
        node.IsRemoved = true;
        if (!node.Is("BatchNormalization")) RemovedNodes++;
        foreach (var output in node.Outputs) output?.Scope.Forget(output);
        for (var i = 0; i < node.Inputs.Count; i++) view.Reconnect(node, i, null);
        foreach (var body in view.BodiesOf(node))
        {
            foreach (var inner in body.Nodes) Remove(inner);
        }
    }
}
