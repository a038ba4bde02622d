using BnFold.Cli.Text;

namespace BnFold.Cli.Reports.Written;

/// <summary>A line of what a report was made on.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Value">What it was.</param>
/// <param name="Name">The name of what it is of, behind the title; null where that says all.</param>
internal sealed record Circumstance(string Title, string Value, string? Name = null)
{
    public bool IsCommand { get; private init; }

    /// <summary>What every run has, around what is particular to one.</summary>
    /// <param name="commandLine">Its arguments.</param>
    /// <param name="here">What it was made with.</param>
    /// <param name="seconds">How long it took.</param>
    /// <param name="onnxRuntime">Version of ONNX Runtime; null where it was not needed, or is not there.</param>
    /// <param name="particular">Settings and inputs.</param>
    public static IReadOnlyList<Circumstance> Of(
        IReadOnlyList<string> commandLine, EnvironmentFacts here, double seconds, string? onnxRuntime,
        params IEnumerable<Circumstance> particular) =>
    [
        new("command", Wording.CommandLine(commandLine)) { IsCommand = true },
        .. particular,
        .. onnxRuntime is { Length: > 0 } version ? [new("ONNX Runtime", version)] : Array.Empty<Circumstance>(),
        new("bnfold", here.Bnfold),
        new(".NET", here.Dotnet),
        new("system", $"{here.Os}, {here.Platform}, {Figures.Count(here.Processors, "processor")}"),
        new("time", Figures.Seconds(seconds)),
    ];

    /// <summary>Inputs as they were fed, behind how they were made.</summary>
    public static IEnumerable<Circumstance> Of(VerificationFacts? verification)
    {
        if (verification?.Seed is { } seed) yield return new("seed", $"{seed}");
        if (verification?.Samples is { } samples) yield return new("samples", $"{samples}");
        foreach (var input in verification?.Inputs ?? []) yield return Fed(input.Name, input.Type, input.Dims);
    }

    public static IEnumerable<Circumstance> Of(IEnumerable<VerifyInput> inputs) =>
        inputs.Select(input => Fed(input.Name, input.Type, input.Dims));

    private static Circumstance Fed(string name, string type, IReadOnlyList<long> dims) =>
        new("fed to", $"{Figures.Dims(dims)} {type}", name);
}
