using BnFold.Affines;
using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>
/// How an affine goes into one family of operators or through it. Answers are alternatives, the preferred one first. What is common
/// to all — other readers, graph outputs, scopes — the walk checks; an operator says only what is special to it.
/// </summary>
internal abstract class Operator
{
    /// <summary>
    /// The wish: each output i shall become affine(output i), null meaning unchanged. Overridden by operators with several outputs.
    /// </summary>
    public virtual IEnumerable<Passage> Backward(Node node, Affine?[] outputs)
    {
        for (var i = 1; i < outputs.Length; i++)
        {
            if (outputs[i] is not null) return [Passage.Blocked(node, SkipReason.OperatorBlocks, $"the affine is wanted on output {i}")];
        }
        return Backward(node, outputs[0]!);
    }

    /// <summary>
    /// The fact: each input i was affine(what it now holds), null meaning unchanged. Overridden by operators that join several inputs.
    /// </summary>
    public virtual IEnumerable<Passage> Forward(Node node, Affine?[] inputs)
    {
        var index = Array.FindIndex(inputs, a => a is not null);
        return Array.FindLastIndex(inputs, a => a is not null) == index
            ? Forward(node, index, inputs[index]!)
            : [Passage.Blocked(node, SkipReason.OperatorBlocks, "several of its inputs would change")];
    }

    protected virtual IEnumerable<Passage> Backward(Node node, Affine affine) =>
        [Passage.Blocked(node, SkipReason.OperatorBlocks, "takes no affine on its output")];

    protected virtual IEnumerable<Passage> Forward(Node node, int input, Affine affine) =>
        [Passage.Blocked(node, SkipReason.OperatorBlocks, "takes no affine on its input")];
}
