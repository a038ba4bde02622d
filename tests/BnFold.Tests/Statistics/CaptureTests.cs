using System.Runtime.InteropServices;
using BnFold.Onnx;
using BnFold.Runtime;
using BnFold.Statistics;
using BnFold.Tests.Support;
using BnFold.Verification;
using Xunit;

namespace BnFold.Tests.Statistics;

public sealed class CaptureTests : IDisposable
{
    private const int Batch = 32;

    /// <summary>Of a batch: room for one of the larger values, or for the smallest two.</summary>
    private const long Limit = Batch * 600;

    private static readonly string[] _values = ["c", "d", "e", "f"];

    private readonly Samples _samples = new();

    public void Dispose() => _samples.Dispose();

    [Theory]
    [InlineData(-1, 3, 8, 8)]
    [InlineData(Batch, 3, 8, 8)]
    [InlineData(-1, 3, -2, -3)]
    public void Keeps_to_the_limit_from_the_first_batch_on(params int[] declared) =>
        AssertKept(new ModelBuilder().Input("x", [.. declared.Select(size => (long)size)]), "x");

    [Fact]
    public void Keeps_to_the_limit_where_sizes_follow_from_the_data() =>
        AssertKept(
            new ModelBuilder().Input("x", -1, 3, 8, 8)
                .Node("ReduceMax", "x", "m", ModelBuilder.Ints("axes", 1, 2, 3), ModelBuilder.Int("keepdims", 0))
                .Scalar("low", -1e30).Node("Greater", "m low", "g").Node("Compress", "x g", "k", ModelBuilder.Int("axis", 0)),
            "k");

    [Fact]
    public void Keeps_to_the_limit_where_later_batches_are_larger()
    {
        using var model = Open(new ModelBuilder().Input("x", -1, 3, -2, -3), "x");
        using var capture = new Capture(model, _values, Limit);
        Assert.Equal(1, Run(capture, [2, 3, 8, 8]).Groups);
        foreach (var dims in new long[][] { [Batch, 3, 8, 8], [2, 3, 8, 8], [Batch, 3, 9, 8] })
        {
            var (groups, peak) = Run(capture, dims);
            Assert.InRange(groups, 2, _values.Length);
            Assert.InRange(peak, 1, dims[2] == 8 ? Limit : Limit * 5 / 4);
        }
    }

    private void AssertKept(ModelBuilder builder, string from)
    {
        using var model = Open(builder, from);
        using var capture = new Capture(model, _values, Limit);
        for (var i = 0; i < 2; i++)
        {
            var (groups, peak) = Run(capture, [Batch, 3, 8, 8]);
            Assert.InRange(groups, 2, _values.Length);
            Assert.InRange(peak, 1, Limit);
        }
    }

    // Bytes of a sample: c 576, d and e 320, f 64.
    private RunnableModel Open(ModelBuilder builder, string from) => new(
        _samples.Save(builder.Conv(from, "c", 4, 3).Conv("c", "d", 5, 4).Node("Relu", "d", "e").Conv("e", "f", 4, 5).Output("f")), new());

    private static (int Groups, long Peak) Run(Capture capture, long[] dims)
    {
        using var fed = new TensorSet();
        var x = OrtTensor.Create((int)ElementType.Float, dims);
        MemoryMarshal.Cast<byte, float>(x.Bytes).Fill(0.5f);
        fed.Add("x", x);
        var (groups, peak) = (0, 0L);
        var seen = new List<string>();
        var total = capture.Run(fed, See, TestContext.Current.CancellationToken);
        Assert.Equal(_values, seen);
        Assert.True(total > peak || groups == 1);
        return (groups, peak);

        void See(TensorSet values)
        {
            string[] here = [.. _values.Where(value => values.TryGet(value, out _))];
            seen.AddRange(here);
            (groups, peak) = (groups + 1, Math.Max(peak, here.Sum(value => (long)values[value].Bytes.Length)));
        }
    }
}
