namespace BnFold.Cli.Reports;

/// <summary>What became of one model of many.</summary>
internal enum ModelStatus
{
    /// <summary>Written, and agrees with the original.</summary>
    Verified,

    /// <summary>Written as it was: nothing was folded.</summary>
    Unchanged,

    /// <summary>Written; no comparison was asked for.</summary>
    Unchecked,

    /// <summary>Written, but ONNX Runtime could not compare it.</summary>
    Unproven,

    /// <summary>Not written, as it differs from the original.</summary>
    Differs,

    /// <summary>Not written, as the model can't be read or the output not be written.</summary>
    Unusable,

    /// <summary>Left alone, as its output was there.</summary>
    Skipped,

    /// <summary>Not written, as asked.</summary>
    DryRun,
}
