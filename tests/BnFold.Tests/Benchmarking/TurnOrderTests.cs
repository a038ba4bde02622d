using BnFold.Benchmarking;
using Xunit;

namespace BnFold.Tests.Benchmarking;

public sealed class TurnOrderTests
{
    [Fact]
    public void Every_model_has_one_turn_a_round_and_none_always_goes_first()
    {
        var order = new TurnOrder(3, 1);
        var rounds = Enumerable.Range(0, 60).Select(_ => order.Next()).ToArray();
        Assert.All(rounds, round => Assert.Equal([0, 1, 2], round.Order()));
        Assert.All(Enumerable.Range(0, 3), model => Assert.InRange(rounds.Count(round => round[0] == model), 8, 35));
    }

    [Fact]
    public void Same_seeds_give_the_same_order() => Assert.Equal(new TurnOrder(5, 4, 2).Next(), new TurnOrder(5, 4, 2).Next());
}
