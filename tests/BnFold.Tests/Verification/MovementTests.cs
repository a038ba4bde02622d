using BnFold.Verification;
using Xunit;

namespace BnFold.Tests.Verification;

public class MovementTests
{
    private static readonly Deviation _still = new(0, 1, 0, 0, 0, null);

    [Theory, InlineData(0.1, true), InlineData(0.5, false)]
    public void Explains_what_is_hardly_farther_off_than_it_moves(double difference, bool explained) =>
        Assert.Equal(explained, Moved(new(0.1, 1, 0, 0, 0, null)).Explains(Off(difference)));

    [Fact]
    public void What_takes_another_shape_by_itself_explains_any_difference() =>
        Assert.True(Moved(Deviation.OfShape("has the shape [7, 4], in the original [6, 4]")).Explains(Off(0.5)));

    [Fact]
    public void What_becomes_infinite_by_itself_explains_no_difference_in_numbers() =>
        Assert.False(Moved(Deviation.Of("is infinite")).Explains(Off(0.5)));

    private static Movement Moved(Deviation deviation) => Movement.Of(_still, deviation);

    private static ValueComparison Off(double difference) => new()
    {
        Name = "y",
        Node = null,
        Type = "Float",
        Dims = [6, 4],
        MaxDifference = difference,
        Range = 1,
        Limit = 1e-4,
        Index = [],
        Original = 0,
        Other = 0,
        Sample = 0,
    };
}
