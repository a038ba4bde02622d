namespace BnFold;

/// <summary>When an Add may stand in for a shift that no constant takes.</summary>
public enum StandIns
{
    /// <summary>Never: such a BatchNormalization is kept.</summary>
    Never,

    /// <summary>Where that is faster: on values of rank 2 and 3.</summary>
    Auto,

    /// <summary>Everywhere: for runtimes without a BatchNormalization kernel.</summary>
    Always,
}
