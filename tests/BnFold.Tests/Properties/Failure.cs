namespace BnFold.Tests.Properties;

/// <summary>A property that does not hold: which, and where. A failure that was shrunk is still of the same kind.</summary>
internal sealed record Failure(FailureKind Kind, string Text);

internal enum FailureKind
{
    /// <summary>ONNX Runtime can't run the original; says nothing about the fold.</summary>
    NotRunnable,
    Throws,
    FoldedDoesNotRun,
    Differs,
    ConstantChanged,
    NotIdempotent,
    NotDeterministic,
    InterfaceChanged,
    NotWellFormed,
    DeclarationIsWrong,
    ReportIsWrong,
    IndexIsWrong,
}
