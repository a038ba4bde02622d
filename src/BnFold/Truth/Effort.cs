namespace BnFold.Truth;

/// <summary>Counts the terms of all sums and the elements of all nodes, so that a value which costs too much is given up instead of waited for.</summary>
internal sealed class Effort(long limit)
{
    public long Spent { get; private set; }

    /// <exception cref="NoDefinitionException">More than the limit was spent.</exception>
    public void Spend(long terms)
    {
        Spent += terms;
        if (Spent > limit) throw new NoDefinitionException("sums that are too long");
    }

    /// <summary>The elements of a node, each of which costs something every time it is asked for: nothing is remembered.</summary>
    public Field Meter(Field field) => new MeteredField(field, this);

    private sealed class MeteredField(Field source, Effort effort) : Field(source.Dims)
    {
        public override double At(long index)
        {
            effort.Spend(1);
            return source.At(index);
        }
    }
}
