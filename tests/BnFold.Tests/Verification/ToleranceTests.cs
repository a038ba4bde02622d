using BnFold.Onnx;
using BnFold.Verification;
using Xunit;

namespace BnFold.Tests.Verification;

public class ToleranceTests
{
    [Theory]
    [InlineData(1.0, 96), InlineData(1.99, 96), InlineData(2.0, 192), InlineData(0.5, 48), InlineData(0.0, 0)]
    public void Strict_limits_are_units_in_the_last_place_of_the_range(double range, int expected) =>
        Assert.Equal(expected * Math.ScaleB(1, -23), Strict(new()).For(range));

    [Fact]
    public void Strict_is_closer_than_the_default_for_every_type()
    {
        foreach (var type in (ElementType[])[ElementType.Float, ElementType.Double, ElementType.Float16, ElementType.BFloat16])
        {
            var (strict, usual) = (new Tolerance(new() { Strict = true }), new Tolerance(new()));
            Assert.InRange(strict.Site(type, type, 1).For(1.99), 0, usual.Site(type, type, 1).For(1.99));
            Assert.InRange(strict.EndToEnd(type, type).For(1.99), 0, usual.EndToEnd(type, type).For(1.99));
        }
    }

    [Fact]
    public void A_tolerance_of_the_caller_rules_over_strict() =>
        Assert.Equal(0.25, Strict(new() { AbsoluteTolerance = 0.25 }).For(100));

    [Fact]
    public void Strict_passes_a_right_fold_and_refuses_what_the_default_lets_through()
    {
        var block = new ConvBatchNorm();
        Judged.Compare(block.Original(), block.Folded(), new() { Strict = true }).Agrees();
        block.FoldedBias[0] += 3e-5f;
        Judged.Compare(block.Original(), block.Folded()).Agrees();
        Judged.Compare(block.Original(), block.Folded(), new() { Strict = true }).DiffersAt("y");
    }

    private static Limit Strict(VerifyOptions options) => new Tolerance(options with { Strict = true }).Site(ElementType.Float, ElementType.Float, 1);
}
