namespace BnFold;

/// <summary>How population statistics are estimated again.</summary>
public enum RecalibrationMethod
{
    /// <summary>
    /// Level by level: each BatchNormalization gets the mean and variance of all that reaches it, while those before it normalise with
    /// what they were just given. Afterwards every one's statistics are those of the data. One run of the data per level.
    /// </summary>
    Exact,

    /// <summary>
    /// All at once: while it is measured, every BatchNormalization normalises with the statistics of the batch at hand, as in training, and
    /// the moments of all batches are merged (PreciseBN). One run of the data; only the first level is independent of how it is cut.
    /// </summary>
    Batch,

    /// <summary>
    /// As <see cref="Batch"/>, but each batch moves the stored statistics: running · momentum + batch · (1 − momentum). A last batch that
    /// is not full is left out of that.
    /// </summary>
    Running,
}
