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

    [Fact]
    public void Takes_no_folder_twice_where_links_lead_back()
    {
        foreach (var folder in new[] { "a", "b", "b/inner", "../other" }) Directory.CreateDirectory(Path.Combine(_samples.Folder, folder));
        foreach (var name in new[] { "1.npy", "b/2.npy", "b/inner/3.npy", "../other/4.npy" }) _samples.Write(name, 2);
        foreach (var (link, target) in new[] { ("again", "."), ("b/up", ".."), ("a/b", "../b"), ("a/linked", "../../other"), ("z", "../other") })
            Directory.CreateSymbolicLink(Path.Combine(_samples.Folder, link), target);
        var names = CalibrationData.Open([_samples.Folder]).Files.Select(path => Path.GetRelativePath(_samples.Folder, path));
        Assert.Equal(["1.npy", "b/2.npy", "b/inner/3.npy", "z/4.npy"], names);
    }

    private string Refused() =>
        Assert.Throws<OnnxFormatException>(() => _samples.Collect(new() { RawType = "float32" })).Message;
}
