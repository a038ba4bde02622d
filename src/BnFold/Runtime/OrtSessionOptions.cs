namespace BnFold.Runtime;

/// <summary>How a session is opened. Operators always run one after another, never several at a time.</summary>
internal sealed record OrtSessionOptions
{
    public OrtOptimizationLevel OptimizationLevel { get; init; } = OrtOptimizationLevel.Default;

    /// <summary>Threads within an operator; 0 = one per core. 1 by default: no pool to start, and a small model gains nothing from one.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Use weights as they are in the model instead of in a layout of the kernel's own. Results of a Gemm differ in the last bits.</summary>
    public bool DisablePrepacking { get; init; }

    /// <summary>Folder of the external data of a model opened from memory; null = the working directory. A symbolic link in it must be resolved.</summary>
    public string? ExternalDataFolder { get; init; }

    /// <summary>Shared libraries that bring custom operators.</summary>
    public IReadOnlyList<string> CustomOpLibraries { get; init; } = [];

    /// <summary>Beginning of the path of the profile that <see cref="OrtSession.EndProfiling"/> writes; null = no profile.</summary>
    public string? ProfileFilePrefix { get; init; }
}
