using BnFold.Onnx;
using BnFold.Runtime;

namespace BnFold.Verification;

/// <summary>Checks a BatchNormalization in a model of its own, fed with noise.</summary>
internal sealed class ParityAlone(RunnableModel model, VerifyOptions options, CancellationToken cancellation)
{
    private readonly GuessedShapes _shapes = new(model.Graph);

    /// <param name="place">The node.</param>
    /// <param name="failure">Why the model can't run as a whole; null if it can.</param>
    /// <param name="getsNothing">Whether it runs there, and computes nothing that is finite.</param>
    public BatchNormCheck Check(BatchNormPlace place, string? failure, bool getsNothing)
    {
        var node = place.Node;
        if (ReferenceNode.Obstacle(node, model.Graph.Opset("")) is { } obstacle) return NotChecked(place, obstacle);
        if (Constants(place) is not { } constants) return NotChecked(place, Unreadable(place));
        var why = (getsNothing, failure, place.Inside) switch
        {
            (true, _, _) => "nothing that it computes in the model is finite",
            (_, not null, _) => "the model can't run",
            (_, _, { } owner) => $"it is inside '{owner}'",
            _ => "no output depends on it",
        };
        try
        {
            return CheckOnNoise(place, constants, why);
        }
        catch (Exception exception) when (exception is NotSupportedException or ArgumentException)
        {
            return NotChecked(place, exception.Message);
        }
    }

    /// <summary>What can be said without running anything.</summary>
    public static BatchNormCheck ByStatistics(RunnableModel model, BatchNormPlace place, string reason)
    {
        if (Constants(place) is not { } constants) return NotChecked(place, Unreadable(place));
        try
        {
            var parameters = ReferenceNode.Parameters(place.Node, name => Numbers.Of(model, constants[name]));
            return Described(place.Node, place.Inside, parameters, null, (ElementType)constants[place.Node.Input[4]].DataType) with { Reason = reason };
        }
        catch (Exception exception) when (exception is NotSupportedException or AttributeException)
        {
            return NotChecked(place, exception.Message);
        }
    }

    public static BatchNormCheck Described(
        NodeProto node, string? inside, BatchNormParameters parameters, OrtTensor? input, ElementType variance) => new()
        {
            Node = node.Label,
            Inside = inside,
            Verdict = BatchNormCheckVerdict.ReferenceOnly,
            Channels = parameters.Features,
            Type = input is null ? null : ((ElementType)input.ElementType).ToString(),
            Dims = input?.Dims ?? [],
            Suspicions = Suspicions.Of(parameters, variance),
        };

    public static BatchNormCheck Judged(BatchNormCheck check, BatchNormScan scan)
    {
        if (scan.Problem is null && scan.Ulps.Count == 0)
            return check with { Verdict = BatchNormCheckVerdict.NotChecked, Reason = "nothing that it computes is finite, so nothing could be compared" };
        var agrees = scan.Problem is null && scan.MaxShare <= 1;
        return check with
        {
            Verdict = agrees ? BatchNormCheckVerdict.Agrees : BatchNormCheckVerdict.Differs,
            Reason = agrees ? null : scan.Problem ?? Difference(scan),
            Elements = scan.Ulps.Count,
            MaxDifference = scan.MaxDifference,
            MaxShareOfLimit = scan.MaxShare,
            MaxUlp = scan.Ulps.Max,
            Ulp50 = scan.Ulps.Percentile(0.5),
            Ulp99 = scan.Ulps.Percentile(0.99),
            WorstChannel = scan.WorstChannel,
            Runtime = scan.Runtime,
            Reference = scan.Reference,
        };
    }

    private BatchNormCheck CheckOnNoise(BatchNormPlace place, Dictionary<string, TensorProto> constants, string why)
    {
        var node = place.Node;
        var parameters = ReferenceNode.Parameters(node, name => Numbers.Of(model, constants[name]));
        var type = (ElementType)constants[node.Input[1]].DataType;
        var dims = _shapes.Of(node.Input[0], [node]) ?? [2, parameters.Features, 8, 8];
        var plan = InputPlan.Inside([new(node.Input[0], type, dims)]);
        try
        {
            var check = Check(place, plan, constants, parameters);
            return check with { Reason = $"{(check.Reason is null ? "" : $"{check.Reason}; ")}on noise, since {why}" };
        }
        catch (ModelRunException exception)
        {
            var described = Described(node, place.Inside, parameters, null, (ElementType)constants[node.Input[4]].DataType);
            return ByReference(described with { Type = type.ToString(), Dims = dims }, plan, parameters, exception.Message);
        }
    }

    private BatchNormCheck Check(
        BatchNormPlace place, InputPlan plan, Dictionary<string, TensorProto> constants, BatchNormParameters parameters)
    {
        using var session = model.Open(Alone(place.Node, plan.Inputs[0], constants), OrtOptimizationLevel.None);
        var scan = new BatchNormScan(plan.Inputs[0].Type, options);
        var check = Described(place.Node, place.Inside, parameters, null, (ElementType)constants[place.Node.Input[4]].DataType);
        for (var sample = 0; sample < options.Samples; sample++)
        {
            using var inputs = new InputGenerator(options.Seed).Create(plan, sample);
            var x = inputs[place.Node.Input[0]];
            using var y = Run(session, place.Node, x);
            scan.Add(x, y, parameters);
        }
        return Judged(check with { Type = plan.Inputs[0].Type.ToString(), Dims = plan.Inputs[0].Dims }, scan);
    }

    private OrtTensor Run(OrtSession session, NodeProto node, OrtTensor x)
    {
        try
        {
            return session.Run([new NamedTensor(node.Input[0], x)], [node.Output[0]], cancellation)[0];
        }
        catch (OrtException exception)
        {
            throw new ModelRunException(model, exception);
        }
    }

    /// <summary>No kernel, so no parity; that the reference gives finite numbers is all there is to see.</summary>
    private BatchNormCheck ByReference(BatchNormCheck check, InputPlan plan, BatchNormParameters parameters, string reason)
    {
        using var inputs = new InputGenerator(options.Seed).Create(plan, sample: 0);
        var y = BatchNormReference.Infer<double>(Numbers.Of(inputs[plan.Inputs[0].Name]), [.. plan.Inputs[0].Dims], parameters);
        var finite = y.All(double.IsFinite) ? "" : "; the reference gives numbers that are not finite";
        return check with { Reason = $"by the reference alone: {reason}{finite}" };
    }

    private ModelProto Alone(NodeProto node, PlannedInput input, Dictionary<string, TensorProto> constants)
    {
        var alone = new ModelProto { IrVersion = Math.Max(4, model.Graph.Model.IrVersion), Graph = new() { Name = model.Graph.Model.Graph.Name } };
        alone.OpsetImport.Add(model.Graph.Model.OpsetImport);
        alone.Graph.Node.Add(node);
        alone.Graph.Input.Add(input.Declaration);
        alone.Graph.Output.Add(new ValueInfoProto { Name = node.Output[0] });
        foreach (var (name, tensor) in constants)
        {
            var named = tensor.Clone();
            named.Name = name;
            alone.Graph.Initializer.Add(named);
        }
        return alone;
    }

    private static Dictionary<string, TensorProto>? Constants(BatchNormPlace place)
    {
        var constants = new Dictionary<string, TensorProto>(StringComparer.Ordinal);
        foreach (var name in place.Node.Input.Skip(1).Take(4))
        {
            if (place.Constant(name) is not { } tensor) return null;
            constants[name] = tensor;
        }
        return constants.Count == 0 ? null : constants;
    }

    private static string Unreadable(BatchNormPlace place) => place.Scopes.Count == 0
        ? "it stands in a function of another operator set than the model's, or one that nothing calls"
        : "its parameters are computed, and could not be captured";

    private static BatchNormCheck NotChecked(BatchNormPlace place, string reason) => new()
    {
        Node = place.Node.Label,
        Inside = place.Inside,
        Verdict = BatchNormCheckVerdict.NotChecked,
        Reason = reason,
    };

    private static string Difference(BatchNormScan scan)
    {
        var (runtime, reference) = Digits.Apart(scan.Runtime, scan.Reference, least: 7);
        return $"is {runtime} where the reference has {reference}";
    }
}
