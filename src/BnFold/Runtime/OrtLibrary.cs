namespace BnFold.Runtime;

/// <summary>ONNX Runtime as this process has it: found on first use, then kept until the process ends. A failure is not remembered.</summary>
internal sealed unsafe class OrtLibrary
{
    /// <summary>Environment variable that names the native library and wins over every other copy.</summary>
    public const string PathVariable = "BNFOLD_ONNXRUNTIME";

    private const int FatalOnly = 4;

    private static readonly Lock _gate = new();
    private static OrtLibrary? _instance;

    private readonly string _version;
    private readonly OrtApi _api;
    private readonly nint _environment;
    private readonly nint _allocator;

    private OrtLibrary(OrtBinary binary)
    {
        _version = binary.Version;
        _api = new(binary.Table);
        // ONNX Runtime logs to stderr, which is not ours; errors come back as exceptions anyway.
        using var id = NativeText.Utf8("bnfold");
        fixed (nint* environment = &_environment)
            _api.Check(_api.CreateEnv(FatalOnly, id.Pointer, environment));
        fixed (nint* allocator = &_allocator)
            _api.Check(_api.GetDefaultAllocator(allocator));
    }

    /// <summary>As the library itself says, "1.30.0".</summary>
    /// <exception cref="OnnxRuntimeNotFoundException">There is no ONNX Runtime; so for all members.</exception>
    public static string Version => Instance._version;

    public static OrtApi Api => Instance._api;

    /// <summary>The one environment of the process; never released, because sessions of others may share it.</summary>
    public static nint Environment => Instance._environment;

    /// <summary>Allocator of tensors and texts on the CPU; of the process, never released.</summary>
    public static nint Allocator => Instance._allocator;

    private static OrtLibrary Instance
    {
        get
        {
            if (Volatile.Read(ref _instance) is { } instance) return instance;
            lock (_gate)
                return _instance ??= Load();
        }
    }

    private static OrtLibrary Load()
    {
        OrtTelemetry.TurnOff();
        // A host that has ONNX Runtime already keeps its heap as it is, and the events it has not turned off itself.
        var isGuest = OrtLocator.LoadedFile() is not null;
        var library = new OrtLibrary(OrtLocator.Find(System.Environment.GetEnvironmentVariable(PathVariable)));
        if (isGuest) return library;
        GlibcHeap.FixThresholds();
        library._api.Check(library._api.DisableTelemetryEvents(library._environment));
        return library;
    }
}
