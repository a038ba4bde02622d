using System.Globalization;

namespace BnFold.Verification;

/// <summary>One declared dimension: a size, or a symbol that stands for the same size wherever it occurs.</summary>
internal sealed record DeclaredDim(long? Size, string Symbol)
{
    public override string ToString() => Size?.ToString(CultureInfo.InvariantCulture) ?? Symbol;
}
