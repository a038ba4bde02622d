namespace BnFold.Graphs.Inference;

/// <summary>What a rule may look at: a node, which of its outputs is asked for, and what is known of its inputs.</summary>
internal sealed class Operands(Shapes shapes, Node node, int output)
{
    public Node Node => node;

    public int Output => output;

    public long Opset => node.Opset;

    public int Count => node.Inputs.Count;

    public bool Has(int input) => node.Input(input) is not null;

    public Shape? Shape(int input) => node.Input(input) is { } value ? shapes.Known(value).Shape : null;

    public int? Rank(int input) => Shape(input)?.Rank;

    /// <summary>The dims of an input as a rule's own array, to be changed.</summary>
    public Dim?[]? Dims(int input) => Array(Shape(input));

    /// <summary>The dims of what each of the node's bodies returns for the output.</summary>
    public IReadOnlyList<Dim?[]?> Results() =>
        [.. node.Scope.View.ResultsFor(node, output).Select(value => value is null ? null : Array(shapes.Known(value).Shape))];

    /// <summary>One dim of an input; null when unknown, or when there is no such axis.</summary>
    public Dim? Dim(int input, int axis) => Shape(input) is { } shape && axis >= 0 && axis < shape.Rank ? shape[axis] : null;

    /// <summary>The elements of an input; constants are evaluated for it.</summary>
    public Content? Content(int input) =>
        node.Input(input) is not { } value ? null : shapes.Known(value).Content ?? shapes.Constant(value);

    /// <summary>The elements of an input, but those of a constant only if nothing has to be evaluated for it.</summary>
    public Content? PlainContent(int input) =>
        node.Input(input) is not { } value ? null : shapes.Known(value).Content ?? (IsConstant(value) ? shapes.Constant(value) : null);

    /// <summary>Whether an input is computed from shapes, or a constant as small as those are.</summary>
    public bool MayHaveContent(int input) => node.Input(input) is { } value && (shapes.Known(value).Content is not null || IsSmallConstant(value));

    /// <summary>The integers of a list, each as far as it is known; null when not even their number is.</summary>
    public Dim?[]? List(int input) =>
        Content(input) is { Rank: <= 1 } content ? [.. content.Elements.Select(static e => e.Integer)]
        : Rank(input) is 1 && Dim(input, 0)?.Size is { } count and >= 0 and <= Inference.Content.MaximumCount ? new Dim?[count]
        : null;

    /// <summary>
    /// A list that older operator sets keep in an attribute and newer ones in an input: null when it is left out. False when it is there
    /// but not known.
    /// </summary>
    public bool TryList(string attribute, int input, out Dim?[]? list)
    {
        list = Has(input) ? List(input) : node.Ints(attribute)?.Select(static v => (Dim?)v).ToArray();
        return !Has(input) || list is not null;
    }

    /// <summary>As <see cref="TryList"/>, where every number has to be known.</summary>
    public bool TryIntegers(string attribute, int input, out long[]? integers)
    {
        integers = null;
        if (!TryList(attribute, input, out var list)) return false;
        if (list is null) return true;
        if (list.Any(static d => d?.Size is null)) return false;
        integers = [.. list.Select(static d => d!.Size!.Value)];
        return true;
    }

    /// <summary>Computed numbers as dims: what may turn out negative is not known.</summary>
    public static Dim?[] Sizes(IEnumerable<Dim?> list) => [.. list.Select(static d => d?.Minimum >= 0 ? d : null)];

    private static Dim?[]? Array(Shape? shape) => shape?.Dims.Select(static d => (Dim?)d).ToArray();

    private static bool IsConstant(Value value) => value.Initializer is not null || value.Producer?.Is("Constant") == true;

    private bool IsSmallConstant(Value value) =>
        IsConstant(value)
        && shapes.Known(value).Shape is { } shape && Inference.Content.SmallDims([.. shape.Dims.Select(static d => (Dim?)d)]) is not null;
}
