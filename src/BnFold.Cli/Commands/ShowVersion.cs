using System.CommandLine;
using System.CommandLine.Invocation;

namespace BnFold.Cli.Commands;

/// <summary><c>--version</c>.</summary>
internal sealed class ShowVersion : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"bnfold {Application.Version}");
        return ExitCode.Done;
    }
}
