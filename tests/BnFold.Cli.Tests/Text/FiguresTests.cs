using BnFold.Cli.Text;
using Xunit;

namespace BnFold.Cli.Tests.Text;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(14_180_000, "14.2 MB"), InlineData(3_000_000_000, "3000.0 MB"), InlineData(100_000, "0.1 MB")]
    [InlineData(99_999, "100.0 kB"), InlineData(229, "0.2 kB"), InlineData(0, "0.0 kB")]
    public void Sizes_have_one_digit(long bytes, string text) => Assert.Equal(text, Figures.Size(bytes));

    [Theory]
    [InlineData(3.14e-6, "3.1e-06"), InlineData(0, "0"), InlineData(1234, "1.2e+03"), InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void Differences_have_two_digits(double value, string text) => Assert.Equal(text, Figures.Scientific(value));

    [Theory]
    [InlineData(2.5, -4.5, "2.5", "-4.5"), InlineData(1.5, 1.5, "1.5", "1.5"), InlineData(double.NaN, double.NaN, "NaN", "NaN")]
    [InlineData(13.106229782, 13.106230736, "13.1062298", "13.1062307")]
    public void Numbers_have_as_many_digits_as_it_takes_to_tell_them_apart(double one, double other, string first, string second) =>
        Assert.Equal((first, second), Figures.Numbers(one, other));

    [Theory]
    [InlineData(1.35e-6, 1.4e-6, "1.35e-06", "1.40e-06"), InlineData(3e-5, 7, "3.0e-05", "7.0e+00"), InlineData(0, 0, "0", "0")]
    public void A_difference_and_its_limit_are_told_apart(double one, double other, string first, string second) =>
        Assert.Equal((first, second), Figures.Scientifics(one, other));

    [Theory]
    [InlineData(0, "0 nodes"), InlineData(1, "1 node"), InlineData(222, "222 nodes")]
    public void Counts_agree_with_their_noun(int number, string text) => Assert.Equal(text, Figures.Count(number, "node"));
}
