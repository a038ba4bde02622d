using System.Runtime.InteropServices;
using BnFold.Onnx;
using BnFold.Runtime;
using Xunit;

namespace BnFold.Tests.Runtime;

/// <summary>What sessions do to the process as a whole; so no other test may run meanwhile.</summary>
[CollectionDefinition(nameof(OrtProcessTests), DisableParallelization = true)]
[Collection(nameof(OrtProcessTests))]
public sealed class OrtProcessTests
{
    private const int Weights = 64 * 1024;

    [Fact]
    public void Sessions_in_a_loop_do_not_leak()
    {
        var model = new TinyModel().Input("x", ElementType.Float, Weights).Floats("w", [Weights], new float[Weights])
            .Node("Add", ["x", "w"], ["y"]).Output("y").ToBytes();
        OpenAndRun(model, times: 50);
        var before = WorkingSet();

        OpenAndRun(model, times: 500);

        // One session or one result leaked each time would be 130 MB.
        Assert.InRange(WorkingSet() - before, long.MinValue, 32L << 20);
    }

    [Fact]
    public unsafe void Nothing_is_printed_whatever_happens()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There, file descriptors are not the system's.");
        using var folder = new TempFolder();
        var capture = folder.File("stderr");
        var program = NativeLibrary.GetMainProgramHandle();
        var dup = (delegate* unmanaged<int, int>)NativeLibrary.GetExport(program, "dup");
        var dup2 = (delegate* unmanaged<int, int, int>)NativeLibrary.GetExport(program, "dup2");
        var close = (delegate* unmanaged<int, int>)NativeLibrary.GetExport(program, "close");
        using (var file = File.OpenHandle(capture, FileMode.CreateNew, FileAccess.Write))
        {
            var stderr = dup(2);
            _ = dup2((int)file.DangerousGetHandle(), 2);
            try
            {
                MakeTrouble();
            }
            finally
            {
                _ = dup2(stderr, 2);
                _ = close(stderr);
            }
        }

        Assert.Equal("", File.ReadAllText(capture));
    }

    [Fact]
    public void Nothing_is_reported_to_anybody()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only there can a process list the files it has mapped.");
        OpenAndRun(TinyModel.Unary("Relu", ElementType.Float, "n"), times: 1);

        // Where reports are kept until they are sent.
        Assert.DoesNotContain(File.ReadLines("/proc/self/maps"), line => line.Contains("onnxruntime.db", StringComparison.Ordinal));
    }

    private static void MakeTrouble()
    {
        var options = new OrtSessionOptions();
        Assert.Throws<OrtException>(() => OrtSession.Open("garbage"u8, options));
        // Two things that are logged elsewhere: an initializer without a reader, and a Reshape that fails while it runs.
        var model = new TinyModel().Input("x", ElementType.Float, "n").Input("s", ElementType.Int64, "r").Floats("unused", [1], 1)
            .Node("Reshape", ["x", "s"], ["y"]).Output("y").ToBytes();
        using var session = OrtSession.Open(model, options);
        using var x = Tensors.Of(ElementType.Float, [3], 1f, 2f, 3f);
        using var shape = Tensors.Of(ElementType.Int64, [2], 2L, 2L);
        Assert.Throws<OrtException>(() => session.RunAll([new("x", x), new("s", shape)], "y"));
    }

    private static void OpenAndRun(byte[] model, int times)
    {
        using var x = OrtTensor.Create((int)ElementType.Float, [Weights]);
        x.Bytes.Clear();
        for (var i = 0; i < times; i++)
        {
            using var session = OrtSession.Open(model, new OrtSessionOptions());
            using var y = session.RunOne(x);
        }
    }

    private static long WorkingSet()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Environment.WorkingSet;
    }
}
