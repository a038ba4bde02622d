namespace BnFold.Cli;

/// <summary>
/// The model that a command line begins with, read while the rest of the command line is. A small run spends its time on loading code, and
/// two cores do that faster than one: less than a tenth of it is saved. Nothing is said of a model until somebody asks for it.
/// </summary>
internal sealed class EarlyModel
{
    private readonly string? _path;
    private Task<OnnxModel>? _model;

    private EarlyModel(string? path)
    {
        _path = path;
        // A thread of its own: to start the pool takes longer.
        if (path is not null) _model = Task.Factory.StartNew(() => OnnxModel.Load(path), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Begins to read the model, if the first argument is the path of a file and there is a core to spare.</summary>
    public static EarlyModel Of(string[] args) =>
        new(args is [var path, ..] && Environment.ProcessorCount > 1 && File.Exists(path) ? path : null);

    /// <summary>As <see cref="OnnxModel.Load"/>; whoever asks first for the model that was begun gets that.</summary>
    /// <exception cref="OnnxFormatException">There is no such file, it can't be read, or it is no ONNX model.</exception>
    public OnnxModel Load(string path) =>
        path == _path && Interlocked.Exchange(ref _model, null) is { } begun ? begun.GetAwaiter().GetResult() : OnnxModel.Load(path);
}
