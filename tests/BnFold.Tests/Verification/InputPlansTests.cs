using System.Collections.Immutable;
using BnFold.Onnx;
using BnFold.Verification;
using Xunit;

namespace BnFold.Tests.Verification;

public class InputPlansTests
{
    [Fact]
    public void Has_one_plan_where_all_is_declared() =>
        Assert.Equal(["x [1, 3, 32, 32]"], Texts(Plans(Input("x", 1, 3, 32, 32))));

    [Fact]
    public void Tries_a_batch_of_two_then_one_then_the_rest() =>
        Assert.Equal(["x [2, 10]", "x [1, 10]", "x [16, 10]"], Texts(Plans(Input("x", "N", 10))).Take(3));

    [Fact]
    public void Takes_inner_sizes_of_images_for_pixels_and_others_for_lengths()
    {
        Assert.Equal(["x [2, 3, 64, 64]", "x [1, 3, 64, 64]", "x [2, 3, 224, 224]"], Texts(Plans(Input("x", "N", 3, "H", "W"))).Take(3));
        Assert.Equal("x [2, 16, 8]", Texts(Plans(Input("x", "N", "T", 8)))[0]);
        Assert.Equal("x [2, 3, 16, 16, 16]", Texts(Plans(Input("x", "N", 3, "D", "H", "W")))[0]);
    }

    [Fact]
    public void Ends()
    {
        Assert.InRange(Plans(Input("x", "N", "C", "H", "W"), Input("y", "A", "B")).Length, 20, 64);
        Assert.All(Plans(Input("x", "A", "B", "C")), plan => Assert.All(plan.Inputs[0].Dims, size => Assert.InRange(size, 1, 1024)));
    }

    [Fact]
    public void Asks_for_no_input_that_fills_the_memory()
    {
        Assert.All(Plans(Input("x", "N", 1, "H", "W")), plan => Assert.InRange(plan.Inputs[0].Dims.Aggregate((a, b) => a * b), 1, 1 << 24));
        Assert.Equal(["x [2, 3, 4096, 4096]", "x [1, 3, 4096, 4096]"], Texts(Plans(Input("x", "N", 3, 4096, 4096))).Distinct());
    }

    [Fact]
    public void Also_tries_smaller_integers_where_there_are_any()
    {
        var ids = new InputDeclaration("ids", ElementType.Int64, [new(4, "")]);

        Assert.Equal([8, 2, 1], Plans(ids).Select(plan => plan.IntegerBound));
    }

    [Fact]
    public void Takes_what_it_is_told()
    {
        var options = new VerifyOptions { Dims = new Dictionary<string, long> { ["N"] = 5 } };

        Assert.Equal(["x [5, 7]"], Texts([.. new InputPlans("f", [Input("x", "N", 7)], options, ImmutableDictionary<string, TensorFile>.Empty).All()]));
    }

    private static InputDeclaration Input(string name, params object[] dims) =>
        new(name, ElementType.Float, [.. dims.Select(dim => dim is int size ? new DeclaredDim(size, "") : new DeclaredDim(null, (string)dim))]);

    private static InputPlan[] Plans(params InputDeclaration[] inputs) => [.. new InputPlans("file", inputs, new(), ImmutableDictionary<string, TensorFile>.Empty).All()];

    private static string[] Texts(InputPlan[] plans) => [.. plans.Select(plan => string.Join("; ", plan.Inputs))];
}
