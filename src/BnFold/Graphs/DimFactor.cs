using System.Collections.Immutable;
using System.Globalization;

namespace BnFold.Graphs;

/// <summary>
/// What a <see cref="Dim"/> multiplies: a symbol, or an expression that is no product. Its text is canonical, so equal text means the
/// same number.
/// </summary>
internal abstract class DimFactor : IEquatable<DimFactor>
{
    public abstract string Text { get; }

    /// <summary>Rests on a size that nothing names: all that is known of it is that it is one.</summary>
    public abstract bool IsAnonymous { get; }

    /// <summary>A proven lower bound.</summary>
    public abstract long? Minimum { get; }

    public bool Equals(DimFactor? other) => other is not null && Text == other.Text;

    public override bool Equals(object? obj) => Equals(obj as DimFactor);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;
}

/// <summary>An unknown size. A tensor has no axis of less than one element, or it holds nothing at all that could go wrong.</summary>
internal sealed class SymbolFactor : DimFactor
{
    public SymbolFactor(string name) => Text = IsPlain(name) ? name : $"'{name.Replace("'", "''", StringComparison.Ordinal)}'";

    public SymbolFactor(int number)
    {
        Text = string.Create(CultureInfo.InvariantCulture, $"?{number}");
        IsAnonymous = true;
    }

    public override string Text { get; }

    public override bool IsAnonymous { get; }

    public override long? Minimum => 1;

    // Anything else in a name is quoted, lest it reads like an expression or an anonymous symbol.
    private static bool IsPlain(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or ':');
}

/// <summary>A sum of at least two terms without a common factor, sorted, the constant last.</summary>
internal sealed class SumFactor(ImmutableArray<Dim> terms) : DimFactor
{
    public ImmutableArray<Dim> Terms => terms;

    public override string Text { get; } =
        $"({string.Concat(terms.Select(static (t, i) => i == 0 || t.Coefficient < 0 ? $"{t}" : $"+{t}"))})";

    public override bool IsAnonymous { get; } = terms.Any(static t => t.IsAnonymous);

    public override long? Minimum { get; } = terms.Aggregate((long?)0, static (sum, t) => DimArithmetic.Add(sum, t.Minimum)?.Size);
}

/// <summary>A quotient rounded down.</summary>
internal sealed class FloorFactor(Dim numerator, long divisor) : DimFactor
{
    public Dim Numerator => numerator;

    public long Divisor => divisor;

    public override string Text { get; } = string.Create(CultureInfo.InvariantCulture, $"floor({numerator}/{divisor})");

    public override bool IsAnonymous => numerator.IsAnonymous;

    public override long? Minimum { get; } = numerator.Minimum is { } minimum ? DimArithmetic.Floor(minimum, divisor) : null;
}
