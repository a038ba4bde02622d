namespace BnFold.Truth;

/// <summary>Counts the terms of all sums, so that a value which costs too much is given up instead of waited for.</summary>
internal sealed class Effort(long limit)
{
    public long Spent { get; private set; }

    /// <exception cref="NoDefinitionException">More than the limit was spent.</exception>
    public void Spend(long terms)
    {
        Spent += terms;
        if (Spent > limit) throw new NoDefinitionException("sums that are too long");
    }
}
