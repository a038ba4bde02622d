using System.Runtime.InteropServices;
using BnFold.Tests.Support;
using Xunit;

namespace BnFold.Tests.Statistics;

/// <summary>Links, pipes and folders among the data.</summary>
public sealed class DataFilesTests : IDisposable
{
    private readonly Samples _samples = new();

    public void Dispose() => _samples.Dispose();

    [Theory]
    [InlineData("pipe.npy"), InlineData("pipe.npz"), InlineData("pipe.pb")]
    public async Task Refuses_a_named_pipe_and_does_not_wait_for_it(string name)
    {
        _samples.Save(Samples.Plain(-1, 2));
        var path = NamedPipe.Make(Path.Combine(_samples.Folder, name));
        var refused = await Task.Run(Refused).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal($"{path}: can't be read: it is empty, or not a regular file", refused);
    }

    [Theory]
    [InlineData("a.npy"), InlineData("a.bin")]
    public void Says_that_a_link_leads_nowhere(string name)
    {
        _samples.Save(Samples.Plain(-1, 2));
        var path = Path.Combine(_samples.Folder, name);
        File.CreateSymbolicLink(path, "gone.npy");
        Assert.Equal($"{path}: can't be read: it is a link to '{Path.Combine(_samples.Folder, "gone.npy")}', where no file is", Refused());
    }

    [Fact]
    public void Reads_raw_elements_behind_a_link()
    {
        _samples.Save(Samples.Plain(-1, 2));
        _samples.WriteBytes("../elements", MemoryMarshal.AsBytes<float>([1, 2, 3, 4]).ToArray());
        File.CreateSymbolicLink(Path.Combine(_samples.Folder, "a.bin"), "../elements");
        Assert.Equal([2.0, 3], _samples.Collect(new() { RawType = "float32" }).Nodes[0].Mean);
    }

    private string Refused() =>
        Assert.Throws<OnnxFormatException>(() => _samples.Collect(new() { RawType = "float32" })).Message;
}
