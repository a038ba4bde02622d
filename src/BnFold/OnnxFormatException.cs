namespace BnFold;

/// <summary>Input that nobody could use: says the file, the node or tensor, what was expected, what was found and what to do.</summary>
public sealed class OnnxFormatException : Exception
{
    /// <summary>Creates the exception; the message is one line: <c>file: [where:] problem</c>.</summary>
    /// <param name="file">Path of the file, as the user wrote it.</param>
    /// <param name="where">The node, tensor or field concerned; null when the whole file is.</param>
    /// <param name="problem">What was expected, what was found, and what can be done.</param>
    /// <param name="inner">The cause, if another exception was.</param>
    public OnnxFormatException(string file, string? where, string problem, Exception? inner = null)
        : base(where is null ? $"{file}: {problem}" : $"{file}: {where}: {problem}", inner)
    {
        File = file;
        Where = where;
    }

    /// <summary>Path of the unusable file.</summary>
    public string File { get; }

    /// <summary>The node, tensor or field concerned; null when the whole file is.</summary>
    public string? Where { get; }
}
