using System.CommandLine;

namespace BnFold.Cli.Commands;

/// <summary>Options that belong together.</summary>
internal sealed record OptionGroup(string Title, IReadOnlyList<Option> Options);
