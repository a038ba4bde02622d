using BnFold.BatchNorm;
using BnFold.Onnx;
using BnFold.Runtime;

namespace BnFold.Verification;

/// <summary>Compares results of a BatchNormalization with the reference, element by element, and keeps what is worst.</summary>
internal sealed class BatchNormScan
{
    /// <summary>
    /// A kernel rounds scale/√(variance+ε) in some three steps, then products and sums: eight roundings of the terms at most.
    /// </summary>
    private const double StrictRoundings = 8;

    private const double Roundings = 16;
    private const int BlockLength = 1 << 16;

    private readonly FloatFormat _format;
    private readonly ElementType _type;
    private readonly VerifyOptions _options;
    private BatchNormParameters[] _channels = [];
    private double[] _gains = [];

    public BatchNormScan(ElementType type, VerifyOptions options) => (_type, _format, _options) = (type, FloatFormat.Of(type), options);

    public UlpHistogram Ulps { get; } = new();

    public double MaxDifference { get; private set; }

    /// <summary>The largest difference as a share of its limit.</summary>
    public double MaxShare { get; private set; }

    public int? WorstChannel { get; private set; }

    public double Runtime { get; private set; }

    public double Reference { get; private set; }

    /// <summary>What no limit allows; null if nothing was found.</summary>
    public string? Problem { get; private set; }

    /// <exception cref="NotSupportedException">Shape and parameters don't fit together.</exception>
    public void Add(OrtTensor x, OrtTensor y, BatchNormParameters parameters)
    {
        var layout = Layout(x, parameters.Features);
        _channels = [.. Enumerable.Range(0, parameters.Features).Select(channel => Single(parameters, channel))];
        _gains = [.. _channels.Select(each => Math.Abs(each.Scale[0] / Math.Sqrt(each.Variance[0] + each.Epsilon)))];
        var size = TensorCodec.ByteSize(_type);
        var range = _options is { AbsoluteTolerance: null, RelativeTolerance: null } ? 0 : TensorNoise.RangeOf(y);
        var count = x.Bytes.Length / size;
        var (input, output) = (new double[BlockLength], new double[BlockLength]);
        for (var start = 0; start < count;)
        {
            // A run of elements of one channel.
            var channel = layout.FeatureOf(start);
            var length = 1;
            while (length < BlockLength && start + length < count && layout.FeatureOf(start + length) == channel) length++;
            TensorCodec.ReadDoubles(x.Bytes[(start * size)..], _type, input.AsSpan(0, length));
            TensorCodec.ReadDoubles(y.Bytes[(start * size)..], _type, output.AsSpan(0, length));
            Compare(input.AsSpan(0, length), output.AsSpan(0, length), channel, range);
            start += length;
        }
    }

    private void Compare(ReadOnlySpan<double> input, ReadOnlySpan<double> found, int channel, double range)
    {
        var expected = BatchNormReference.Infer(input, [1, 1, input.Length], _channels[channel]);
        Span<byte> bytes = new byte[expected.Length * TensorCodec.ByteSize(_type)];
        TensorCodec.WriteDoubles(expected, _type, bytes);
        var rounded = new double[expected.Length];
        TensorCodec.ReadDoubles(bytes, _type, rounded);
        for (var i = 0; i < expected.Length; i++)
        {
            if (!double.IsFinite(rounded[i]) || !double.IsFinite(found[i])) CompareNonFinite(rounded[i], expected[i], found[i], channel);
            else Compare(input[i], expected[i], rounded[i], found[i], channel, range);
        }
    }

    private void Compare(double input, double expected, double rounded, double found, int channel, double range)
    {
        var difference = Math.Abs(found - expected);
        MaxDifference = Math.Max(MaxDifference, difference);
        Ulps.Add(_format.Distance(found, rounded));
        var share = difference / LimitOf(input, channel, range);
        if (!(share > MaxShare)) return;
        (MaxShare, WorstChannel, Runtime, Reference) = (share, channel, found, expected);
    }

    private double LimitOf(double input, int channel, double range)
    {
        if (_options is not { AbsoluteTolerance: null, RelativeTolerance: null })
            return (_options.AbsoluteTolerance ?? 0) + ((_options.RelativeTolerance ?? 0) * range);
        var parameters = _channels[channel];
        var terms = (_gains[channel] * (Math.Abs(input) + Math.Abs(parameters.Mean[0]))) + Math.Abs(parameters.Bias[0]);
        return ((_options.Strict ? StrictRoundings : Roundings) * _format.Roundoff * terms) + _format.Smallest;
    }

    private void CompareNonFinite(double rounded, double expected, double found, int channel)
    {
        // Where the last number of the type meets infinity, a rounding decides.
        if (rounded.Equals(found) || (Math.Abs(expected) > 0.999 * _format.Largest && expected > 0 == found > 0 && !double.IsNaN(found))) return;
        // From a factor that is infinite, infinity or NaN comes as the order of operations has it.
        if (Problem is not null || (!double.IsFinite(_gains[channel]) && !double.IsFinite(rounded) && !double.IsFinite(found))) return;
        Problem = FormattableString.Invariant($"is {found:G6} where the reference has {expected:G6}");
        (MaxShare, WorstChannel, Runtime, Reference) = (double.PositiveInfinity, channel, found, expected);
    }

    private FeatureLayout Layout(OrtTensor x, int features)
    {
        try
        {
            return FeatureLayout.Of([.. x.Dims], x.Bytes.Length / TensorCodec.ByteSize(_type), features);
        }
        catch (ArgumentException exception)
        {
            throw new NotSupportedException(exception.Message, exception);
        }
    }

    private static BatchNormParameters Single(BatchNormParameters all, int channel) =>
        new([all.Scale[channel]], [all.Bias[channel]], [all.Mean[channel]], [all.Variance[channel]]) { Epsilon = all.Epsilon };
}
