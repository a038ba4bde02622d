namespace BnFold;

/// <summary>Whether data fits the statistics that are stored in a model.</summary>
public enum DriftVerdict
{
    /// <summary>At most one in twenty channels is beyond the threshold; those with a scale of 0 are not counted.</summary>
    Fits,

    /// <summary>More are; or numbers were seen that are not finite.</summary>
    Drifts,

    /// <summary>Nothing could be measured.</summary>
    NotMeasured,
}
