using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests;

/// <summary>The road of docs/statistics.md, command by command.</summary>
public sealed class StatisticsRoadTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_command_does_what_is_written_there()
    {
        var samples = SampleFiles.Write(_folder, 200, 20);
        var document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "statistics.md"));
        var block = document[document.IndexOf("## The road", StringComparison.Ordinal)..].Split("```")[1];
        var commands = block.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).ToArray();
        Assert.Equal(["stats", "recalibrate", "stats", "check", "right.onnx", "verify"], commands.Select(command => command[1]));
        foreach (var (command, step) in commands.Select((command, step) => (command, step)))
        {
            if (step == 1 && !Tool.Run("--help").Output.Contains("bnfold recalibrate ", StringComparison.Ordinal))
                Assert.Skip("there is no command recalibrate");
            var run = Tool.Run(Verifier.Compare, [.. command.Skip(1).Select(Place)]);
            Assert.True(run.ExitCode == 0, $"{string.Join(' ', command)}: {run.Errors}{run.Output}");
            if (step == 0) Assert.Contains("\ndrifts ", run.Output, StringComparison.Ordinal);
            if (step == 2) Assert.Contains("\nfits ", run.Output, StringComparison.Ordinal);
        }

        string Place(string argument) => argument switch
        {
            "samples/" => samples,
            "models/mlp.onnx" => Repository.Model("mlp.onnx"),
            "right.onnx" or "folded.onnx" => _folder.File(argument),
            _ => argument,
        };
    }
}
