namespace BnFold.Verification;

/// <summary>What a symbolic dimension is likely to be, from where it stands.</summary>
internal enum SymbolRole
{
    /// <summary>The outermost dimension.</summary>
    Batch,

    /// <summary>Behind the channels of four dimensions: height or width.</summary>
    Image,

    /// <summary>Any other: a length, a number of features, a side of a volume.</summary>
    Length,
}
