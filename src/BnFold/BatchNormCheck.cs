namespace BnFold;

/// <summary>One BatchNormalization in ONNX Runtime beside the reference implementation, on the same input: the worst of all samples.</summary>
public sealed record BatchNormCheck
{
    /// <summary>Name of the node; that of its first output if it has none.</summary>
    public required string Node { get; init; }

    /// <summary>The node whose body it is in, or the function; null in the main graph.</summary>
    public string? Inside { get; init; }

    /// <summary>What came of it.</summary>
    public required BatchNormCheckVerdict Verdict { get; init; }

    /// <summary>Why it differs, or could not be compared, or what it was fed instead of its own activations; null if there is nothing to say.</summary>
    public string? Reason { get; init; }

    /// <summary>Length of the parameter vectors; null where they could not be read.</summary>
    public int? Channels { get; init; }

    /// <summary>Element type of the input, such as <c>Float</c>; null where it is not known.</summary>
    public string? Type { get; init; }

    /// <summary>Sizes of the input.</summary>
    public IReadOnlyList<long> Dims { get; init; } = [];

    /// <summary>Elements compared, over all samples.</summary>
    public long Elements { get; init; }

    /// <summary>Largest |Δ| between ONNX Runtime's result and the reference before it is rounded.</summary>
    public double MaxDifference { get; init; }

    /// <summary>
    /// Largest |Δ| as a share of what its element may be off by: above 1 it differs. An element may be off by some roundings of the terms it
    /// is the sum of, |scale/√(variance+ε)|·(|x|+|mean|) + |bias|, or by the tolerances of the options.
    /// </summary>
    public double MaxShareOfLimit { get; init; }

    /// <summary>Most steps between ONNX Runtime's number and the nearest of its type to the reference. Large where terms cancel.</summary>
    public long MaxUlp { get; init; }

    /// <summary>Steps that half of the elements stay within.</summary>
    public long Ulp50 { get; init; }

    /// <summary>Steps that 99 % of the elements stay within.</summary>
    public long Ulp99 { get; init; }

    /// <summary>Channel of the element nearest to its limit, or beyond it; null where nothing differs.</summary>
    public int? WorstChannel { get; init; }

    /// <summary>ONNX Runtime's number at that element.</summary>
    public double Runtime { get; init; }

    /// <summary>The reference's, in double.</summary>
    public double Reference { get; init; }

    /// <summary>What is suspicious about its statistics.</summary>
    public IReadOnlyList<BatchNormSuspicion> Suspicions { get; init; } = [];
}
