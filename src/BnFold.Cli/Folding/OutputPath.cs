namespace BnFold.Cli.Folding;

/// <summary>Where a model is written in the end.</summary>
internal static class OutputPath
{
    /// <summary>The file a link leads to, so that the link stays and its target is replaced; any other path as it is.</summary>
    /// <exception cref="IOException">Links lead in a circle.</exception>
    public static string Of(string output)
    {
        try
        {
            return File.ResolveLinkTarget(output, returnFinalTarget: true)?.FullName ?? output;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return output;
        }
        catch (IOException exception)
        {
            throw new IOException($"{output}: can't be written: {exception.Message}", exception);
        }
    }
}
