namespace BnFold;

/// <summary>An output beside what a file says it should be.</summary>
public sealed record ExpectedOutput
{
    /// <summary>What was expected.</summary>
    public required TensorFile File { get; init; }

    /// <summary>
    /// The original's output (as <see cref="ValueComparison.Other"/>) beside the file's (as <see cref="ValueComparison.Original"/>).
    /// </summary>
    public required ValueComparison Original { get; init; }

    /// <summary>The other model's output beside the file's, in the same way; null where that model could not be run.</summary>
    public ValueComparison? Other { get; init; }
}
