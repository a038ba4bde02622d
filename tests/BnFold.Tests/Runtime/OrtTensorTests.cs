using BnFold.Onnx;
using BnFold.Runtime;
using Xunit;

namespace BnFold.Tests.Runtime;

public sealed class OrtTensorTests
{
    [Theory]
    [InlineData((int)ElementType.Float, 3 * 5 * 4)]
    [InlineData((int)ElementType.Float16, 3 * 5 * 2)]
    [InlineData((int)ElementType.BFloat16, 3 * 5 * 2)]
    [InlineData((int)ElementType.Double, 3 * 5 * 8)]
    [InlineData((int)ElementType.Int64, 3 * 5 * 8)]
    [InlineData((int)ElementType.Bool, 3 * 5)]
    [InlineData((int)ElementType.Float8E5M2, 3 * 5)]
    [InlineData((int)ElementType.Int4, 8)]
    [InlineData((int)ElementType.Float8E8M0, 3 * 5)]
    [InlineData((int)ElementType.UInt2, 4)]
    [InlineData((int)ElementType.Int2, 4)]
    public void Holds_elements_of_any_size(int type, int bytes)
    {
        using var tensor = OrtTensor.Create(type, [3, 5]);

        Assert.True(tensor.IsTensor);
        Assert.Equal(type, tensor.ElementType);
        Assert.Equal([3, 5], tensor.Dims);
        Assert.Equal(bytes, tensor.Bytes.Length);
    }

    [Fact]
    public void Keeps_what_is_written()
    {
        using var tensor = Tensors.Of(ElementType.Float, [2, 2], 1f, -2f, float.NaN, 0f);

        Assert.Equal([1f, -2f, float.NaN, 0f], tensor.Values<float>());
    }

    [Fact]
    public void A_scalar_has_one_element_and_no_dims()
    {
        using var tensor = Tensors.Of(ElementType.Int64, [], 42L);

        Assert.Empty(tensor.Dims);
        Assert.Equal([42L], tensor.Values<long>());
    }

    [Fact]
    public void May_be_empty()
    {
        using var tensor = OrtTensor.Create((int)ElementType.Float, [2, 0, 3]);

        Assert.Equal([2, 0, 3], tensor.Dims);
        Assert.True(tensor.Bytes.IsEmpty);
    }

    [Fact]
    public void Keeps_strings_of_all_kinds()
    {
        string[] strings = ["", "plain", "größer ≥ 猫 🐈", "with\0zero", ""];

        using var tensor = OrtTensor.CreateStrings([5, 1], strings);

        Assert.Equal((int)ElementType.String, tensor.ElementType);
        Assert.Equal([5, 1], tensor.Dims);
        Assert.True(tensor.Bytes.IsEmpty);
        Assert.Equal(strings, tensor.ReadStrings());
    }

    [Fact]
    public void Keeps_no_strings_at_all()
    {
        using var tensor = OrtTensor.CreateStrings([0], []);

        Assert.Empty(tensor.ReadStrings());
    }

    [Fact]
    public void Refuses_another_number_of_strings_than_the_dims_ask_for() =>
        Assert.Throws<ArgumentException>(() => OrtTensor.CreateStrings([2], ["one"]));

    [Fact]
    public void Refuses_to_read_numbers_as_strings()
    {
        using var tensor = OrtTensor.Create((int)ElementType.Float, [1]);

        Assert.Throws<InvalidOperationException>(tensor.ReadStrings);
    }

    [Theory]
    [InlineData((int)ElementType.Float, 1L << 29)]
    [InlineData((int)ElementType.UInt8, 1L << 31)]
    [InlineData((int)ElementType.Int4, 1L << 32)]
    [InlineData((int)ElementType.Complex128, long.MaxValue)]
    [InlineData((int)ElementType.Float, 1L << 31, 1L << 31, 1L << 31)]
    public void Refuses_more_than_a_span_can_hold(int type, params long[] dims)
    {
        var error = Assert.Throws<NotSupportedException>(() => OrtTensor.Create(type, dims));

        Assert.Contains("larger than 2 GB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_negative_dim() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => OrtTensor.Create((int)ElementType.Float, [2, -1]));

    [Fact]
    public void Refuses_elements_without_a_size() =>
        Assert.Throws<NotSupportedException>(() => OrtTensor.Create((int)ElementType.Undefined, [2]));

    [Fact]
    public void Cannot_be_used_once_disposed()
    {
        var tensor = OrtTensor.Create((int)ElementType.Float, [1]);
        tensor.Dispose();

        Assert.Throws<ObjectDisposedException>(() => tensor.Bytes.Length);
    }
}
