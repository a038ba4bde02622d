using Xunit;

namespace BnFold.Tests.Data;

public sealed class RawFileTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reads_elements_of_a_known_shape()
    {
        var tensor = TensorFile.OpenRaw(_folder.Write("x.bin", [1, 0, 0xFE, 0xFF]), "int16", [2, 1]);
        Assert.Equal("Int16[2, 1]", tensor.ToString());
        Assert.Equal([1, -2], DataFolder.Numbers(tensor));
    }

    [Theory]
    [InlineData("int16", 3, "has 4 bytes; as int16[3] it should have 6")]
    [InlineData("int16", long.MaxValue, "it should have")]
    [InlineData("int16", -2, "can't have the shape [-2]")]
    [InlineData("float8", 4, "can't be read as 'float8'; one of float16, bfloat16, float32")]
    public void Refuses_another_length_and_unknown_types(string type, long size, string problem)
    {
        var path = _folder.Write("x.bin", [1, 2, 3, 4]);
        var exception = Assert.Throws<OnnxFormatException>(() => TensorFile.OpenRaw(path, type, [size]));
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_file_whose_extension_says_nothing() => Assert.Contains(
        "the type and shape of raw elements",
        Assert.Throws<OnnxFormatException>(() => TensorFile.Open(_folder.Write("x.bin", [1]))).Message,
        StringComparison.Ordinal);
}
