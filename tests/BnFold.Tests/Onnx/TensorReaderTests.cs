using System.Runtime.InteropServices;
using BnFold.Onnx;
using Google.Protobuf;
using Xunit;

namespace BnFold.Tests.Onnx;

public sealed class TensorReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly OnnxModel _model;

    public TensorReaderTests() => _model = OnnxModel.Load(_folder.Write("m.onnx", ModelBytes.Model().ToByteArray()));

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Reads_inline_bytes()
    {
        var tensor = _model.Read(new() { DataType = (int)ElementType.Int16, Dims = { 1, 2 }, RawData = ByteString.CopyFrom(1, 2, 3, 4) });
        Assert.Equal(ElementType.Int16, tensor.Type);
        Assert.Equal([1, 2], tensor.Dims);
        Assert.Equal(2, tensor.Count);
        Assert.Equal([1, 2, 3, 4], SkeletonTests.ReadAll(tensor.Payload));
    }

    [Fact]
    public void Reads_what_was_written()
    {
        var tensor = new Tensor(ElementType.Float, [2], new BytesPayload(new byte[8]));
        var proto = _model.Write("w", tensor, TensorLocation.External);
        Assert.Equal("w", proto.Name);
        Assert.Equal((int)TensorLocation.External, proto.DataLocation);
        Assert.Same(tensor.Payload, _model.Read(proto).Payload);
    }

    [Fact]
    public void Typed_fields_become_the_bytes_raw_data_would_hold()
    {
        AssertTyped<float>(ElementType.Float, [1.5f, float.NaN], tensor => tensor.FloatData.Add([1.5f, float.NaN]));
        AssertTyped<double>(ElementType.Double, [-2.5, 1e300], tensor => tensor.DoubleData.Add([-2.5, 1e300]));
        AssertTyped<long>(ElementType.Int64, [-1, long.MaxValue], tensor => tensor.Int64Data.Add([-1, long.MaxValue]));
        AssertTyped<ulong>(ElementType.UInt64, [0, ulong.MaxValue], tensor => tensor.Uint64Data.Add([0, ulong.MaxValue]));
        AssertTyped<uint>(ElementType.UInt32, [7, uint.MaxValue], tensor => tensor.Uint64Data.Add([7, uint.MaxValue]));
        AssertTyped<int>(ElementType.Int32, [-7, int.MaxValue], tensor => tensor.Int32Data.Add([-7, int.MaxValue]));
        AssertTyped<short>(ElementType.Int16, [-7, 300], tensor => tensor.Int32Data.Add([-7, 300]));
        AssertTyped<ushort>(ElementType.UInt16, [65535, 3], tensor => tensor.Int32Data.Add([65535, 3]));
        AssertTyped<sbyte>(ElementType.Int8, [-7, 127], tensor => tensor.Int32Data.Add([-7, 127]));
        AssertTyped<byte>(ElementType.UInt8, [255, 3], tensor => tensor.Int32Data.Add([255, 3]));
        AssertTyped<byte>(ElementType.Bool, [1, 0], tensor => tensor.Int32Data.Add([1, 0]));
        AssertTyped<byte>(ElementType.Float8E5M2, [0x7C, 3], tensor => tensor.Int32Data.Add([0x7C, 3]));
        AssertTyped<Half>(ElementType.Float16, [(Half)1.5f, (Half)(-2)], tensor => tensor.Int32Data.Add([0x3E00, 0xC000]));
        AssertTyped<ushort>(ElementType.BFloat16, [0x3FC0, 0xC000], tensor => tensor.Int32Data.Add([0x3FC0, 0xC000]));
    }

    [Fact]
    public void Complex_numbers_take_two_entries_and_packed_integers_share_one()
    {
        var complex = _model.Read(new() { DataType = (int)ElementType.Complex64, Dims = { 1 }, FloatData = { 1, 2 } });
        Assert.Equal([1f, 2f], MemoryMarshal.Cast<byte, float>(SkeletonTests.ReadAll(complex.Payload)).ToArray());

        var packed = _model.Read(new() { DataType = (int)ElementType.Int4, Dims = { 3 }, Int32Data = { 0x21, 0x03 } });
        Assert.Equal([0x21, 0x03], SkeletonTests.ReadAll(packed.Payload));
    }

    [Fact]
    public void A_scalar_has_one_element_and_an_empty_tensor_none()
    {
        Assert.Equal(1, _model.Read(new() { DataType = (int)ElementType.Int8, RawData = ByteString.CopyFrom(1) }).Count);
        Assert.Equal(0, _model.Read(new() { DataType = (int)ElementType.Float, Dims = { long.MaxValue, 0, long.MaxValue } }).Count);
    }

    [Fact]
    public void Strings_are_counted_and_stay_in_the_message()
    {
        var tensor = new TensorProto { DataType = (int)ElementType.String, Dims = { 2 }, StringData = { ByteString.CopyFromUtf8("a"), ByteString.Empty } };
        Assert.Equal(0, _model.Read(tensor).Payload.Length);
        tensor.StringData.RemoveAt(0);
        AssertRefused(tensor, "should have 2 strings, but has 1");
    }

    [Fact]
    public void Refuses_a_tensor_that_contradicts_itself()
    {
        AssertRefused(Floats(2, 7), "dims [2] of Float and so should have 8 bytes, but has 7");
        AssertRefused(new() { DataType = (int)ElementType.Int4, Dims = { 3 }, RawData = ByteString.CopyFrom(1) }, "should have 2 bytes, but has 1");
        AssertRefused(new() { DataType = (int)ElementType.Float, Dims = { 2 }, FloatData = { 1 } }, "should have 8 bytes, but has 4");
        AssertRefused(new() { DataType = (int)ElementType.Float, Dims = { 1 }, Int32Data = { 1 } }, "should have 4 bytes, but has 0");
        var twice = Floats(1, 4);
        twice.FloatData.Add(1);
        AssertRefused(twice, "both raw data and typed data");
        AssertRefused(new() { DataType = (int)ElementType.Float, Dims = { -1 } }, "none may be negative");
        AssertRefused(new() { DataType = (int)ElementType.Float, Dims = { 1L << 32, 1L << 32 } }, "more elements than can be counted");
        AssertRefused(new() { DataType = (int)ElementType.Float, Dims = { 1L << 62 } }, "more bytes than can be counted");
        AssertRefused(new() { DataType = 99, Dims = { 1 } }, "element type 99");
        AssertRefused(new() { Dims = { 1 } }, "element type 0");
        AssertRefused(new() { DataType = (int)ElementType.Float, Dims = { 1 }, StringData = { ByteString.Empty } }, "holds strings");
        AssertRefused(new() { DataType = (int)ElementType.String, Dims = { 1 }, RawData = ByteString.CopyFrom(1) }, "holds numbers or raw data");
        var segmented = Floats(1, 4);
        segmented.Segment = new();
        AssertRefused(segmented, "segments");
    }

    private static TensorProto Floats(long count, int bytes) =>
        new() { DataType = (int)ElementType.Float, Dims = { count }, RawData = ByteString.CopyFrom(new byte[bytes]) };

    private void AssertTyped<T>(ElementType type, T[] expected, Action<TensorProto> fill) where T : unmanaged
    {
        var proto = new TensorProto { DataType = (int)type, Dims = { expected.Length } };
        fill(proto);
        Assert.Equal(MemoryMarshal.AsBytes(expected.AsSpan()).ToArray(), SkeletonTests.ReadAll(_model.Read(proto).Payload));
    }

    private void AssertRefused(TensorProto tensor, string reason)
    {
        tensor.Name = "w";
        var exception = Assert.Throws<OnnxFormatException>(() => _model.Read(tensor));
        Assert.Equal("tensor 'w'", exception.Where);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }
}
