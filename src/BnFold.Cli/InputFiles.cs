namespace BnFold.Cli;

/// <summary>The files behind what models are fed.</summary>
internal static class InputFiles
{
    /// <summary>Paths of all tensors that are given, and of those that should come out.</summary>
    public static IReadOnlyList<string> Of(VerifyOptions options) =>
        [.. options.Inputs.SelectMany(set => set.Inputs.Values.Concat(set.ExpectedOutputs.Values)).Select(file => file.Path)];
}
