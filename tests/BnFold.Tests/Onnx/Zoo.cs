using Xunit;

namespace BnFold.Tests.Onnx;

/// <summary>The optional collection of real and odd models, in the folder that BNFOLD_ZOO names.</summary>
internal static class Zoo
{
    public static IReadOnlyList<string> Models()
    {
        var folder = Environment.GetEnvironmentVariable("BNFOLD_ZOO");
        if (string.IsNullOrEmpty(folder)) Assert.Skip("BNFOLD_ZOO names no folder of models");
        var models = Directory.GetFiles(folder, "*.onnx", SearchOption.AllDirectories);
        Assert.NotEmpty(models);
        return [.. models.Order(StringComparer.Ordinal)];
    }
}
