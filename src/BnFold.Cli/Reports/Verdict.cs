namespace BnFold.Cli.Reports;

/// <summary>How a comparison ended.</summary>
internal enum Verdict
{
    /// <summary>Nothing was changed: both files hold the same bytes.</summary>
    Identical,

    /// <summary>All that was compared is within its limit.</summary>
    Agrees,

    /// <summary>Something is not.</summary>
    Differs,

    /// <summary>The models could not be run.</summary>
    NotPossible,
}
