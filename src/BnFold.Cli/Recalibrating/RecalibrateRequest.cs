using BnFold.Cli.Text;

namespace BnFold.Cli.Recalibrating;

/// <summary>What the user asked <c>bnfold recalibrate</c> to do.</summary>
internal sealed record RecalibrateRequest
{
    public required string Model { get; init; }

    public required string Output { get; init; }

    public required CalibrationData Data { get; init; }

    /// <summary>The files and folders of it, as they were given.</summary>
    public required IReadOnlyList<string> DataPaths { get; init; }

    public RecalibrationOptions Recalibration { get; init; } = new();

    /// <summary>Paths of the reports; their extensions say the format.</summary>
    public IReadOnlyList<string> Reports { get; init; } = [];

    public Verbosity Verbosity { get; init; } = Verbosity.Normal;
}
