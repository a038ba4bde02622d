using Xunit;

namespace BnFold.Tests.Verification;

/// <summary>Folds of tools that let the result go by the convolution's name.</summary>
public class VerifierReusedNamesTests
{
    private const int Blocks = 4;

    private static readonly VerifyOptions _allowed = new() { AllowReusedNames = true };

    private readonly ConvBatchNorm[] _blocks = [.. Enumerable.Range(0, Blocks).Select(i => new ConvBatchNorm(4, 4, seed: i))];

    [Theory, InlineData("Relu"), InlineData(null)]
    public void Compares_a_value_with_what_it_stands_for(string? activation)
    {
        var report = Judged.Compare(Original(activation), Folded(activation), _allowed).Agrees();

        Assert.Equal(ReusedBefore(Blocks - (activation is null ? 1 : 0)), report.ReusedNames);
        Assert.Equal(_blocks.Select((_, i) => $"batchnormalization_y{i}"), report.Sites.SelectMany(site => site.BatchNormalizations));
    }

    [Theory, InlineData("Relu"), InlineData(null)]
    public void Names_the_normalisation_that_was_folded_wrong(string? activation)
    {
        _blocks[2].FoldedBias[1] += 0.01f;

        var report = Judged.Compare(Original(activation), Folded(activation), _allowed).DiffersAt("y2");

        Assert.Equal(1, report.FirstDifference!.Index[1]);
        Assert.Contains("BatchNormalization 'batchnormalization_y2'", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Sees_a_fault_that_a_Relu_behind_the_name_hides()
    {
        Array.Fill(_blocks[1].Bias, -60);
        _blocks[1].Fold();
        _blocks[1].FoldedFilter(0)[3] += 0.1f;

        Judged.Compare(Original("Relu"), Folded("Relu"), _allowed).DiffersAt("y1");
    }

    [Fact]
    public void Does_not_look_past_a_fault_where_names_are_kept_as_they_should_be()
    {
        var block = _blocks[0];
        block.FoldedWeight[5] *= 1.05f;
        var original = block.AddOriginal(new Net().Input("x", 2, 4, 8, 8)).Node("Relu", "y", "z").Output("z");
        var folded = block.AddFolded(new Net().Input("x", 2, 4, 8, 8)).Node("Relu", "y", "z").Output("z");

        var report = Judged.Compare(original, folded, _allowed).DiffersAt("y");

        Assert.Empty(report.ReusedNames);
    }

    [Fact]
    public void Refuses_reused_names_where_they_are_not_allowed() =>
        Judged.Compare(Original("Relu"), Folded("Relu")).DiffersAt("c0");

    private static IEnumerable<ReusedName> ReusedBefore(int count) => Enumerable.Range(0, count).Select(i => new ReusedName($"c{i}", $"y{i}"));

    private Net Original(string? activation) => Chain(activation, isFolded: false);

    private Net Folded(string? activation) => Chain(activation, isFolded: true);

    private Net Chain(string? activation, bool isFolded)
    {
        var net = new Net().Input("r0", 2, 4, 8, 8);
        for (var i = 0; i < Blocks; i++)
        {
            var block = _blocks[i];
            var isLast = i == Blocks - 1 && activation is null;
            var made = isFolded && !isLast ? $"c{i}" : isLast ? "out" : $"y{i}";
            var read = i == 0 ? "r0" : activation is not null ? $"r{i}" : isFolded ? $"c{i - 1}" : $"y{i - 1}";
            if (isFolded) block.AddFolded(net, read, made, $"b{i}");
            else AddOriginal(net, block, read, made, i);
            if (activation is not null) net.Node(activation, made, $"r{i + 1}");
        }
        return net.Output(activation is null ? "out" : $"r{Blocks}");
    }

    private static void AddOriginal(Net net, ConvBatchNorm block, string input, string output, int number)
    {
        block.AddOriginal(net, input, output, $"b{number}");
        var (conv, norm) = (net.Graph.Node[^2], net.Graph.Node[^1]);
        conv.Output[0] = norm.Input[0] = $"c{number}";
        norm.Name = $"batchnormalization_y{number}";
    }
}
