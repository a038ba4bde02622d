namespace BnFold;

/// <summary>What checking the BatchNormalizations of a model found.</summary>
public sealed record BatchNormCheckReport
{
    /// <summary>Version of ONNX Runtime; null where there is none.</summary>
    public string? OnnxRuntimeVersion { get; init; }

    /// <summary>Seed of the inputs.</summary>
    public required int Seed { get; init; }

    /// <summary>Number of input sets that were fed.</summary>
    public required int Samples { get; init; }

    /// <summary>What was fed to the model; empty where it could not run.</summary>
    public IReadOnlyList<VerifyInput> Inputs { get; init; } = [];

    /// <summary>Why the model could not run as a whole, so that nodes were fed noise one by one; null if it ran.</summary>
    public string? Failure { get; init; }

    /// <summary>A check of each BatchNormalization, in the order of the file.</summary>
    public required IReadOnlyList<BatchNormCheck> Nodes { get; init; }
}
