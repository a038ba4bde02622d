namespace BnFold;

/// <summary>The way a BatchNormalization went.</summary>
public enum FoldRoute
{
    /// <summary>Scale and shift went into constants before it.</summary>
    Backward,

    /// <summary>Scale and shift went into constants behind it.</summary>
    Forward,

    /// <summary>The scale went into constants before it, the shift into constants behind it.</summary>
    Split,

    /// <summary>The scale went into constants before it; an Add with the shift took its place.</summary>
    StandIn,

    /// <summary>The scale went into constants behind it; an Add with the shift, divided by the scale, took its place.</summary>
    Divided,

    /// <summary>Nothing took it; Mul and Add took its place.</summary>
    Lowered,

    /// <summary>It was one of several parallel branches that became one Conv.</summary>
    Merged,

    /// <summary>Nobody read its output.</summary>
    Unread,
}
