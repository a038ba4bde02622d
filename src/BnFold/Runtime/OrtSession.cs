namespace BnFold.Runtime;

/// <summary>A model ready to run on the CPU. Safe for several threads, except for <see cref="Dispose"/>.</summary>
internal sealed unsafe class OrtSession : IDisposable
{
    private readonly OrtHandle _session;

    private OrtSession(nint pointer) => _session = new(pointer, OrtLibrary.Api.ReleaseSession);

    public IReadOnlyList<OrtValueInfo> Inputs => field ??= OrtValueReader.Inputs(_session);

    public IReadOnlyList<OrtValueInfo> Outputs => field ??= OrtValueReader.Outputs(_session);

    /// <summary>Opens a model file, with its external data beside it.</summary>
    /// <exception cref="OrtException">ONNX Runtime cannot read or cannot run it.</exception>
    /// <exception cref="OnnxRuntimeNotFoundException">There is no ONNX Runtime.</exception>
    public static OrtSession Open(string modelPath, OrtSessionOptions options)
    {
        var api = OrtLibrary.Api;
        using var settings = OrtSessionSettings.Create(options);
        using var path = NativeText.Path(modelPath);
        nint session;
        api.Check(api.CreateSession(OrtLibrary.Environment, path.Pointer, settings.Pointer, &session));
        return new(session);
    }

    /// <summary>Opens a model from its bytes, which are copied.</summary>
    /// <exception cref="OrtException">ONNX Runtime cannot read or cannot run it.</exception>
    /// <exception cref="OnnxRuntimeNotFoundException">There is no ONNX Runtime.</exception>
    public static OrtSession Open(ReadOnlySpan<byte> model, OrtSessionOptions options)
    {
        var api = OrtLibrary.Api;
        using var settings = OrtSessionSettings.Create(options);
        nint session;
        fixed (byte* bytes = model)
            api.Check(api.CreateSessionFromArray(OrtLibrary.Environment, bytes, (nuint)model.Length, settings.Pointer, &session));
        return new(session);
    }

    /// <summary>Runs the model. The results are the caller's to dispose, in the order of <paramref name="outputs"/>; some may not be tensors.</summary>
    /// <exception cref="OrtException">An unknown name, an input that does not fit, or an operator that failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; ONNX Runtime looks between two operators.</exception>
    public IReadOnlyList<OrtTensor> Run(
        IReadOnlyList<NamedTensor> inputs, IReadOnlyList<string> outputs, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var api = OrtLibrary.Api;
        using var inputNames = new NativeNames(inputs.Select(input => input.Name));
        using var outputNames = new NativeNames(outputs);
        var values = new nint[inputs.Count];
        for (var i = 0; i < values.Length; i++) values[i] = inputs[i].Tensor.Pointer;
        var results = new nint[outputs.Count];
        using var runOptions = cancellation.CanBeCanceled ? CreateRunOptions() : null;
        var terminator = runOptions?.Pointer ?? 0;
        // Disposed before the options are released, and waits for a callback that is under way.
        using var registration = cancellation.Register(() => api.Check(api.RunOptionsSetTerminate(terminator)));
        try
        {
            fixed (nint* names = inputNames.Pointers, fed = values, wanted = outputNames.Pointers, made = results)
            {
                api.Check(api.Run(
                    _session.Pointer, terminator, (byte**)names, fed, (nuint)values.Length, (byte**)wanted, (nuint)results.Length, made));
            }
        }
        catch (OrtException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }

        GC.KeepAlive(inputs);
        GC.KeepAlive(this);
        return Array.ConvertAll(results, result => new OrtTensor(result));
    }

    /// <summary>Makes a run ready that is to be timed again and again; this session and the inputs must live as long.</summary>
    public OrtPreparedRun Prepare(IReadOnlyList<NamedTensor> inputs, IReadOnlyList<string> outputs) =>
        new(_session, inputs, outputs);

    /// <summary>Ends profiling and returns the path of the file written.</summary>
    /// <exception cref="OrtException">The session was opened without <see cref="OrtSessionOptions.ProfileFilePrefix"/>.</exception>
    public string EndProfiling()
    {
        var api = OrtLibrary.Api;
        byte* file;
        api.Check(api.SessionEndProfiling(_session.Pointer, OrtLibrary.Allocator, &file));
        GC.KeepAlive(this);
        return api.TakeText(file, OrtLibrary.Allocator);
    }

    public void Dispose() => _session.Dispose();

    private static OrtHandle CreateRunOptions()
    {
        var api = OrtLibrary.Api;
        nint options;
        api.Check(api.CreateRunOptions(&options));
        return new(options, api.ReleaseRunOptions);
    }
}
