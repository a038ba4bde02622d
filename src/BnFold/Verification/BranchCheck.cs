using BnFold.Onnx;
using BnFold.Runtime;

namespace BnFold.Verification;

/// <summary>
/// A site with an If is compared in the branch that the inputs take. Here it takes the other one: the condition is fed turned around.
/// </summary>
internal sealed class BranchCheck(RunnableModel original, RunnableModel other, CommonValues values, Judge judge)
{
    private readonly List<NodeProto> _unseen = [];

    /// <summary>BatchNormalizations in branches that could not be taken.</summary>
    public IReadOnlyList<NodeProto> Unseen => _unseen;

    /// <param name="sites">Sites whose values were captured.</param>
    /// <param name="captured">What the original makes of a sample, the conditions included.</param>
    /// <param name="sample">Number of the sample.</param>
    /// <param name="cancellation">Looked at between two operators.</param>
    /// <exception cref="ModelRunException">The other model can't run what the original can.</exception>
    public void Compare(IEnumerable<Site> sites, TensorSet captured, int sample, CancellationToken cancellation)
    {
        foreach (var site in sites)
        {
            foreach (var branching in site.Original.Where(node => node.OpType == "If" && node.IsOnnx))
            {
                if (site.Reads.Contains(branching.Input[0]) && captured.TryGet(branching.Input[0], out var condition))
                    Compare(site, branching, condition, captured, sample, cancellation);
            }
        }
    }

    private void Compare(
        Site site, NodeProto branching, OrtTensor condition, TensorSet captured, int sample, CancellationToken cancellation)
    {
        var turned = OrtTensor.Create((int)ElementType.Bool, [.. condition.Dims]);
        turned.Bytes[0] = (byte)(condition.Bytes[0] == 0 ? 1 : 0);
        using var owned = new TensorSet();
        owned.Add(branching.Input[0], turned);
        var fed = new TensorSet();
        fed.AddAll(owned);
        fed.AddAll(captured);

        TensorSet expected;
        try
        {
            using var session = new ExcerptSession(original, [site.Value], values.Declarations);
            expected = session.Run(fed, cancellation);
        }
        catch (ModelRunException)
        {
            // The values that reach this branch do not fit it: it is for other inputs.
            _unseen.AddRange(original.Graph.BatchNormalizations(Untaken(branching, condition)?.Node ?? []));
            return;
        }
        using (expected)
        {
            using var session = new ExcerptSession(other, [site.Value], values.Declarations);
            using var found = session.Run(fed, cancellation);
            judge.Compare([site.Value], fed, expected, found, sample, cancellation);
        }
    }

    private static GraphProto? Untaken(NodeProto branching, OrtTensor condition) =>
        branching.Graph(condition.Bytes[0] == 0 ? "then_branch" : "else_branch");
}
