namespace BnFold.Graphs.Inference;

/// <summary>What is known of a value before the model runs: its dims, and its elements where shapes are computed from them.</summary>
internal sealed record Fact(Shape? Shape, Content? Content)
{
    public static Fact Nothing { get; } = new(null, null);
}
