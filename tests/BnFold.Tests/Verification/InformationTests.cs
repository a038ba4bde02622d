using BnFold.Onnx;
using BnFold.Tests.Runtime;
using BnFold.Verification;
using Xunit;

namespace BnFold.Tests.Verification;

public class InformationTests
{
    [Theory]
    [InlineData(new float[] { 0, 0 }, new float[] { 0, 0 }, "is zero everywhere")]
    [InlineData(new float[] { 2.5f, 2.5f }, new float[] { 2.5f, 2.5f }, "is 2.5 everywhere")]
    [InlineData(new[] { float.NaN, float.NaN }, new[] { float.NaN, float.PositiveInfinity }, "has no finite element")]
    [InlineData(new float[] { 1, 2 }, new float[] { 1, 2 }, "is the same for all inputs")]
    [InlineData(new float[] { 1, 1 }, new float[] { 2, 2 }, null)]
    [InlineData(new float[] { 1, 2 }, new float[] { 1, 3 }, null)]
    public void Notices_what_tells_nothing(float[] first, float[] second, string? expected)
    {
        var information = new Information();
        foreach (var sample in (float[][])[first, second])
        {
            using var tensor = Tensors.Of(ElementType.Float, [2], sample);
            information.Add("y", tensor);
        }

        Assert.Equal(expected, information.Blindness("y", hasInputs: true));
    }

    [Fact]
    public void Does_not_take_a_single_number_for_a_constant()
    {
        var information = new Information();
        using var tensor = Tensors.Of(ElementType.Float, [1], 3f);
        information.Add("y", tensor);

        Assert.Null(information.Blindness("y", hasInputs: true));
        Assert.Null(information.Blindness("never seen", hasInputs: true));
    }

    [Fact]
    public void Notices_saturation_of_floats_only()
    {
        var information = new Information();
        using var floats = Tensors.Of(ElementType.Float, [4], 0f, 1, -1, 1);
        using var integers = Tensors.Of(ElementType.Int64, [4], 0L, 1, 1, 0);
        information.Add("floats", floats);
        information.Add("integers", integers);

        Assert.True(information.IsSaturated("floats"));
        Assert.False(information.IsSaturated("integers"));
    }
}
