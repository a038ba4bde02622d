using BnFold.Cli.Recalibrating;

namespace BnFold.Cli.Reports;

/// <summary>The options of a recalibration, defaults included.</summary>
internal sealed record RecalibrateOptionFacts
{
    public required RecalibrationMethod Method { get; init; }

    /// <summary>Null where the method has none.</summary>
    public required double? Momentum { get; init; }

    public required bool FreezeInputs { get; init; }

    public required IReadOnlyList<string> Data { get; init; }

    /// <summary>Null where the model or the memory decides.</summary>
    public required int? BatchSize { get; init; }

    public required bool SkipBad { get; init; }

    public required IReadOnlyList<string> CustomOps { get; init; }

    public required int Threads { get; init; }

    public required long MemoryBytes { get; init; }

    public static RecalibrateOptionFacts Of(RecalibrateRequest request) => new()
    {
        Method = request.Recalibration.Method,
        Momentum = request.Recalibration.Method is RecalibrationMethod.Running ? request.Recalibration.Momentum : null,
        FreezeInputs = request.Recalibration.FreezeInputs,
        Data = request.DataPaths,
        BatchSize = request.Data.Options.BatchSize,
        SkipBad = request.Data.Options.SkipBad,
        CustomOps = request.Recalibration.Resources.CustomOpLibraries,
        Threads = request.Recalibration.Resources.Threads,
        MemoryBytes = request.Recalibration.Resources.MemoryLimit,
    };
}
