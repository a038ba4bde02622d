namespace BnFold.Cli;

/// <summary>What the exit code says, of every command. Warnings never change it.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Differs = 1;
    public const int Unusable = 2;
    public const int NotVerified = 3;

    /// <summary>As shells report a process that Ctrl-C ended.</summary>
    public const int Interrupted = 130;

    /// <summary>The one that says most of several: 1 before 2 before 3 before 0.</summary>
    public static int Worst(IEnumerable<int> codes) => codes.DefaultIfEmpty(Done).MaxBy(code => (-code + NotVerified + 1) % (NotVerified + 1));

    /// <summary>The codes a user should know, for the help.</summary>
    public static readonly IReadOnlyList<(string Code, string Meaning)> All =
    [
        ("0", "done; verified, or verification was not asked for"),
        ("1", "the folded model differs from the original; nothing was written"),
        ("2", "unusable input or command line; nothing was written"),
        ("3", "written, but ONNX Runtime could not verify it"),
    ];
}
