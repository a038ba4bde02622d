namespace BnFold.Truth;

/// <summary>Einsum: the product of the operands, summed over every letter that the result lacks.</summary>
internal sealed class EinsumField : Field
{
    private readonly Field[] _factors;
    private readonly long _terms;
    private readonly Effort _effort;

    private EinsumField(Field[] factors, long[] dims, long terms, Effort effort) : base(dims) => (_factors, _terms, _effort) = (factors, terms, effort);

    public static Field Of(NodeFields node)
    {
        Field[] operands = [.. node.Inputs];
        var sides = (node.String("equation") ?? "").Replace(" ", "", StringComparison.Ordinal).Split("->");
        var terms = sides[0].Split(',');
        if (terms.Length != operands.Length) throw new NoDefinitionException("an equation that does not fit");
        if (sides is not [_, var result] || sides[0].Contains('.', StringComparison.Ordinal)) throw new NoDefinitionException("an equation that leaves letters out");
        var sizes = new Dictionary<char, long>();
        for (var i = 0; i < terms.Length; i++)
        {
            if (terms[i].Length != operands[i].Rank) throw new NoDefinitionException("an equation that does not fit");
            foreach (var (letter, dim) in terms[i].Zip(operands[i].Dims)) sizes[letter] = Math.Max(dim, sizes.GetValueOrDefault(letter, 1));
        }
        if (!result.All(sizes.ContainsKey)) throw new NoDefinitionException("an equation that does not fit");
        // Letters of the result outside, the others inside: the terms of one sum then lie together.
        char[] letters = [.. result, .. sizes.Keys.Where(letter => !result.Contains(letter, StringComparison.Ordinal))];
        long[] dims = [.. letters.Select(letter => sizes[letter])];
        Field[] factors = [.. operands.Zip(terms, (operand, term) => new StridedField(operand, dims, 0, Strides(operand, term, letters)))];
        return new EinsumField(factors, dims[..result.Length], Coordinates.Product(dims.AsSpan(result.Length)), node.Effort);
    }

    public override double At(long index)
    {
        _effort.Spend(_terms * _factors.Length);
        var sum = 0.0;
        for (var i = index * _terms; i < (index + 1) * _terms; i++)
        {
            var product = 1.0;
            foreach (var factor in _factors) product *= factor.At(i);
            sum += product;
        }
        return sum;
    }

    /// <summary>How far each letter moves in an operand: not at all where it is 1 long, along a diagonal where it occurs twice.</summary>
    private static long[] Strides(Field operand, string term, char[] letters)
    {
        var own = Coordinates.BroadcastStrides(operand.Dims, operand.Dims);
        return Array.ConvertAll(letters, letter => own.Where((_, axis) => term[axis] == letter).Sum());
    }
}
