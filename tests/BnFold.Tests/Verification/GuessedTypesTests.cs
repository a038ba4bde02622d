using BnFold.Onnx;
using BnFold.Tests.Runtime;
using BnFold.Verification;
using Xunit;

namespace BnFold.Tests.Verification;

public class GuessedTypesTests
{
    [Theory]
    [InlineData("Add", "x x", ElementType.Float16), InlineData("GreaterOrEqual", "x x", ElementType.Bool), InlineData("Shape", "x", ElementType.Int64)]
    [InlineData("Gather", "x i", ElementType.Float16), InlineData("Gather", "i i", ElementType.Int64)]
    internal void Goes_by_the_operator_and_what_it_reads(string opType, string inputs, ElementType expected) =>
        Assert.Equal(expected, Guess(Inputs().Node(opType, inputs, "y").Output("y", ElementType.Undefined), "y"));

    [Theory]
    [InlineData("x", 0, ElementType.Float16)]
    [InlineData("i", 0, ElementType.Int64)]
    [InlineData("r", (int)ElementType.Double, ElementType.Double)]
    [InlineData("r", 0, ElementType.Float)]
    internal void A_body_gives_the_type_of_what_it_returns(string returned, int declared, ElementType expected)
    {
        var branch = new Net().Node("Identity", "x", "r").Output(returned, (ElementType)declared).Graph;
        Assert.Equal(expected, Guess(Inputs().Node("If", "c", "y", ("then_branch", branch)).Output("y", ElementType.Undefined), "y"));
    }

    [Fact]
    public void The_first_result_of_the_body_of_a_loop_is_no_output()
    {
        var body = new Net().Output("c", ElementType.Bool).Output("x", ElementType.Undefined).Graph;
        Assert.Equal(ElementType.Float16, Guess(Inputs().Node("Loop", "i c x", "y", ("body", body)).Output("y", ElementType.Undefined), "y"));
    }

    private static Net Inputs() => new Net().Input("c", ElementType.Bool).Input("i", ElementType.Int64).Input("x", ElementType.Float16, 2);

    private static ElementType Guess(Net net, string value)
    {
        using var folder = new TempFolder();
        using var model = new RunnableModel(net.Save(folder, "model.onnx"), new());
        return new GuessedTypes(model.Graph)[value];
    }
}
