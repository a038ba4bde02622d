using System.Runtime.InteropServices;
using BnFold.Onnx;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace BnFold.Recalibration;

/// <summary>The tensor that holds the means or the variances of one BatchNormalization, and of nothing else.</summary>
internal sealed class StatisticsSlot
{
    private readonly TensorProto _tensor;

    /// <param name="tensor">The tensor as it is in the model, which is changed in place.</param>
    /// <param name="type">Its element type, a floating one.</param>
    /// <param name="values">What it holds.</param>
    public StatisticsSlot(TensorProto tensor, ElementType type, double[] values) => (_tensor, Type, Values) = (tensor, type, values);

    public ElementType Type { get; }

    /// <summary>What is stored, rounded to the type.</summary>
    public double[] Values { get; private set; }

    /// <summary>What the type makes of numbers; null if one of them is beyond its range.</summary>
    public double[]? Round(double[] values)
    {
        var bytes = new byte[TensorCodec.ByteLength(Type, values.Length)];
        if (!TensorCodec.WriteDoubles(values, Type, bytes)) return null;
        var rounded = new double[values.Length];
        TensorCodec.ReadDoubles(bytes, Type, rounded);
        return rounded;
    }

    /// <summary>
    /// Stores numbers of the type, in the field the file has them in. What lay in another file is then to be written to one: the location
    /// stays, the way to the old file goes.
    /// </summary>
    public void Store(double[] values)
    {
        var bytes = new byte[TensorCodec.ByteLength(Type, values.Length)];
        TensorCodec.WriteDoubles(values, Type, bytes);
        Values = values;
        if (_tensor.FloatData.Count > 0) Replace(_tensor.FloatData, MemoryMarshal.Cast<byte, float>(bytes).ToArray());
        else if (_tensor.DoubleData.Count > 0) Replace(_tensor.DoubleData, values);
        else if (_tensor.Int32Data.Count > 0) Replace(_tensor.Int32Data, Array.ConvertAll(Bits(bytes), bits => (int)bits));
        else _tensor.RawData = ByteString.CopyFrom(bytes);
        _tensor.ExternalData.Clear();
    }

    private static ushort[] Bits(byte[] bytes) => MemoryMarshal.Cast<byte, ushort>(bytes).ToArray();

    private static void Replace<T>(RepeatedField<T> field, T[] values)
    {
        field.Clear();
        field.AddRange(values);
    }
}
