using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using BnFold.Affines;
using BnFold.Graphs;
using BnFold.Onnx;
using BnFold.Operators;

namespace BnFold.Walk;

/// <summary>A node that is one affine from its input to its output and shall disappear.</summary>
internal sealed record AffineSite(Node Node, int DataInput, Affine Affine, ElementType Type, int? Channels)
{
    private static readonly string[] _parameters = ["X", "scale", "B", "mean", "variance"];

    public Value Input => Node.Input(DataInput)!;

    public Value Output => Node.Output(0)!;

    /// <summary>Reads a BatchNormalization, or arithmetic with a constant; the obstacle says why it is no fixed affine.</summary>
    public static bool TryRead(Node node, [NotNullWhen(true)] out AffineSite? site, [NotNullWhen(false)] out Obstacle? obstacle)
    {
        site = null;
        try
        {
            return node.Is("BatchNormalization") ? TryReadBatchNormalization(node, out site, out obstacle) : TryReadArithmetic(node, out site, out obstacle);
        }
        catch (Exception e) when (Malformed.Describe(e) is not null)
        {
            obstacle = new(SkipReason.MalformedNode, Malformed.Describe(e)!);
            return false;
        }
    }

    private static bool TryReadBatchNormalization(Node node, [NotNullWhen(true)] out AffineSite? site, [NotNullWhen(false)] out Obstacle? obstacle)
    {
        site = null;
        if (BatchNormAttributes.TrainingMode(node) is { } training) return No(SkipReason.TrainingMode, training, out obstacle);
        if (node.Input(0) is not { } x || node.Output(0) is null) return No(SkipReason.MalformedNode, "input X or output Y is missing", out obstacle);

        var constants = new Constant[5];
        for (var i = 1; i < 5; i++)
        {
            if (node.Input(i) is not { } value) return No(SkipReason.MalformedNode, $"input {_parameters[i]} is missing", out obstacle);
            if (!node.Scope.View.Constants.TryGet(value, out var constant, out var why)) return No(why.Reason, $"{_parameters[i]}: {why.Detail}", out obstacle);
            if (!constant.IsFloating) return No(SkipReason.UnsupportedType, $"{_parameters[i]} holds {constant.Type}", out obstacle);
            if (i > 1 && !constant.Dims.AsSpan().SequenceEqual(constants[1].Dims.AsSpan()))
                return No(SkipReason.MalformedNode, $"{_parameters[i]} is [{string.Join(',', constant.Dims)}], but scale is [{string.Join(',', constants[1].Dims)}]", out obstacle);
            constants[i] = constant;
        }

        if (node.Scope.View.Shapes.Of(x) is not { } shape) return No(SkipReason.ShapeUnknown, $"the rank of {x} is neither declared nor inferable", out obstacle);
        if (!TryPlace(node, shape, constants[1], out var dims, out obstacle)) return false;

        var epsilon = BatchNormAttributes.Epsilon(node);
        var numbers = Array.ConvertAll(constants[1..], c => c.ToDoubles());
        if (InvalidStatistics(numbers, epsilon) is { } invalid) return No(SkipReason.InvalidStatistics, invalid, out obstacle);
        Coefficients[] parameters = [.. numbers.Select(n => Coefficients.Create(dims, n))];
        var affine = Affine.OfBatchNormalization(parameters[0], parameters[1], parameters[2], parameters[3], epsilon);
        if (!affine.IsFinite) return No(SkipReason.NotFinite, "scale or shift is not finite", out obstacle);
        site = new(node, 0, affine, TypeOf(node, constants[1]), numbers[0].Length);
        return true;

        bool No(SkipReason reason, string detail, out Obstacle? found)
        {
            found = new(reason, detail);
            return false;
        }
    }

    private static bool TryReadArithmetic(Node node, [NotNullWhen(true)] out AffineSite? site, [NotNullWhen(false)] out Obstacle? obstacle)
    {
        site = null;
        obstacle = null;
        if (node.Output(0) is not { } y || node.Scope.View.Shapes.Rank(y) is not { } rank)
            obstacle = Obstacle.At(node, SkipReason.ShapeUnknown, "its rank is neither declared nor inferable");
        else if (node.Is("Neg"))
            site = new(node, 0, Affine.OfScale(Coefficients.Uniform(rank, -1)), ElementType.Undefined, null);
        else if (!ConstantOperand.TryRead(node, rank, out var operand, out var blocked))
            obstacle = ((Passage.BlockedPassage)blocked).Obstacle;
        else if (operand.MayGrow || operand.IsProtected || !operand.AsAffine().IsFinite)
            obstacle = Obstacle.At(node, SkipReason.FusionPattern, "it is more than an affine");
        else
            site = new(node, operand.DataInput, operand.AsAffine(), operand.Constant.Type, null);
        return site is not null;
    }

    /// <summary>X's type: that of the parameters before operator set 15; Undefined where nothing tells it.</summary>
    private static ElementType TypeOf(Node node, Constant scale) =>
        node.Opset < 15 ? scale.Type : ElementTypes.Of(node.Output(0)!) ?? ElementType.Undefined;

    /// <summary>Where the parameters lie on X: along axis 1, or over all axes but the first (spatial = 0).</summary>
    private static bool TryPlace(Node node, Shape shape, Constant scale, out int[] dims, [NotNullWhen(false)] out Obstacle? obstacle)
    {
        obstacle = null;
        dims = Coefficients.Ones(shape.Rank);
        var isPerElement = BatchNormAttributes.IsPerElement(node) && scale.Rank == shape.Rank - 1;
        if (!isPerElement && scale.Rank != 1)
        {
            obstacle = new(SkipReason.MalformedNode, $"parameters are [{string.Join(',', scale.Dims)}], expected one number for each channel");
            return false;
        }
        if (shape.Rank < 2)
        {
            if (scale.Count == 1) return true;
            obstacle = new(SkipReason.ChannelMismatch, $"X has rank {shape.Rank} and so one channel, but scale has {scale.Count}");
            return false;
        }
        for (var i = 0; i < scale.Rank; i++)
        {
            dims[1 + i] = checked((int)scale.Dims[i]);
            if (shape[1 + i].Size is not { } size || size == dims[1 + i]) continue;
            obstacle = new(SkipReason.ChannelMismatch, $"{dims[1 + i]} parameters for axis {1 + i} of {shape}");
            return false;
        }
        return true;
    }

    private static string? InvalidStatistics(double[][] numbers, double epsilon)
    {
        var (mean, variance) = (numbers[2], numbers[3]);
        for (var c = 0; c < mean.Length; c++)
        {
            if (!double.IsFinite(mean[c])) return string.Create(CultureInfo.InvariantCulture, $"mean[{c}] is {mean[c]}");
            if (!double.IsFinite(variance[c]) || !(variance[c] + epsilon > 0))
                return string.Create(CultureInfo.InvariantCulture, $"variance[{c}] + epsilon is {variance[c] + epsilon:g6}");
        }
        return null;
    }
}
