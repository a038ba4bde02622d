namespace BnFold.Cli.FoldingMany;

/// <summary>Lets jobs begin as long as all that run fit into a budget; one that is larger than the budget runs alone.</summary>
internal sealed class MemoryBudget(long total)
{
    private readonly object _gate = new();
    private long _taken;
    private int _running;

    /// <summary>Waits until there is room.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while waiting.</exception>
    public void Enter(long need, CancellationToken cancellation)
    {
        lock (_gate)
        {
            while (_running > 0 && _taken + need > total)
            {
                cancellation.ThrowIfCancellationRequested();
                Monitor.Wait(_gate, TimeSpan.FromMilliseconds(100));
            }
            _taken += need;
            _running++;
        }
    }

    public void Leave(long need)
    {
        lock (_gate)
        {
            _taken -= need;
            _running--;
            Monitor.PulseAll(_gate);
        }
    }
}
