namespace BnFold;

/// <summary>Which of two models is closer to the exact value.</summary>
public enum CloserModel
{
    /// <summary>Both are equally far from it.</summary>
    Neither,

    /// <summary>The original.</summary>
    Original,

    /// <summary>The one that is compared with it.</summary>
    Other,
}
