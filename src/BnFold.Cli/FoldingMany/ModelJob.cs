using System.Diagnostics;
using BnFold.Cli.Commands;
using BnFold.Cli.Folding;
using BnFold.Cli.Reports;
using BnFold.Cli.Text;

namespace BnFold.Cli.FoldingMany;

/// <summary>One model of many. Whatever goes wrong with it becomes its line.</summary>
internal sealed class ModelJob(ModelPair pair, FoldRequest each, CommandContext context)
{
    // A session at ONNX Runtime's default level holds weights as they are and as its kernels want them, for either model.
    private const int CopiesOfWeights = 4;
    private const long Fixed = 64L << 20;

    /// <summary>Bytes that the job may take.</summary>
    public long Need => Fixed + (CopiesOfWeights * Size()) + (each.Verify ? each.Verification.MemoryLimit : 0);

    /// <exception cref="OperationCanceledException">The user interrupted.</exception>
    public ModelLine Run()
    {
        var clock = Stopwatch.StartNew();
        try
        {
            var request = each with { Model = pair.Model, Output = pair.Output, MakesFolder = true, Verbosity = Verbosity.Quiet };
            var silent = context with { Terminal = new(TextWriter.Null, TextWriter.Null) };
            return ModelLine.Of(new FoldRun(request, silent).Run());
        }
        catch (OperationCanceledException)
        {
            throw;
        }
        catch (Exception exception)
        {
            return ModelLine.Unusable(pair.Model, pair.Output, Application.Explain(exception), clock.Elapsed.TotalSeconds);
        }
    }

    private long Size()
    {
        try
        {
            using var model = OnnxModel.Load(pair.Model);
            return model.SizeOnDisk();
        }
        catch (Exception exception) when (exception is OnnxFormatException or IOException or UnauthorizedAccessException)
        {
            return 0; // the job itself will say what is wrong
        }
    }
}
