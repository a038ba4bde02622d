using System.Globalization;
using Xunit;

namespace BnFold.Tests.Graphs;

/// <summary>One operator with attributes drawn at random, its inputs' dims as symbols; what is inferred must allow what ONNX Runtime computes.</summary>
public sealed class ShapeRandomTests
{
    private const int Cases = 40;

    [Theory]
    [InlineData("Conv"), InlineData("ConvTranspose"), InlineData("MaxPool"), InlineData("AveragePool"), InlineData("Pad"), InlineData("Slice"), InlineData("Reshape")]
    [InlineData("Resize"), InlineData("Split"), InlineData("Gather"), InlineData("Squeeze"), InlineData("Unsqueeze"), InlineData("ReduceSum"), InlineData("Expand")]
    [InlineData("Tile"), InlineData("MatMul"), InlineData("Add"), InlineData("Flatten"), InlineData("Range")]
    public void Allows_what_the_runtime_computes(string opType)
    {
        var run = 0;
        for (var seed = 0; seed < Cases; seed++)
        {
            var random = new Random((opType.Length * 1_000_000) + (opType[0] * 1000) + seed);
            var sizes = new Dictionary<string, long> { ["A"] = random.Next(1, 4), ["B"] = 4 * random.Next(1, 3), ["C"] = random.Next(6, 15), ["D"] = random.Next(6, 15) };
            var graph = new Draw(random, sizes).Graph(opType);
            if (ShapeRun.Check(graph, opset: 21, sizes)) run++;
        }
        Assert.True(run > Cases / 3, $"only {run} of {Cases} could be run");
    }

    /// <summary>Random operands and attributes; a dim is written as its symbol or as its size.</summary>
    private sealed class Draw(Random random, Dictionary<string, long> sizes)
    {
        private readonly long[] _kernel = [random.Next(1, 4), random.Next(1, 4)];
        private readonly int _group = random.Next(2) == 0 ? 1 : 4;

        public string Graph(string opType) => opType switch
        {
            "Conv" => $"Conv {Data()} w[8,{sizes["B"] / _group},{List(_kernel)}] group={_group} {Window(random.Next(1, 3))}",
            "ConvTranspose" => $"ConvTranspose {Data()} w[{sizes["B"]},2,{List(_kernel)}] group={_group} {Window(random.Next(1, 3))}{OutputPadding()}",
            "MaxPool" => $"MaxPool {Data()} kernel_shape={List(_kernel)} ceil_mode={random.Next(2)} {Window(random.Next(1, 3))}",
            "AveragePool" => $"AveragePool {Data()} kernel_shape={List(_kernel)} ceil_mode={random.Next(2)} {Window(1)}",
            "Pad" => $"Pad {Data()} {{{List(Many(8, -1, 4))}}}",
            "Slice" => $"Slice {Data()} {{{List(Bounds())}}} {{{List(Bounds())}}} {{2,{3 - (4 * random.Next(2))}}} {{{Step()},{Step()}}}",
            "Reshape" => $"Reshape {Data()} {{{List(Target())}}}",
            "Resize" => $"Resize {Data()} _ <1,1,{Scale()},{Scale()}>",
            "Split" => Parts(random.Next(1, 4)),
            "Gather" => $"Gather {Data()} i[{List(Many(random.Next(3), 1, 4))}] axis={random.Next(-4, 4)}",
            "Squeeze" => $"Squeeze x[{Dim("A")},1,{Dim("C")},1] {{{List(random.Next(2) == 0 ? [1] : [-1, 1])}}}",
            "Unsqueeze" => $"Unsqueeze {Data()} {{{List([random.Next(-6, 6), random.Next(-6, 6)])}}}",
            "ReduceSum" => $"ReduceSum {Data()} {{{List([.. Many(4, -4, 4).Distinct().Take(random.Next(3))])}}} keepdims={random.Next(2)} noop_with_empty_axes={random.Next(2)}",
            "Expand" => $"Expand x[{Dim("A")},1,{Dim("C")}] {{{List([.. Many(random.Next(2), 1, 3), 1, random.Next(1, 5), 1])}}}",
            "Tile" => $"Tile {Data()} {{{List(Many(4, 0, 4))}}}",
            "MatMul" => $"MatMul x[{(random.Next(2) == 0 ? "" : Dim("A") + ",1,")}{Dim("C")},{Dim("B")}] w[{(random.Next(2) == 0 ? "" : "3,")}{Dim("B")},{Dim("D")}]",
            "Add" => $"Add x[{Dim("A")},{One("B")},{Dim("C")}] y[{One("B")},{One("C")}]",
            "Flatten" => $"Flatten {Data()} axis={random.Next(-4, 5)}",
            "Range" => $"s = Shape {Data()}; n = Gather s {random.Next(4)}; Range {random.Next(-3, 3)} n {random.Next(1, 4)}",
            _ => throw new ArgumentOutOfRangeException(nameof(opType), opType, "no such case"),
        };

        private string Data() => $"x[{Dim("A")},{Dim("B")},{Dim("C")},{Dim("D")}]";

        private string Dim(string symbol) => random.Next(3) == 0 ? sizes[symbol].ToString(CultureInfo.InvariantCulture) : symbol;

        private string One(string symbol) => random.Next(2) == 0 ? "1" : Dim(symbol);

        private string Window(int dilation)
        {
            var strides = $"strides={random.Next(1, 4)},{random.Next(1, 4)} dilations={dilation},{dilation} ";
            return strides + random.Next(5) switch
            {
                0 => "auto_pad=VALID",
                1 => "auto_pad=SAME_UPPER",
                2 => "auto_pad=SAME_LOWER",
                _ => $"pads={List(Many(4, 0, 2))}",
            };
        }

        private string Parts(int count) => $"Split {Data()} axis={random.Next(-4, 4)} num_outputs={count} #{count - 1}";

        private string OutputPadding() => random.Next(2) == 0 ? "" : " output_padding=1,0";

        private long[] Bounds() => [.. Many(2, 0, 8).Select(i => random.Next(2) == 0 ? Edge() : i)];

        private long Edge() => new long[] { 0, -1, -2, int.MaxValue, long.MaxValue, -int.MaxValue, long.MinValue }[random.Next(7)];

        private int Step() => new[] { 1, 1, 2, -1, 3, -2 }[random.Next(6)];

        private long[] Target() => random.Next(4) switch
        {
            0 => [0, -1],
            1 => [-1, 4],
            2 => [0, 4, -1, 0],
            _ => [2, 0, -1],
        };

        private string Scale() => new[] { "1", "2", "3", "0.5", "1.5", "0.3", "2.7" }[random.Next(7)];

        private long[] Many(int count, int low, int high) => [.. Enumerable.Range(0, count).Select(_ => (long)random.Next(low, high))];

        private static string List(IEnumerable<long> numbers) => string.Join(',', numbers.Select(static n => n.ToString(CultureInfo.InvariantCulture)));
    }
}
