using BnFold.Onnx;
using BnFold.Tests.Support;
using Xunit;

namespace BnFold.Tests.Walk;

public sealed class SkipReasonTests
{
    [Fact]
    public void Every_reason_is_reached_by_some_test()
    {
        var tests = string.Concat(Sources.Files("tests/BnFold.Tests").Select(File.ReadAllText));
        Assert.All(Enum.GetNames<SkipReason>(), name => Assert.Contains($"SkipReason.{name}", tests, StringComparison.Ordinal));
    }

    [Fact]
    public void Keeps_batch_norm_with_integers_for_parameters()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3).BatchNorm("c", "y", 4).Output("y");
        model.Integers("whole", 1, 2, 3, 4).Graph.Node[^1].Input[3] = "whole";
        Folding.Of(model).IsKept(SkipReason.UnsupportedType, "Int64");
    }

    [Fact]
    public void Keeps_batch_norm_without_a_variance()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3).BatchNorm("c", "y", 4).Output("y");
        model.Graph.Node[^1].Input.RemoveAt(4);
        Folding.Of(model).IsKept(SkipReason.MalformedNode, "variance");
    }

    [Fact]
    public void Keeps_batch_norm_whose_epsilon_is_an_integer()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3).BatchNorm("c", "y", 4, ModelBuilder.Int("epsilon", 1)).Output("y");
        Folding.Of(model).IsKept(SkipReason.MalformedNode, "epsilon");
    }

    [Fact]
    public void Keeps_batch_norm_too_far_from_a_host()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 5).Conv("x", "v0", 4, 3);
        for (var i = 0; i < 20_001; i++) model.Node("Identity", $"v{i}", $"v{i + 1}");
        Folding.Of(model.BatchNorm("v20001", "y", 4).Output("y")).IsKept(SkipReason.TooFar);
    }

    [Fact]
    public void Keeps_batch_norm_whose_value_has_quantization_parameters()
    {
        var model = new ModelBuilder().Input("x", 2, 3, 5, 5).Conv("x", "c", 4, 3).BatchNorm("c", "y", 4).Output("y");
        model.Graph.QuantizationAnnotation.Add(new TensorAnnotation { TensorName = "c" });
        Folding.Of(model).IsKept(SkipReason.Quantized, "'c'");
    }
}
