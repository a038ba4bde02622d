using System.Globalization;
using BnFold.Graphs;
using Xunit;

namespace BnFold.Tests.Graphs;

public sealed class ShapeDimTests
{
    private static readonly Dim _n = Dim.Named("_n");
    private static readonly Dim _h = Dim.Named("_h");
    private static readonly Dim _w = Dim.Named("_w");

    [Fact]
    public void A_size_is_known()
    {
        Dim size = 7;

        Assert.Equal(7, size.Size);
        Assert.False(size.IsOne);
        Assert.True(((Dim)1).IsOne);
        Assert.Equal("7", size.ToString());
        Assert.Equal(0, default(Dim).Size);
    }

    [Fact]
    public void A_symbol_is_itself_and_nothing_else()
    {
        Assert.Equal(_n, Dim.Named("_n"));
        Assert.NotEqual(_n, _h);
        Assert.NotEqual(_n, (Dim)1);
        Assert.Null(_n.Size);
        Assert.False(_n.IsOne);
    }

    [Theory]
    [InlineData("_n+1", "'_n+1'")]
    [InlineData("?1", "'?1'")]
    [InlineData("2", "'2'")]
    [InlineData("it's", "'it''s'")]
    [InlineData("batch_size", "batch_size")]
    public void A_name_that_reads_like_an_expression_is_quoted(string name, string expected) => Assert.Equal(expected, Dim.Named(name).ToString());

    [Fact]
    public void Names_are_not_expressions()
    {
        Assert.NotEqual(Dim.Named("_n*49"), Dim.Product([_n, 49]));
        Assert.NotEqual(Dim.Named("?1"), Dim.Of(new SymbolFactor(1)));
        Assert.NotEqual(DimArithmetic.Add(Dim.Named("a+-b"), 1), DimArithmetic.Add(Dim.Named("a-b"), 1));
    }

    [Fact]
    public void Products_are_equal_in_any_order()
    {
        Assert.Equal(Dim.Product([_n, 196, _h]), Dim.Product([4, _h, 49, _n]));
        Assert.Equal("_h*_n*196", Dim.Product([_n, 196, _h]).ToString());
        Assert.Equal(1, Dim.Product([])!.Value.Size);
        Assert.Equal(0, Dim.Product([_n, 0])!.Value.Size);
        Assert.NotEqual(Dim.Product([_n, _n]), Dim.Product([_n, _h]));
    }

    [Fact]
    public void A_product_that_overflows_is_unknown()
    {
        Assert.Null(Dim.Product([long.MaxValue, 2]));
        Assert.Null(Dim.Product([.. Enumerable.Repeat(_n, 40)]));
        Assert.Equal(long.MaxValue, Dim.Product([long.MaxValue, 1])!.Value.Size);
    }

    [Fact]
    public void Quotients_are_exact_or_unknown()
    {
        Assert.Equal(_n, DimArithmetic.Quotient(Dim.Product([_n, 49]), 49));
        Assert.Equal((Dim)49, DimArithmetic.Quotient(Dim.Product([_n, 49]), _n));
        Assert.Null(DimArithmetic.Quotient(Dim.Product([_n, 49]), 2));
        Assert.Null(DimArithmetic.Quotient(_n, _h));
        Assert.Null(DimArithmetic.Quotient(_n, 0));
    }

    [Fact]
    public void Sums_cancel()
    {
        var sum = DimArithmetic.Add(DimArithmetic.Add(_h, 2), _w);

        Assert.Equal("(_h+_w+2)", sum.ToString());
        Assert.Equal(_h, DimArithmetic.Subtract(DimArithmetic.Subtract(sum, _w), 2));
        Assert.Equal((Dim)0, DimArithmetic.Subtract(sum, sum));
        Assert.Equal(DimArithmetic.Multiply(_h, 2), DimArithmetic.Add(_h, _h));
        Assert.Null(DimArithmetic.Add(long.MaxValue, 1));
    }

    [Fact]
    public void Sums_show_their_common_factor()
    {
        var sum = DimArithmetic.Add(Dim.Product([_n, _h, 2]), Dim.Product([_n, 4]));

        Assert.Equal("(_h+2)*_n*2", sum.ToString());
        Assert.Equal(DimArithmetic.Add(_h, 2), DimArithmetic.Quotient(sum, Dim.Product([_n, 2])));
    }

    [Fact]
    public void Halving_twice_is_quartering()
    {
        var half = DimArithmetic.FloorDivide(DimArithmetic.Add(_h, 1), 2);
        var quarter = DimArithmetic.FloorDivide(DimArithmetic.Add(half, 1), 2);

        Assert.Equal(DimArithmetic.FloorDivide(DimArithmetic.Add(_h, 3), 4), quarter);
        Assert.Equal(_h, DimArithmetic.FloorDivide(DimArithmetic.Multiply(_h, 2), 2));
        Assert.Equal(_h, DimArithmetic.FloorDivide(DimArithmetic.Add(DimArithmetic.Multiply(_h, 2), 1), 2));
        Assert.NotEqual(half, DimArithmetic.FloorDivide(_h, 2));
    }

    [Fact]
    public void Arithmetic_agrees_with_that_of_the_numbers()
    {
        for (var seed = 0; seed < 1000; seed++)
        {
            var random = new Random(seed);
            var sizes = new Dictionary<string, long> { ["_n"] = random.Next(1, 9), ["_h"] = random.Next(1, 40), ["_w"] = random.Next(1, 40) };
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
            foreach (var symbol in (Dim[])[_n, _h, _w, Dim.Product([_n, _h])!.Value])
                sum = DimArithmetic.Add(sum, DimArithmetic.Multiply(symbol, random.Next(-2, 3)));
            return sum;
        }
    }

    private static (Dim? Dim, long Number) Expression(Random random, Dictionary<string, long> sizes, int depth)
    {
        if (depth == 0 || random.Next(6) == 0)
        {
            if (random.Next(3) == 0 && random.Next(-4, 9) is var constant) return (constant, constant);
            var name = new[] { "_n", "_h", "_w" }[random.Next(3)];
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
