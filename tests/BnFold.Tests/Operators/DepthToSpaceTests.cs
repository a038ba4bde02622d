using BnFold.Tests.Support;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Operators;

public sealed class DepthToSpaceTests
{
    [Theory]
    [InlineData("DCR", 2)]
    [InlineData("DCR", 3)]
    [InlineData("CRD", 2)]
    [InlineData("CRD", 3)]
    public void Repeats_coefficients_for_the_channels_of_each_block_on_the_way_back(string mode, int block) =>
        Folding.Of(new ModelBuilder().Input("x", 2, 3, 5, 6).Conv("x", "c", 3 * block * block, 3).Node("DepthToSpace", "c", "d", Int("blocksize", block), Text("mode", mode)).Rank("d", 4)
            .BatchNorm("d", "y", 3).Output("y")).IsFoldedTo("Conv", "DepthToSpace");

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Repeats_coefficients_for_the_channels_of_each_block_on_the_way_forward(int block) =>
        Folding.Of(new ModelBuilder().Input("x", 2, 3, 6, 12).BatchNorm("x", "y", 3).Node("SpaceToDepth", "y", "d", Int("blocksize", block)).Conv("d", "c", 4, 3 * block * block, kernel: 2)
            .Output("c")).IsFoldedTo("SpaceToDepth", "Conv");

    [Theory]
    [InlineData("DCR")]
    [InlineData("CRD")]
    public void Merges_coefficients_that_agree_on_the_way_forward(string mode)
    {
        double[] Lay(double[] channels) => [.. Enumerable.Range(0, 12).Select(d => channels[mode == "CRD" ? d / 4 : d % 3])];
        var model = (double[] scale) => new ModelBuilder().Input("x", 2, 12, 3, 4).Affine("x", "y", scale, Lay([1, 2, -3])).Node("DepthToSpace", "y", "d", Int("blocksize", 2), Text("mode", mode))
            .Conv("d", "c", 4, 3).Output("c");
        Folding.Of(model(Lay([0.5, -2, 3]))).IsFoldedTo("DepthToSpace", "Conv");
        var other = Lay([0.5, -2, 3]);
        other[7] = 4;
        Folding.Of(model(other)).IsKept(SkipReason.GraphInput, "channels that it makes one have different affines");
    }

    [Fact]
    public void Merges_coefficients_that_agree_on_the_way_back()
    {
        double[] scale = [.. Enumerable.Range(0, 12).Select(d => d % 3 - 0.5)];
        var model = () => new ModelBuilder().Input("x", 2, 2, 6, 8).Conv("x", "c", 3, 2, kernel: 1).Node("SpaceToDepth", "c", "d", Int("blocksize", 2)).Rank("d", 4).Affine("d", "y", scale, scale).Output("y");
        Folding.Of(model()).IsFoldedTo("Conv", "SpaceToDepth");
        scale[4] = 7;
        Folding.Of(model()).IsKept(SkipReason.WrongAxis, "channels that it makes one have different affines");
    }

    [Fact]
    public void Takes_column_order_for_the_other_one_nowhere()
    {
        // Coefficients that agree in the order of CRD do not in that of DCR.
        double[] scale = [.. Enumerable.Range(0, 12).Select(d => d / 4 + 1.0)];
        Folding.Of(new ModelBuilder().Input("x", 2, 12, 3, 4).Affine("x", "y", scale, scale).Node("DepthToSpace", "y", "d", Int("blocksize", 2)).Conv("d", "c", 4, 3).Output("c"))
            .IsKept(SkipReason.GraphInput, "different affines");
    }

    [Fact]
    public void Keeps_batch_norm_whose_channels_do_not_divide() =>
        Folding.Of(new ModelBuilder().Input("x", 2, 3, 6, 8).Conv("x", "c", 3, 3).Node("SpaceToDepth", "c", "d", Int("blocksize", 2)).Rank("d", 4).BatchNorm("d", "y", 13).Output("y"))
            .IsKept(SkipReason.ChannelMismatch, "13");

    [Fact]
    public void Keeps_batch_norm_with_parameters_for_each_element()
    {
        var model = new ModelBuilder(opset: 8).Input("x", 2, 4, 2, 2);
        foreach (var (name, value) in new[] { ("mean", 0.0), ("bias", 0.0), ("var", 1.0) }) model.Tensor(name, [4, 2, 2], [.. Enumerable.Repeat(value, 16)]);
        model.Tensor("scale", [4, 2, 2], [.. Enumerable.Range(1, 16).Select(i => i * 0.1)]);
        model.Node("BatchNormalization", "x scale bias mean var", "y", Int("spatial", 0)).Node("DepthToSpace", "y", "d", Int("blocksize", 2)).Conv("d", "c", 3, 1, kernel: 1).Output("c");
        Folding.Of(model).IsKept(SkipReason.GraphInput, "axis 2, which it takes apart");
    }
}
