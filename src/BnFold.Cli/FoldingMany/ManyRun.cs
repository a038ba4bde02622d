using BnFold.Cli.Commands;
using BnFold.Cli.Folding;
using BnFold.Cli.Reports;
using BnFold.Cli.Terminals;
using BnFold.Cli.Text;
using BnFold.Onnx;

namespace BnFold.Cli.FoldingMany;

/// <summary>Folds many models, several at a time. Lines come in the order of the models, whichever is done first.</summary>
internal sealed class ManyRun(ManyRequest request, CommandContext context)
{
    private const long MostForValues = 1L << 30;

    private readonly Lock _gate = new();
    private readonly ManyText _text = new(context.Terminal, request.Each.Verbosity, request.JsonLines);
    private IReadOnlyList<ModelPair> _pairs = [];
    private ModelLine?[] _lines = [];
    private int _started;
    private int _shown;

    public int Execute()
    {
        CheckFolder();
        _pairs = ModelPairs.Of(request.Models, request.Folder);
        if (_pairs.Count == 0) throw new UsageException("there is no .onnx file in what was given");
        CheckModels();
        var targets = _pairs.Select(pair => pair.Output).Concat(request.Report is { } report ? [report] : Array.Empty<string>());
        ReportFiles.CheckWeights(targets, _pairs.Select(pair => pair.Model));
        // The report may go into the folder, too; where it doesn't, no folder is made for one that can't be written.
        if (!IsReportInside) CheckReport();
        if (!request.Each.DryRun) Directory.CreateDirectory(request.Folder);
        if (IsReportInside) CheckReport();
        _lines = new ModelLine?[_pairs.Count];
        using (var status = StatusLine.On(context.Terminal, request.Each.Verbosity, "folding")) RunAll(status);
        WriteBehindGaps();

        ModelLine[] done = [.. _lines.OfType<ModelLine>()];
        _text.WriteSummary(done);
        WriteReport(done);
        if (context.Cancellation.IsCancellationRequested)
        {
            context.Terminal.Fail($"interrupted: {done.Length} of {_pairs.Count} models are done; --skip-existing goes on from there");
            return ExitCode.Interrupted;
        }
        return ExitCode.Worst(done.Select(line => line.ExitCode));
    }

    private bool IsReportInside => request.Report is { } target
        && Path.GetFullPath(target).StartsWith(Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.Folder)) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private void CheckFolder()
    {
        for (var folder = Path.GetFullPath(request.Folder); folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(folder)) throw new IOException($"{folder}: is a file where a folder is expected (--output-dir)");
    }

    /// <summary>No output may be a model: its own only if that is asked for, another's never, which may be read at the same time.</summary>
    private void CheckModels()
    {
        var models = new Dictionary<string, ModelPair>(RealPath.Comparer);
        foreach (var pair in _pairs) models.TryAdd(RealPath.OrAsItStands(pair.Model), pair);
        foreach (var pair in _pairs)
        {
            if (!models.TryGetValue(RealPath.OrAsItStands(pair.Output), out var replaced)) continue;
            if (!pair.IsInPlace) throw new UsageException($"the output of '{pair.Model}' would replace '{replaced.Model}', which is to be folded too");
            if (!request.InPlace) throw new UsageException($"the output of '{pair.Model}' would replace it; --in-place allows that");
        }
    }

    private void CheckReport()
    {
        if (request.Report is { } target) ReportFile.CheckTarget(target, [.. _pairs.SelectMany(pair => new[] { pair.Model, pair.Output })]);
    }

    private void RunAll(StatusLine status)
    {
        var jobs = Math.Min(request.Jobs, _pairs.Count);
        var total = request.Memory ?? (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);
        var budget = new MemoryBudget(total);
        var verification = request.Each.Verification;
        var each = request.Each with
        {
            Verification = verification with
            {
                Threads = verification.Threads > 0 ? verification.Threads : Math.Max(1, Environment.ProcessorCount / jobs),
                MemoryLimit = Math.Clamp(total / (2 * jobs), 1, MostForValues),
            },
        };
        var workers = Enumerable.Range(0, jobs)
            .Select(_ => Task.Factory.StartNew(
                () => Work(each, budget, status), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))
            .ToArray();
        // Unlike WaitAll this throws what was thrown.
        Task.WhenAll(workers).GetAwaiter().GetResult();
    }

    private void Work(FoldRequest each, MemoryBudget budget, StatusLine status)
    {
        while (!context.Cancellation.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref _started) - 1;
            if (number >= _pairs.Count) return;
            try
            {
                Finish(number, Fold(_pairs[number], each, budget), status);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private ModelLine Fold(ModelPair pair, FoldRequest each, MemoryBudget budget)
    {
        if (request.SkipExisting && pair.IsDone) return ModelLine.Skipped(pair.Model, pair.Output);
        var job = new ModelJob(pair, each, context);
        var need = job.Need;
        budget.Enter(need, context.Cancellation);
        try
        {
            return job.Run();
        }
        finally
        {
            budget.Leave(need);
        }
    }

    private void Finish(int number, ModelLine line, StatusLine status)
    {
        lock (_gate)
        {
            _lines[number] = line;
            status.Clear();
            while (_shown < _lines.Length && _lines[_shown] is { } next)
            {
                _text.WriteLine(next);
                _shown++;
            }
            status.Show($"folding: {_lines.Count(known => known is not null)} of {_lines.Length} models done");
        }
    }

    /// <summary>After an interruption, what was done behind a model that was not.</summary>
    private void WriteBehindGaps()
    {
        foreach (var line in _lines.Skip(_shown).OfType<ModelLine>()) _text.WriteLine(line);
    }

    private void WriteReport(IReadOnlyList<ModelLine> lines)
    {
        if (request.Report is null) return;
        using var report = ReportFile.Write(request.Report, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
            foreach (var line in lines) writer.WriteLine(line.ToJson());
        });
        report.Commit();
    }
}
