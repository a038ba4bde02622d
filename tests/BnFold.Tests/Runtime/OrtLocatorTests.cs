using System.Runtime.InteropServices;
using BnFold.Runtime;
using Xunit;

namespace BnFold.Tests.Runtime;

public sealed class OrtLocatorTests
{
    // The process's own copy comes first; otherwise that would find itself a guest of the copies loaded here.
    public OrtLocatorTests() => _ = OrtLibrary.Version;

    [Fact]
    public void Finds_the_library_without_being_told() => Assert.True(OrtBinary.IsSupported(OrtLocator.Find(configured: "").Version));

    [Fact]
    public void Takes_the_library_it_is_told()
    {
        Assert.SkipUnless(OrtLocator.LoadedFile() is not null, "This system does not list the libraries of a process.");

        Assert.Equal(OrtLibrary.Version, OrtLocator.Find(OrtLocator.LoadedFile()).Version);
    }

    [Fact]
    public void Refuses_a_named_file_that_is_absent_and_says_the_ways_out()
    {
        using var folder = new TempFolder();
        var file = folder.File("libabsent.so");

        var message = Refusal(file);

        Assert.Contains($"BNFOLD_ONNXRUNTIME names '{file}', which is not a file.", message, StringComparison.Ordinal);
        Assert.Contains("Microsoft.ML.OnnxRuntime", message, StringComparison.Ordinal);
        Assert.Contains("bnfold tool", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_named_file_that_is_no_library()
    {
        using var folder = new TempFolder();
        var file = folder.File("text.so");
        File.WriteAllText(file, "not a library");

        var message = Refusal(file);

        Assert.Contains($"'{file}', which cannot be loaded: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Refuses_a_named_library_of_another_kind()
    {
        var other = Directory.GetFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*System.IO.Compression.Native.*")[0];

        Assert.Contains($"'{other}', which is not ONNX Runtime", Refusal(other), StringComparison.Ordinal);
    }

    private static string Refusal(string file) => Assert.Throws<OnnxRuntimeNotFoundException>(() => OrtLocator.Find(file)).Message;
}
