using BnFold.Graphs;
using BnFold.Onnx;
using BnFold.Operators;
using BnFold.Verification;

namespace BnFold.Recalibration;

/// <summary>
/// Sorts the BatchNormalizations of a model into those whose statistics can be estimated again and those left alone. Every vector that is
/// estimated gets a tensor that nobody else reads: its own where that is so already, else a new initializer with the same numbers.
/// </summary>
internal sealed class SiteSurvey
{
    private const int Mean = 3;
    private const int Variance = 4;

    private readonly GraphView _view;
    private readonly ModelGraph _graph;
    private readonly HashSet<NodeProto> _live;
    private readonly IReadOnlySet<string>? _written;
    private readonly List<StatisticsLeftAlone> _leftAlone = [];

    private SiteSurvey(OnnxModel model, RecalibrationOptions options, IReadOnlySet<string>? written)
    {
        _written = written;
        _view = new(model);
        _view.Constants.Policy = new() { FreezeInputs = options.FreezeInputs };
        _graph = new(model.Proto);
        _live = new(_graph.Nodes, ReferenceEqualityComparer.Instance);
        var found = Candidates().ToArray();
        var levels = BatchNormLevels.Of(_graph, found.Select(node => node.Proto));
        Sites = [.. found.Select(node => SiteOf(node, levels[node.Proto])).OrderBy(site => site.Level)];
        _view.Commit();
        foreach (var place in BatchNormPlace.Of(model.Proto).Where(place => place.Scopes.Count == 0))
            _leftAlone.Add(new(place.Node.Label, place.Inside, $"it stands in the body of the model-local function '{place.Inside}'"));
    }

    /// <summary>In order of their levels, and within a level in that of the graph.</summary>
    public IReadOnlyList<RecalibrationSite> Sites { get; }

    public IReadOnlyList<StatisticsLeftAlone> LeftAlone => _leftAlone;

    /// <summary>Number of levels.</summary>
    public int Levels => Sites.Count == 0 ? 0 : Sites[^1].Level + 1;

    /// <param name="model">Its skeleton may get further initializers; no number in it changes.</param>
    /// <param name="options">What counts as a constant.</param>
    /// <param name="written">
    /// What the nodes make whose statistics can be anywhere; those of others, which came out of functions, only be initializers of the main
    /// graph, given to one call. Null for all.
    /// </param>
    public static SiteSurvey Of(OnnxModel model, RecalibrationOptions options, IReadOnlySet<string>? written = null) =>
        new(model, options, written);

    private IEnumerable<Node> Candidates()
    {
        foreach (var node in _view.Scopes.SelectMany(scope => scope.Nodes).Where(node => node.Is("BatchNormalization")))
        {
            if (Obstacle(node) is { } reason) _leftAlone.Add(new(node.Name, node.Scope.Owner?.Name, reason));
            else yield return node;
        }
    }

    private string? Obstacle(Node node)
    {
        if (node.Scope.Owner is { } owner) return $"it stands in a body of {owner}, which may run any number of times";
        try
        {
            if (node.Inputs.Take(5).Count(input => input is not null) < 5) return "it lacks inputs";
            if (BatchNormAttributes.TrainingMode(node) is { } training) return training;
            _ = node.Float("epsilon");
        }
        catch (AttributeException exception)
        {
            return exception.Message;
        }
        if (!_live.Contains(node.Proto)) return "no output of the model depends on it";
        if (!_graph.IsVariable(node.Input(0)!.Name)) return "what it normalises does not depend on the inputs of the model";
        return Computed(node, 1, "scale") ?? Computed(node, 2, "bias")
            ?? Obstacle(node, Mean) ?? Obstacle(node, Variance) ?? Mismatch(node) ?? Foreign(node);
    }

    private string? Foreign(Node node)
    {
        if (_written?.Contains(node.Proto.Output[0]) != false) return null;
        var isGiven = new[] { Mean, Variance }.All(input =>
            node.Input(input)!.Initializer is { } tensor && ReferenceEquals(OwnTensor(node.Input(input)!), tensor));
        return isGiven ? null : "it stands in a model-local function, and its statistics are part of the function, or others read them too";
    }

    private string? Computed(Node node, int input, string role) =>
        _graph.IsVariable(node.Input(input)!.Name) ? $"its {role} is computed from what the model is fed" : null;

    private string? Obstacle(Node node, int input)
    {
        if (!_view.Constants.TryGet(node.Input(input)!, out var constant, out var obstacle))
            return obstacle.Reason is SkipReason.OverridableInitializer ? $"{obstacle.Detail}; --freeze-inputs estimates it" : obstacle.Detail;
        if (constant.IsQuantized) return $"{node.Input(input)} is quantized";
        return constant.IsFloating ? null : $"{node.Input(input)} is of {constant.Type}, no floating-point type";
    }

    private string? Mismatch(Node node)
    {
        var (mean, variance) = (Find(node, Mean), Find(node, Variance));
        var scales = _view.Constants.Find(node.Input(1))?.Count ?? mean.Count;
        if (mean.Count != variance.Count || mean.Count != scales)
            return $"it has {mean.Count} means, {variance.Count} variances and {scales} scales";
        return mean.Count == 0 ? "its statistics are empty" : null;
    }

    private RecalibrationSite SiteOf(Node node, int level) =>
        new(node.Name, node.Proto, level, SlotOf(node, Mean), SlotOf(node, Variance))
        {
            IsPerElement = BatchNormAttributes.IsPerElement(node),
            ScaleType = _view.Constants.Find(node.Input(1))?.Type ?? Find(node, Mean).Type,
        };

    private StatisticsSlot SlotOf(Node node, int input)
    {
        var constant = Find(node, input);
        var values = constant.ToDoubles();
        if (OwnTensor(node.Input(input)!) is { } own) return new(own, constant.Type, values);

        var hint = node.Input(input)!.Name;
        _view.Apply(new GraphEdit { Rewrites = [new(node) { Constants = [new(input, constant, hint)] }] });
        var slot = new StatisticsSlot(node.Input(input)!.Initializer!, constant.Type, values);
        slot.Store(values);
        return slot;
    }

    /// <summary>The tensor behind a value that has one reader and is no result of the model; null where there is none such.</summary>
    private static TensorProto? OwnTensor(Value value)
    {
        if (value.Uses.Count != 1 || value.IsGraphOutput) return null;
        if (value.Initializer is { } initializer) return initializer;
        return value.Producer is { } producer && producer.Is("Constant") ? producer.Proto.Find("value")?.T : null;
    }

    private Constant Find(Node node, int input) => _view.Constants.Find(node.Input(input)!)!;
}
