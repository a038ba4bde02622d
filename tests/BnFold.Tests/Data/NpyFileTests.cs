using System.Runtime.InteropServices;
using System.Text;
using BnFold.Tests.Support;
using Xunit;

namespace BnFold.Tests.Data;

public sealed class NpyFileTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("<f2", "Float16", new byte[] { 0x00, 0x3E, 0x00, 0xC0 }, 1.5, -2)]
    [InlineData(">f2", "Float16", new byte[] { 0x3E, 0x00, 0xC0, 0x00 }, 1.5, -2)]
    [InlineData("<f4", "Float", new byte[] { 0, 0, 0xC0, 0x3F, 0, 0, 0, 0xC0 }, 1.5, -2)]
    [InlineData(">f4", "Float", new byte[] { 0x3F, 0xC0, 0, 0, 0xC0, 0, 0, 0 }, 1.5, -2)]
    [InlineData("<f8", "Double", new byte[] { 0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0xC0 }, 1.5, -2)]
    [InlineData("|i1", "Int8", new byte[] { 0x80, 0x7F }, -128, 127)]
    [InlineData("<i2", "Int16", new byte[] { 0xFE, 0xFF, 0, 1 }, -2, 256)]
    [InlineData(">i2", "Int16", new byte[] { 0xFF, 0xFE, 1, 0 }, -2, 256)]
    [InlineData("<i4", "Int32", new byte[] { 0xFE, 0xFF, 0xFF, 0xFF, 0, 0, 1, 0 }, -2, 65536)]
    [InlineData(">i8", "Int64", new byte[] { 0, 0, 0, 0, 0, 0, 1, 2, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFD }, 258, -3)]
    [InlineData("|u1", "UInt8", new byte[] { 0x80, 0xFF }, 128, 255)]
    [InlineData("<u2", "UInt16", new byte[] { 0xFE, 0xFF, 0, 1 }, 65534, 256)]
    [InlineData(">u4", "UInt32", new byte[] { 0xFF, 0xFF, 0xFF, 0xFE, 0, 0, 0, 1 }, 4294967294, 1)]
    [InlineData("<u8", "UInt64", new byte[] { 7, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0 }, 7, 256)]
    [InlineData("|b1", "Bool", new byte[] { 0, 3 }, 0, 1)]
    public void Reads_every_type_in_either_byte_order(string descriptor, string type, byte[] elements, double first, double second)
    {
        var tensor = Open(NpyBytes.Array(descriptor, "(2,)", elements));
        Assert.Equal((type, 2L), (tensor.Type, Assert.Single(tensor.Dims)));
        Assert.Equal([first, second], DataFolder.Numbers(tensor));
    }

    [Fact]
    public void Makes_true_of_every_byte_but_zero() =>
        Assert.Equal([1, 0, 1], DataFolder.Bytes(Open(NpyBytes.Array("|b1", "(3,)", [255, 0, 1]))));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Reads_every_version_of_the_format(byte version) =>
        Assert.Equal([4, 5], DataFolder.Numbers(Open(NpyBytes.Array("|i1", "(1, 2)", [4, 5], version: version))));

    [Fact]
    public void Turns_column_major_arrays_round()
    {
        var tensor = Open(NpyBytes.Array("|u1", "(2, 3, 2)", [0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11], columnMajor: true));
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (double)i), DataFolder.Numbers(tensor));
    }

    [Fact]
    public void Turns_big_endian_columns_of_complex_numbers_round()
    {
        var columns = new byte[4 * 8];
        for (var i = 0; i < columns.Length; i++) columns[i] = (byte)i;
        var bytes = DataFolder.Bytes(Open(NpyBytes.Array(">c8", "(2, 2)", columns, columnMajor: true)));
        Assert.Equal([3, 2, 1, 0, 7, 6, 5, 4, 19, 18, 17, 16, 23, 22, 21, 20], bytes[..16]);
    }

    [Fact]
    public void Reads_scalars_and_arrays_without_elements()
    {
        Assert.Equal([7], DataFolder.Numbers(Open(NpyBytes.Array("|u1", "()", [7]))));
        Assert.Empty(DataFolder.Numbers(Open(NpyBytes.Array("<f4", "(0, 3)", []))));
    }

    [Theory]
    [InlineData("<U3", false)]
    [InlineData(">U3", true)]
    public void Reads_texts_without_their_padding(string descriptor, bool bigEndian)
    {
        var elements = new UTF32Encoding(bigEndian, byteOrderMark: false).GetBytes("äb\0\0\0\0xyz");
        Assert.Equal(["äb", "", "xyz"], Open(NpyBytes.Array(descriptor, "(3,)", elements)).ReadStrings());
    }

    [Fact]
    public void Reads_byte_strings_column_by_column() =>
        Assert.Equal(
            ["a", "c", "b", "dd"], Open(NpyBytes.Array("|S2", "(2, 2)", [.. "a\0b\0c\0dd"u8], columnMajor: true)).ReadStrings());

    [Theory]
    [InlineData("|O", "Python objects")]
    [InlineData("<M8[ns]", "'<M8[ns]'")]
    [InlineData("<V2", "bfloat16")]
    [InlineData("<f16", "'<f16'")]
    [InlineData("f4", "'f4'")]
    [InlineData("<U0", "strings of no length")]
    [InlineData("<U999999999", "'<U999999999'")]
    public void Refuses_types_that_no_model_takes(string descriptor, string named) =>
        Assert.Contains(named, Refusal(NpyBytes.Array(descriptor, "(1,)", new byte[16])), StringComparison.Ordinal);

    [Theory]
    [InlineData("(3,)", "should have 12 bytes of elements, but has 8; it is truncated")]
    [InlineData("(1,)", "several arrays belong into an .npz")]
    [InlineData("(4611686018427387904, 8)", "more elements than can be counted")]
    [InlineData("(1152921504606846976, 2)", "more elements than can be counted")]
    [InlineData("(1000000000000,)", "it is truncated")]
    [InlineData("(-1,)", "header that can't be read")]
    [InlineData("(2", "header that can't be read")]
    [InlineData("(99999999999999999999,)", "header that can't be read")]
    public void Refuses_shapes_that_lie(string shape, string problem) =>
        Assert.Contains(problem, Refusal(NpyBytes.Array("<f4", shape, new byte[8])), StringComparison.Ordinal);

    [Theory]
    [InlineData("{'descr': [('a', '<f4'), ('b', '<i4')], 'fortran_order': False, 'shape': (1,), }", "records of several fields")]
    [InlineData("{'descr': '<f4', 'shape': (2,), }", "header that can't be read")]
    [InlineData("{'descr': '<f4', 'fortran_order': Maybe, 'shape': (2,), }", "header that can't be read")]
    [InlineData("not a dictionary", "header that can't be read")]
    public void Refuses_other_headers(string header, string problem) =>
        Assert.Contains(problem, Refusal(NpyBytes.WithHeader(header, new byte[8])), StringComparison.Ordinal);

    [Fact]
    public void Refuses_what_is_no_array()
    {
        Assert.Contains("doesn't begin with", Refusal([.. "PK\u0003\u0004 and so on"u8]), StringComparison.Ordinal);
        Assert.Contains("version 9", Refusal(NpyBytes.Array("<f4", "()", new byte[4], version: 9)), StringComparison.Ordinal);
        Assert.Contains("no such file", Assert.Throws<OnnxFormatException>(() => TensorFile.Open(_folder.PathOf("b.npy"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_every_way_of_cutting_a_file_short()
    {
        var whole = NpyBytes.Array("<f4", "(2,)", new byte[8]);
        for (var length = 0; length < whole.Length; length++) Assert.StartsWith(_folder.PathOf("a.npy"), Refusal(whole[..length]), StringComparison.Ordinal);
    }

    [Fact]
    public void Survives_flipped_bytes()
    {
        var random = new Random(7);
        var whole = NpyBytes.Array("<U2", "(2, 1)", new byte[16]);
        for (var round = 0; round < 2000; round++)
        {
            var damaged = (byte[])whole.Clone();
            for (var flips = random.Next(1, 4); flips > 0; flips--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                var tensor = Open(damaged);
                if (tensor.Type == "String") tensor.ReadStrings();
            }
            catch (OnnxFormatException exception)
            {
                Assert.DoesNotContain('\n', exception.Message);
            }
        }
    }

    [Fact]
    public void Reads_what_NumPy_wrote()
    {
        var tensor = TensorFile.Open(Path.Combine(Sources.Root, "models/mlp.x.npy"));
        Assert.Equal("Float", tensor.Type);
        Assert.Equal(20, tensor.Dims[1]);
        Assert.All(MemoryMarshal.Cast<byte, float>(DataFolder.Bytes(tensor)).ToArray(), value => Assert.InRange(Math.Abs(value), 0, 100));
    }

    private TensorFile Open(byte[] content) => TensorFile.Open(_folder.Write("a.npy", content));

    private string Refusal(byte[] content) => Assert.Throws<OnnxFormatException>(() => Open(content)).Message;
}
