using System.CommandLine;
using BnFold.Cli.Benching;

namespace BnFold.Cli.Commands;

/// <summary>What <c>bnfold bench</c> starts to measure memory; not meant to be typed. It prints the baseline and the peak, in bytes.</summary>
internal sealed class BenchMemoryCommand : Command
{
    private readonly Argument<string> _model = new("MODEL");
    private readonly TimingOptions _timing = new();
    private readonly VerificationOptions _verification = new();

    public BenchMemoryCommand(CommandContext context)
        : base(MemoryProcess.Command, "Measures the memory of this process while it runs a model; 'bnfold bench' starts it.")
    {
        Hidden = true;
        Add(_model);
        foreach (var option in _verification.InputsOnly.Append(_timing.Threads)) Add(option);
        SetAction(result => Measure(result, context));
    }

    private int Measure(ParseResult result, CommandContext context)
    {
        var model = result.GetRequiredValue(_model);
        var memory = ModelBenchmark.MeasureMemory(model, _timing.Read(result, _verification.Read(result, model)));
        if (memory is null) return ExitCode.NotVerified;
        context.Terminal.Output.Write(FormattableString.Invariant($"{memory.BaselineBytes} {memory.PeakBytes}"));
        return ExitCode.Done;
    }
}
