using BnFold.Tests.Support;
using Xunit;

namespace BnFold.Tests.Data;

public sealed class NpzFileTests : IDisposable
{
    private static readonly byte[] _array = NpyBytes.Array("|u1", "(2,)", [1, 2]);

    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reads_arrays_by_key()
    {
        var path = Archive(("x.npy", _array), ("a/b.npy", NpyBytes.Array(">i2", "(2, 2)", [0, 1, 0, 3, 0, 2, 0, 4], columnMajor: true)));
        var tensors = TensorFile.OpenAll(path);
        Assert.Equal(["x", "a/b"], tensors.Select(tensor => tensor.Name));
        Assert.Equal([1, 2], DataFolder.Numbers(tensors[0]));
        Assert.Equal([1, 2, 3, 4], DataFolder.Numbers(tensors[1]));
    }

    [Fact]
    public void Asks_which_of_several_arrays_is_meant()
    {
        Assert.Equal("x", TensorFile.Open(Archive(("x.npy", _array))).Name);
        var exception = Assert.Throws<OnnxFormatException>(() => TensorFile.Open(Archive(("x.npy", _array), ("y.npy", _array))));
        Assert.EndsWith("holds 2 arrays, one expected; say which: 'x', 'y'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_what_NumPy_wrote()
    {
        var tensors = TensorFile.OpenAll(Path.Combine(Sources.Root, "models/batchnorm_train.npz"));
        var x = Assert.Single(tensors, tensor => tensor.Name == "x");
        Assert.Equal("Double[4, 5, 6, 7]", x.ToString());
        Assert.Contains(DataFolder.Numbers(x), value => value != 0);
    }

    [Fact]
    public void Refuses_archives_of_something_else()
    {
        Assert.Contains("'model.pkl', which is no array", Refusal(Archive(("model.pkl", _array))), StringComparison.Ordinal);
        Assert.Contains("holds no array", Refusal(Archive()), StringComparison.Ordinal);
        Assert.Contains("two arrays 'x'", Refusal(Archive(("x.npy", _array), ("x.npy", _array))), StringComparison.Ordinal);
        Assert.Contains("array 'x': is no NumPy array", Refusal(Archive(("x.npy", [1, 2, 3]))), StringComparison.Ordinal);
        Assert.Contains("can't be read", Refusal(_folder.Write("b.npz", _array)), StringComparison.Ordinal);
    }

    [Fact]
    public void Survives_damage()
    {
        var whole = File.ReadAllBytes(Archive(("x.npy", NpyBytes.Array("<f4", "(8, 8)", new byte[256]))));
        var random = new Random(11);
        for (var round = 0; round < 1000; round++)
        {
            var damaged = round % 4 == 0 ? whole[..random.Next(whole.Length)] : (byte[])whole.Clone();
            for (var flips = damaged.Length == 0 ? 0 : 3; flips > 0; flips--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                foreach (var tensor in TensorFile.OpenAll(_folder.Write("damaged.npz", damaged)))
                {
                    if (tensor.Type != "String") DataFolder.Bytes(tensor);
                }
            }
            catch (OnnxFormatException exception)
            {
                Assert.DoesNotContain('\n', exception.Message);
            }
        }
    }

    private string Archive(params (string, byte[])[] entries)
    {
        var path = _folder.PathOf($"{Guid.NewGuid():N}.npz");
        NpyBytes.WriteArchive(path, entries);
        return path;
    }

    private static string Refusal(string path) => Assert.Throws<OnnxFormatException>(() => TensorFile.OpenAll(path)).Message;
}
