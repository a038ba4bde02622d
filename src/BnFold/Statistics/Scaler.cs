using BnFold.Onnx;

namespace BnFold.Statistics;

/// <summary>(x · scale − mean) / standard deviation in double, rounded once.</summary>
internal sealed class Scaler
{
    private readonly SampleArray _array;
    private readonly double[] _scale;
    private readonly double[] _mean;
    private readonly double[] _deviation;
    private readonly int _positions;
    private readonly double[] _values;

    private Scaler(SampleArray array, double[] scale, double[] mean, double[] deviation, int positions)
    {
        (_array, _scale, _mean, _deviation, _positions) = (array, scale, mean, deviation, positions);
        _values = new double[positions];
    }

    /// <param name="scaling">What to do.</param>
    /// <param name="array">The samples.</param>
    /// <param name="channelAxis">Axis of the channels in a sample.</param>
    /// <exception cref="OnnxFormatException">There are other channels than numbers for them.</exception>
    public static Scaler Of(InputScaling scaling, SampleArray array, int channelAxis)
    {
        var hasChannels = array.Dims.Length > channelAxis;
        var channels = hasChannels ? (int)array.Dims[channelAxis] : 1;
        var positions = hasChannels ? Tensor.CountOf(array.Dims[(channelAxis + 1)..]) : Tensor.CountOf(array.Dims);
        return new(
            array, Vector(scaling.Scale, 1, "scale"), Vector(scaling.Mean, 0, "mean"),
            Vector(scaling.StandardDeviation, 1, "standard deviation"), checked((int)positions));

        double[] Vector(IReadOnlyList<double> given, double otherwise, string what) => given.Count switch
        {
            0 => [.. Enumerable.Repeat(otherwise, channels)],
            1 => [.. Enumerable.Repeat(given[0], channels)],
            var count when count == channels => [.. given],
            var count => throw new OnnxFormatException(
                array.File.Path, $"input '{array.Format.Input.Name}'", $"has {channels} channels, but {count} numbers are given as {what}"),
        };
    }

    /// <summary>False if a result is not finite.</summary>
    public bool Apply(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var (from, to) = (TensorCodec.ByteSize(_array.File.ElementType), TensorCodec.ByteSize(_array.Type));
        var finite = true;
        for (var block = 0; !source.IsEmpty; block++)
        {
            var c = block % _scale.Length;
            TensorCodec.ReadDoubles(source[..(_positions * from)], _array.File.ElementType, _values);
            for (var i = 0; i < _values.Length; i++) _values[i] = ((_values[i] * _scale[c]) - _mean[c]) / _deviation[c];
            finite &= TensorCodec.WriteDoubles(_values, _array.Type, destination[..(_positions * to)]);
            source = source[(_positions * from)..];
            destination = destination[(_positions * to)..];
        }
        return finite;
    }
}
