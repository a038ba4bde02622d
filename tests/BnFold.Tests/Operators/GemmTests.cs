using BnFold.Onnx;
using BnFold.Tests.Support;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Operators;

public sealed class GemmTests
{
    private static readonly FoldOptions _noStandIns = new() { StandIns = StandIns.Never };

    public static TheoryData<int, int, string> Forms()
    {
        var forms = new TheoryData<int, int, string>();
        foreach (var addend in new[] { "none", "", "1", "5", "1,5", "3,1", "3,5", "1,1" })
        {
            forms.Add(0, 0, addend);
            forms.Add(0, 1, addend);
            forms.Add(1, 1, addend);
        }
        return forms;
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Folds_batch_norm_behind_it(int transA, int transB, string addend) =>
        Folding.Of(Gemm(new ModelBuilder().Input("x", transA == 0 ? [3, 4] : [4, 3]), "x", "g", transA, transB, addend).BatchNorm("g", "y", 5).Output("y"))
            .IsFoldedTo("Gemm");

    [Theory]
    [MemberData(nameof(Forms))]
    public void Folds_batch_norm_before_it_unless_transA_turns_channels_into_rows(int transA, int transB, string addend)
    {
        var input = transA == 0 ? new long[] { 3, 4 } : [4, 3];
        var folding = Folding.Of(Gemm(new ModelBuilder().Input("x", input).BatchNorm("x", "y", input[1]), "y", "g", transA, transB, addend).Output("g"), _noStandIns);
        if (transA == 0)
            folding.IsFoldedTo("Gemm");
        else
            folding.IsKept(SkipReason.GraphInput, "transA=1");
    }

    [Fact]
    public void Ignores_an_addend_that_beta_switches_off()
    {
        var model = new ModelBuilder().Input("x", 3, 4).Weight("w", 4, 5).Weight("c", 5)
            .Node("Gemm", "x w c", "g", Float("beta", 0)).BatchNorm("g", "y", 5).Output("y");
        Folding.Of(model).IsFoldedTo("Gemm");
    }

    [Fact]
    public void Asks_for_broadcasting_before_operator_set_7()
    {
        var model = new ModelBuilder(opset: 6, irVersion: 3).Input("x", 3, 4).Input("w", 4, 5).Input("c", 3, 5).Weight("w", 4, 5).Weight("c", 3, 5)
            .Node("Gemm", "x w c", "g").BatchNorm("g", "y", 5, Int("is_test", 1)).Output("y");
        var gemm = Folding.Of(model).Node("Gemm");
        Assert.Equal(1, gemm.Int("broadcast"));
    }

    [Fact]
    public void Keeps_batch_norm_behind_an_addend_that_is_no_constant()
    {
        var model = new ModelBuilder().Input("x", 3, 4).Input("c", 3, 5).Weight("w", 4, 5).Node("Gemm", "x w c", "g").BatchNorm("g", "y", 5).Output("y");
        Folding.Of(model, _noStandIns).IsKept(SkipReason.NotConstant, "'c'");
    }

    private static ModelBuilder Gemm(ModelBuilder model, string input, string output, int transA, int transB, string addend)
    {
        model.Weight("w", transB == 0 ? [4, 5] : [5, 4]);
        if (addend != "none") model.Weight("c", [.. addend.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)]);
        return model.Node(
            "Gemm", addend == "none" ? [input, "w"] : [input, "w", "c"], [output],
            Int("transA", transA), Int("transB", transB), Float("alpha", 0.7f), Float("beta", 1.3f));
    }
}
