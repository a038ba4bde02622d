using BnFold.Cli.Terminals;

namespace BnFold.Cli.Commands;

/// <summary>What every command works with.</summary>
/// <param name="Arguments">The command line as it was typed.</param>
/// <param name="Terminal">Where results and problems go.</param>
/// <param name="Load">Reads a model to be folded.</param>
/// <param name="Compare">Runs two models and compares them.</param>
/// <param name="Cancellation">Set when the user interrupts.</param>
internal sealed record CommandContext(
    IReadOnlyList<string> Arguments, Terminal Terminal, Func<string, OnnxModel> Load, CompareModels Compare, CancellationToken Cancellation);
