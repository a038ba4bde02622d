namespace BnFold.Runtime;

/// <summary>Writes <see cref="OrtSessionOptions"/> into a native object.</summary>
internal static unsafe class OrtSessionSettings
{
    private const int Sequential = 0;
    private const int FatalOnly = 4;

    public static OrtHandle Create(OrtSessionOptions options)
    {
        var api = OrtLibrary.Api;
        nint pointer;
        api.Check(api.CreateSessionOptions(&pointer));
        var settings = new OrtHandle(pointer, api.ReleaseSessionOptions);
        try
        {
            Write(options, api, pointer);
            return settings;
        }
        catch
        {
            settings.Dispose();
            throw;
        }
    }

    private static void Write(OrtSessionOptions options, OrtApi api, nint settings)
    {
        // Again, although the environment has it: a host that made the environment before us may want to hear of its own sessions.
        api.Check(api.SetSessionLogSeverityLevel(settings, FatalOnly));
        api.Check(api.SetSessionExecutionMode(settings, Sequential));
        api.Check(api.SetInterOpNumThreads(settings, 1));
        api.Check(api.SetIntraOpNumThreads(settings, options.Threads));
        api.Check(api.SetSessionGraphOptimizationLevel(settings, (int)options.OptimizationLevel));
        // Idle threads wait instead of burning a core each.
        if (options.Threads != 1) Configure(api, settings, "session.intra_op.allow_spinning", "0");
        if (options.DisablePrepacking) Configure(api, settings, "session.disable_prepacking", "1");
        if (options.ExternalDataFolder is { } folder)
            Configure(api, settings, "session.model_external_initializers_file_folder_path", folder);
        foreach (var library in options.CustomOpLibraries)
        {
            // The system's loader looks for a bare name everywhere but in the working directory.
            using var path = NativeText.Path(Path.GetFullPath(library));
            api.Check(api.RegisterCustomOpsLibrary(settings, path.Pointer));
        }

        if (options.ProfileFilePrefix is not { } prefix) return;
        using var profile = NativeText.Path(prefix);
        api.Check(api.EnableProfiling(settings, profile.Pointer));
    }

    private static void Configure(OrtApi api, nint settings, string key, string value)
    {
        using var nativeKey = NativeText.Utf8(key);
        using var nativeValue = NativeText.Utf8(value);
        api.Check(api.AddSessionConfigEntry(settings, nativeKey.Pointer, nativeValue.Pointer));
    }
}
