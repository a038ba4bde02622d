using BnFold.Cli.FoldingMany;
using Xunit;

namespace BnFold.Cli.Tests.FoldingMany;

public sealed class MemoryBudgetTests
{
    private static CancellationToken Never => TestContext.Current.CancellationToken;

    [Fact]
    public void Jobs_that_fit_run_together_and_one_that_does_not_waits()
    {
        var budget = new MemoryBudget(total: 10);
        budget.Enter(6, Never);
        budget.Enter(4, Never);
        using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        Assert.Throws<OperationCanceledException>(() => budget.Enter(1, impatient.Token));
        budget.Leave(4);
        budget.Enter(1, Never);
    }

    [Fact]
    public void One_larger_than_the_budget_runs_alone()
    {
        var budget = new MemoryBudget(total: 10);
        budget.Enter(100, Never);
        using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        Assert.Throws<OperationCanceledException>(() => budget.Enter(1, impatient.Token));
        budget.Leave(100);
        budget.Enter(1, Never);
    }
}
