using System.Globalization;
using BnFold.Graphs;
using Xunit;

namespace BnFold.Tests.Graphs;

public sealed class ShapeDimTests
{
    private static Dim N => Dim.Named("N");
    private static Dim H => Dim.Named("H");
    private static Dim W => Dim.Named("W");

    [Fact]
    public void A_size_is_known()
    {
        Dim size = 7;

        Assert.Equal(7, size.Size);
        Assert.False(size.IsOne);
        Assert.True(((Dim)1).IsOne);
        Assert.Equal("7", size.ToString());
        Assert.Equal(0, ((Dim)0).Size);
    }

    [Fact]
    public void A_symbol_is_itself_and_nothing_else()
    {
        Assert.Equal(N, Dim.Named("N"));
        Assert.NotEqual(N, H);
        Assert.NotEqual(N, (Dim)1);
        Assert.Null(N.Size);
        Assert.False(N.IsOne);
    }

    [Theory]
    [InlineData("N+1", "'N+1'")]
    [InlineData("?1", "'?1'")]
    [InlineData("2", "'2'")]
    [InlineData("it's", "'it''s'")]
    [InlineData("batch_size", "batch_size")]
    public void A_name_that_reads_like_an_expression_is_quoted(string name, string expected) => Assert.Equal(expected, Dim.Named(name).ToString());

    [Fact]
    public void Names_are_not_expressions()
    {
        Assert.NotEqual(Dim.Named("N*49"), Dim.Product([N, 49]));
        Assert.NotEqual(Dim.Named("?1"), Dim.Of(new SymbolFactor(1)));
        Assert.NotEqual(DimArithmetic.Add(Dim.Named("a+-b"), 1), DimArithmetic.Add(Dim.Named("a-b"), 1));
    }

    [Fact]
    public void Products_are_equal_in_any_order()
    {
        Assert.Equal(Dim.Product([N, 196, H]), Dim.Product([4, H, 49, N]));
        Assert.Equal("H*N*196", Dim.Product([N, 196, H])!.ToString());
        Assert.Equal(1, Dim.Product([])!.Size);
        Assert.Equal(0, Dim.Product([N, 0])!.Size);
        Assert.NotEqual(Dim.Product([N, N]), Dim.Product([N, H]));
    }

    [Fact]
    public void A_product_that_overflows_is_unknown()
    {
        Assert.Null(Dim.Product([long.MaxValue, 2]));
        Assert.Null(Dim.Product([.. Enumerable.Repeat(N, 40)]));
        Assert.Equal(long.MaxValue, Dim.Product([long.MaxValue, 1])!.Size);
    }

    [Fact]
    public void Quotients_are_exact_or_unknown()
    {
        Assert.Equal(N, DimArithmetic.Quotient(Dim.Product([N, 49]), 49));
        Assert.Equal((Dim)49, DimArithmetic.Quotient(Dim.Product([N, 49]), N));
        Assert.Null(DimArithmetic.Quotient(Dim.Product([N, 49]), 2));
        Assert.Null(DimArithmetic.Quotient(N, H));
        Assert.Null(DimArithmetic.Quotient(N, 0));
    }

    [Fact]
    public void Sums_cancel()
    {
        var sum = DimArithmetic.Add(DimArithmetic.Add(H, 2), W);

        Assert.Equal("(H+W+2)", sum!.ToString());
        Assert.Equal(H, DimArithmetic.Subtract(DimArithmetic.Subtract(sum, W), 2));
        Assert.Equal((Dim)0, DimArithmetic.Subtract(sum, sum));
        Assert.Equal(DimArithmetic.Multiply(H, 2), DimArithmetic.Add(H, H));
        Assert.Null(DimArithmetic.Add(long.MaxValue, 1));
    }

    [Fact]
    public void Sums_show_their_common_factor()
    {
        var sum = DimArithmetic.Add(Dim.Product([N, H, 2]), Dim.Product([N, 4]));

        Assert.Equal("(H+2)*N*2", sum!.ToString());
        Assert.Equal(DimArithmetic.Add(H, 2), DimArithmetic.Quotient(sum, Dim.Product([N, 2])));
    }

    [Fact]
    public void Halving_twice_is_quartering()
    {
        var half = DimArithmetic.FloorDivide(DimArithmetic.Add(H, 1), 2);
        var quarter = DimArithmetic.FloorDivide(DimArithmetic.Add(half, 1), 2);

        Assert.Equal(DimArithmetic.FloorDivide(DimArithmetic.Add(H, 3), 4), quarter);
        Assert.Equal(H, DimArithmetic.FloorDivide(DimArithmetic.Multiply(H, 2), 2));
        Assert.Equal(H, DimArithmetic.FloorDivide(DimArithmetic.Add(DimArithmetic.Multiply(H, 2), 1), 2));
        Assert.NotEqual(half, DimArithmetic.FloorDivide(H, 2));
    }

    [Fact]
    public void Arithmetic_agrees_with_that_of_the_numbers()
    {
        for (var seed = 0; seed < 1000; seed++)
        {
            var random = new Random(seed);
            var sizes = new Dictionary<string, long> { ["N"] = random.Next(1, 9), ["H"] = random.Next(1, 40), ["W"] = random.Next(1, 40) };
            var (dim, number) = Expression(random, sizes, depth: 5);
            if (dim is not { } known) continue;

            var because = string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {known} is not {number}");
            Assert.True(DimValue.Of(known, sizes) == number, because);
            Assert.True(known.Minimum is null || known.Minimum <= number, because);
        }
    }

    [Fact]
    public void What_is_added_can_be_taken_away()
    {
        for (var seed = 0; seed < 1000; seed++)
        {
            var random = new Random(seed);
            var (a, b) = (Sum(random), Sum(random));

            Assert.Equal(a, DimArithmetic.Subtract(DimArithmetic.Add(a, b), b));
            Assert.Equal(DimArithmetic.Add(a, b), DimArithmetic.Add(b, a));
            Assert.Equal((Dim)0, DimArithmetic.Subtract(a, a));
        }

        static Dim? Sum(Random random)
        {
            Dim? sum = random.Next(-3, 4);
            foreach (var symbol in (Dim[])[N, H, W, Dim.Product([N, H])!])
                sum = DimArithmetic.Add(sum, DimArithmetic.Multiply(symbol, random.Next(-2, 3)));
            return sum;
        }
    }

    private static (Dim? Dim, long Number) Expression(Random random, Dictionary<string, long> sizes, int depth)
    {
        if (depth == 0 || random.Next(6) == 0)
        {
            if (random.Next(3) == 0 && random.Next(-4, 9) is var constant) return (constant, constant);
            var name = new[] { "N", "H", "W" }[random.Next(3)];
            return (Dim.Named(name), sizes[name]);
        }
        var (a, x) = Expression(random, sizes, depth - 1);
        var (b, y) = Expression(random, sizes, depth - 1);
        var divisor = random.Next(1, 7);
        return random.Next(5) switch
        {
            0 => (DimArithmetic.Add(a, b), x + y),
            1 => (DimArithmetic.Subtract(a, b), x - y),
            2 => (DimArithmetic.Multiply(a, b), x * y),
            3 => (DimArithmetic.FloorDivide(a, divisor), (long)Math.Floor((decimal)x / divisor)),
            _ => (y == 0 ? null : DimArithmetic.Quotient(a, b), y == 0 ? 0 : x / y),
        };
    }
}
