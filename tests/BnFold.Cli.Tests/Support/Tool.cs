using System.Globalization;
using BnFold.Cli.Terminals;

namespace BnFold.Cli.Tests.Support;

/// <summary>Runs the tool in this process.</summary>
internal static class Tool
{
    public static ToolRun Run(params string[] args) => Run(Comparisons.Agree, args);

    public static ToolRun Run(CompareModels compare, params string[] args) => Run(compare, Ink.None, CancellationToken.None, args);

    public static ToolRun Run(CompareModels compare, Ink ink, CancellationToken cancellation, params string[] args)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var errors = new StringWriter(CultureInfo.InvariantCulture);
        var terminal = new Terminal(output, errors) { Ink = ink, ErrorInk = ink };
        var exitCode = Application.Run(args, terminal, OnnxModel.Load, compare, cancellation);
        return new(exitCode, output.ToString(), errors.ToString());
    }
}
