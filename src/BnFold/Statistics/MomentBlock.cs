using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BnFold.Onnx;

namespace BnFold.Statistics;

/// <summary>
/// Sums over one tensor, about a point near the mean of each channel: Σ(x − p) and Σ(x − p)². Where the point turns out to be too far
/// from the mean for the second to tell the variance, the channel is summed again about its mean.
/// </summary>
internal sealed class MomentBlock
{
    /// <summary>Elements that are widened at a time; as doubles they stay in the first cache.</summary>
    private const int BlockLength = 2048;

    /// <summary>Of (mean − p)² to the variance: beyond, more than some four digits are lost.</summary>
    private const double MaxOffset = 1e4;

    private readonly double[] _point;
    private readonly double[] _sum;
    private readonly double[] _squares;
    private readonly double[] _values = new double[BlockLength];

    private MomentBlock(double[] point)
    {
        _point = point;
        _sum = new double[point.Length];
        _squares = new double[point.Length];
        Count = new long[point.Length];
        NotFinite = new long[point.Length];
    }

    public long[] Count { get; }

    public long[] NotFinite { get; }

    /// <param name="elements">Elements of a tensor, row-major.</param>
    /// <param name="type">Their type.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="run">How many elements of one channel stand one after another.</param>
    /// <param name="mean">What is known of the means.</param>
    /// <param name="seen">From how many numbers; from none, the first number is the point.</param>
    public static MomentBlock Of(
        ReadOnlySpan<byte> elements, ElementType type, int channels, int run, ReadOnlySpan<double> mean, ReadOnlySpan<long> seen)
    {
        var size = TensorCodec.ByteSize(type);
        var (row, first) = ((long)channels * run, new double[1]);
        var block = new MomentBlock(mean.ToArray());
        for (var c = 0; c < channels; c++)
        {
            if (seen[c] > 0) continue;
            TensorCodec.ReadDoubles(elements.Slice((int)((long)c * run * size), size), type, first);
            block._point[c] = double.IsFinite(first[0]) ? first[0] : 0;
        }
        var rows = (int)(elements.Length / size / row);
        if (run == 1) block.AddRows(elements, type, size, rows);
        else block.AddRuns(elements, type, size, rows, run, 0, channels);
        for (var c = 0; c < channels; c++) block.Refine(elements, type, size, rows, run, c);
        return block;
    }

    public double Mean(int c) => _point[c] + (_sum[c] / Count[c]);

    public double SquaredDeviations(int c) => Math.Max(0, _squares[c] - (_sum[c] * (_sum[c] / Count[c])));

    // In the order of memory: channel by channel, every run would be fetched by itself. Compiled once and for good, as are the sums.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRuns(ReadOnlySpan<byte> elements, ElementType type, int size, int rows, int run, int first, int end)
    {
        for (var n = 0; n < rows; n++)
        {
            for (var c = first; c < end; c++)
            {
                var start = ((n * _point.Length) + c) * run;
                for (var done = 0; done < run; done += BlockLength)
                {
                    var length = Math.Min(BlockLength, run - done);
                    AddBlock(elements.Slice((start + done) * size, length * size), type, c, length);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddBlock(ReadOnlySpan<byte> elements, ElementType type, int c, int length)
    {
        var values = _values.AsSpan(0, length);
        var isFloat = type is ElementType.Float;
        if (!isFloat) TensorCodec.ReadDoubles(elements, type, values);
        var (sum, squares) = isFloat
            ? MomentSums.About(_point[c], MemoryMarshal.Cast<byte, float>(elements))
            : MomentSums.About(_point[c], values);
        if (double.IsFinite(squares))
        {
            Add(c, length, sum, squares);
            return;
        }
        if (isFloat) TensorCodec.ReadDoubles(elements, type, values);
        AddFinite(c, values);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRows(ReadOnlySpan<byte> elements, ElementType type, int size, int rows)
    {
        var channels = _point.Length;
        var values = new double[channels];
        for (var n = 0; n < rows; n++)
        {
            TensorCodec.ReadDoubles(elements.Slice(n * channels * size, channels * size), type, values);
            MomentSums.AddRow(values, _point, _sum, _squares);
        }
        for (var c = 0; c < channels; c++)
        {
            if (double.IsFinite(_squares[c])) Count[c] = rows;
            else Redo(elements, type, size, rows, run: 1, c);
        }
    }

    private void Refine(ReadOnlySpan<byte> elements, ElementType type, int size, int rows, int run, int c)
    {
        if (Count[c] == 0) return;
        var offset = _sum[c] / Count[c];
        if (offset * offset <= MaxOffset * (SquaredDeviations(c) / Count[c])) return;
        _point[c] += offset;
        Redo(elements, type, size, rows, run, c);
    }

    private void Redo(ReadOnlySpan<byte> elements, ElementType type, int size, int rows, int run, int c)
    {
        (_sum[c], _squares[c], Count[c], NotFinite[c]) = (0, 0, 0, 0);
        AddRuns(elements, type, size, rows, run, c, c + 1);
    }

    private void AddFinite(int c, ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            var deviation = value - _point[c];
            if (double.IsFinite(value)) Add(c, 1, deviation, deviation * deviation);
            else NotFinite[c]++;
        }
    }

    private void Add(int c, int count, double sum, double squares)
    {
        Count[c] += count;
        _sum[c] += sum;
        _squares[c] += squares;
    }
}
