using BnFold.Onnx;
using Xunit;

namespace BnFold.Tests.Verification;

/// <summary>Results beside exact values.</summary>
public class SiteTruthTests
{
    private readonly ConvBatchNorm _block = new();

    [Fact]
    public void Finds_both_models_equally_close_to_the_exact_value()
    {
        var report = Judged.Compare(_block.Original(), _block.Folded());

        var truth = Assert.Single(report.Sites).Truth!;
        Assert.Equal(64, truth.Positions);
        Assert.InRange(truth.OriginalError, 1e-9, 1e-6);
        Assert.InRange(truth.Ratio!.Value, 0.3, 2);
        Assert.Equal((1, 1, truth.Ratio), (report.Truth.Sites, report.Truth.Known, report.Truth.MeanRatio));
    }

    [Fact]
    public void Shows_weights_that_were_rounded_more_than_their_type_asks_for()
    {
        foreach (ref var value in _block.FoldedWeight.AsSpan()) value = MathF.Round(value * 65536) / 65536;

        var report = Judged.Compare(_block.Original(), _block.Folded()).Agrees();

        Assert.InRange(report.Truth.MeanRatio!.Value, 5, 1000);
        Assert.Equal((CloserModel.Original, 1, 0), (report.Sites[0].Truth!.Closer, report.Truth.OriginalCloser, report.Truth.OtherCloser));
    }

    [Fact]
    public void Shows_it_where_the_limits_of_float16_can_not()
    {
        var right = Judged.Compare(Half(_block.AddOriginalHalf), Half(_block.AddFoldedHalf)).Agrees();
        foreach (ref var value in _block.FoldedWeight.AsSpan())
            value = BitConverter.Int32BitsToSingle((BitConverter.SingleToInt32Bits(value) + 0x8000) & ~0xFFFF);
        var rounded = Judged.Compare(Half(_block.AddOriginalHalf), Half(_block.AddFoldedHalf)).Agrees();

        // Sums of float16 are not rounded at every step, so what rounding the weights adds shows in a right fold as well.
        Assert.InRange(right.Truth.MeanRatio!.Value, 0.5, 2);
        Assert.InRange(rounded.Truth.MeanRatio!.Value, 3, 100);

        static Net Half(Func<Net, Net> add) => add(new Net().Input("x", ElementType.Float16, 2, 3, 8, 8)).Output("y", ElementType.Float16);
    }

    [Fact]
    public void Says_what_stood_in_the_way_where_a_value_has_no_definition()
    {
        var report = Judged.Compare(Resized(_block.AddOriginal, "y"), Resized(_block.AddFolded, "other")).Agrees();

        Assert.Equal((null, "operator Resize"), (report.Sites[0].Truth, report.Sites[0].TruthObstacle));
        Assert.Equal((1, 0, null), (report.Truth.Sites, report.Truth.Known, report.Truth.MeanRatio));

        static Net Resized(Func<Net, string, string, string, Net> add, string name) => add(new Net().Input("x", 2, 3, 8, 8), "x", name, "")
            .Floats("scales", [4], 1, 1, 2, 2).Node("Resize", $"{name} - scales", "z").Output("z");
    }

    [Fact]
    public void Leaves_exact_results_out_of_the_mean()
    {
        var block = new ConvBatchNorm(1, 1, 1);
        (block.Weight[0], block.ConvBias[0], block.Scale[0], block.Bias[0], block.Mean[0], block.Variance[0]) = (1, 0, 0, 2, 1, 1);
        block.Fold();

        var report = Judged.Compare(block.Original(), block.Folded()).Agrees();

        Assert.Equal((1, null, CloserModel.Neither), (report.Truth.Known, report.Truth.MeanRatio, report.Sites[0].Truth!.Closer));
    }

    [Fact]
    public void Counts_a_NaN_out_and_does_not_mind_it()
    {
        _block.Variance[2] = -1;
        _block.Fold();

        var truth = Judged.Compare(_block.Original(), _block.Folded()).Agrees().Sites[0].Truth!;

        Assert.InRange(truth.Positions, 32, 63);
        Assert.True(double.IsFinite(truth.OtherError));
    }
}
