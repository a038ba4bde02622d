using BnFold.Cli.Reports;
using BnFold.Onnx;

namespace BnFold.Cli.Folding;

/// <summary>Where a model is written in the end.</summary>
internal static class OutputPath
{
    /// <summary>Refuses to put a model in the place of what is read, before any work is done.</summary>
    /// <param name="output">The path asked for.</param>
    /// <param name="read">Paths of what is read.</param>
    /// <exception cref="IOException">It is one of them, maybe by a link.</exception>
    public static void CheckApart(string output, IEnumerable<string> read)
    {
        if (read.Any(path => RealPath.AreSame(path, output)))
            throw new IOException($"{output}: can't be written: it is the path of a file of data");
    }

    /// <summary>The file a link leads to, so that the link stays and its target is replaced; any other path as it is.</summary>
    /// <exception cref="IOException">Links lead in a circle.</exception>
    public static string Of(string output)
    {
        try
        {
            return FileContent.LinkTargetOf(output)?.FullName ?? output;
        }
        catch (IOException exception)
        {
            throw new IOException($"{output}: can't be written: {exception.Message}", exception);
        }
    }
}
