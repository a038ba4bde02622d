using System.Collections.Immutable;
using BnFold.Affines;
using BnFold.Graphs;
using BnFold.Onnx;

namespace BnFold.Operators;

/// <summary>
/// Gemm: Y = α·op(A)·op(B) + β·C with C broadcast to [M,N].
/// On its output, along N: columns of op(B) times s, C' = (β·C)·s + t, β := 1. On its input A, along K: rows of op(B) times s,
/// C' = β·C + α·(t·op(B)) with the original B, β := 1; with transA the channels of A are rows of the product, and that blocks.
/// </summary>
internal sealed class Gemm : Operator
{
    protected override IEnumerable<Passage> Backward(Node node, Affine affine)
    {
        if (!TryMatrix(node, out var b, out var columnAxis, out var blocked)) return [blocked];
        var columns = checked((int)b.Dims[columnAxis]);
        if (!ChannelVectors.TryRead(node, affine, axis: 1, columns, out var scale, out _, out blocked)) return [blocked];
        if (!TryAddend(node, out var addend, out blocked)) return [blocked];
        return [Absorb(node, b.Scale(Coefficients.Along(columnAxis, 2, scale)), columns, addend * affine.Scale + affine.Shift)];
    }

    protected override IEnumerable<Passage> Forward(Node node, int input, Affine affine)
    {
        if (input != 0) return base.Forward(node, input, affine);
        if (node.Int("transA") is not null and not 0) return [Passage.Blocked(node, SkipReason.WrongAxis, "transA=1 turns channels into rows")];
        if (!TryMatrix(node, out var b, out var columnAxis, out var blocked)) return [blocked];
        var rows = checked((int)b.Dims[1 - columnAxis]);
        if (!ChannelVectors.TryRead(node, affine, axis: 1, rows, out var scale, out var shift, out blocked)) return [blocked];
        if (!TryAddend(node, out var addend, out blocked)) return [blocked];
        var columns = checked((int)b.Dims[columnAxis]);
        if (!affine.HasNoShift)
        {
            var alpha = (double)(node.Float("alpha") ?? 1f);
            var product = MatrixProducts.VectorTimes(shift, b, contracted: 1 - columnAxis);
            addend += Coefficients.Along(1, 2, Array.ConvertAll(product, p => alpha * p));
        }
        return [Absorb(node, b.Scale(Coefficients.Along(1 - columnAxis, 2, scale)), columns, addend)];
    }

    private static bool TryMatrix(Node node, out Constant b, out int columnAxis, out Passage blocked)
    {
        columnAxis = node.Int("transB") is null or 0 ? 1 : 0;
        if (!HostConstants.TryWeight(node, 1, out b!, out blocked!)) return false;
        if (b.Rank == 2) return true;
        blocked = Passage.Blocked(node, SkipReason.MalformedNode, $"B has rank {b.Rank}, expected 2");
        return false;
    }

    /// <summary>β·C as coefficients of the [M,N] result.</summary>
    private static bool TryAddend(Node node, out Coefficients addend, out Passage blocked)
    {
        addend = Coefficients.Uniform(2, 0);
        blocked = null!;
        var beta = (double)(node.Float("beta") ?? 1f);
        // What is multiplied by 0 may be anything, but what callers give must go on being read.
        if (node.Input(2) is not { } value || (beta == 0 && value.GraphInput is null)) return true;
        if (!HostConstants.TryWeight(node, 2, out var c, out blocked!)) return false;
        if (Broadcasting.Coefficients(c, 2) is not { } coefficients)
        {
            blocked = Passage.Blocked(node, SkipReason.MalformedNode, $"C has rank {c.Rank}, expected at most 2");
            return false;
        }
        addend = coefficients.Map(v => beta * v);
        return true;
    }

    private static Passage Absorb(Node node, Constant b, int columns, Coefficients addend)
    {
        var weight = new NewConstant(1, b, HostConstants.Hint(node, 1, "weight"));
        if (node.Input(2) is null && addend.IsUniformly(0)) return Passage.Absorbed(new(node) { Constants = [weight] });

        var rows = addend.Dims[0];
        if (addend.Expand([rows, columns]) is not { } values)
            return Passage.Blocked(node, SkipReason.ChannelMismatch, $"C varies over {addend.Dims[1]} columns, but there are {columns}");
        ImmutableArray<long> dims = rows == 1 ? [columns] : [rows, columns];
        return HostConstants.TryMakeBias(node, 2, b, dims, values, out var c, out var blocked)
            ? Passage.Absorbed(new(node) { Constants = [weight, c], Attributes = [.. Attributes(node)] })
            : blocked;
    }

    private static IEnumerable<AttributeProto> Attributes(Node node)
    {
        if ((node.Float("beta") ?? 1f) != 1f) yield return new() { Name = "beta", F = 1, Type = (int)AttributeKind.Float };
        foreach (var attribute in Broadcast(node)) yield return attribute;
    }

    /// <summary>Before operator set 7, C was broadcast only on request.</summary>
    internal static AttributeProto[] Broadcast(Node node) => node.Opset < 7 ? [new() { Name = "broadcast", I = 1, Type = (int)AttributeKind.Int }] : [];
}
