using BnFold.Onnx;
using BnFold.Verification;

namespace BnFold.Statistics;

/// <summary>How samples become what a model is fed: which inputs there are, and whether axis 0 of each counts samples.</summary>
internal sealed class FeedPlan
{
    /// <summary>Where neither the model nor the caller says it.</summary>
    public const int DefaultBatchSize = 32;

    /// <param name="model">The model; its inputs say what files are for, needed or not.</param>
    /// <param name="inputs">What must be fed.</param>
    /// <param name="options">How the data is read.</param>
    /// <exception cref="OnnxFormatException">The options speak of inputs or sizes that the model doesn't have, or an input takes no samples.</exception>
    public FeedPlan(RunnableModel model, IReadOnlyList<ValueInfoProto> inputs, CalibrationOptions options)
        : this(model.File.Path, inputs, options, [.. model.Graph.Inputs.Select(input => input.Name).Distinct()])
    {
    }

    private FeedPlan(string model, IReadOnlyList<ValueInfoProto> inputs, CalibrationOptions options, IReadOnlyList<string> names)
    {
        Names = names;
        if (inputs.Count == 0)
            throw new OnnxFormatException(model, null, "what its BatchNormalizations get depends on no input, so there is nothing to measure on data");
        InputDeclaration[] declared = [.. inputs.Select(input => Declaration(model, input))];
        InputDeclaration[] whole = [.. declared.Select(input => Given(model, input, options))];
        IsBatched = whole.Length > 0 && whole.All(input => input.Dims is { Length: > 0 }) && Batches(whole).Length < 2;
        // A given shape is that of a sample, but for axis 0: how many are fed at a time is only for the model and the caller to say.
        Inputs = IsBatched ? [.. declared.Zip(whole, WithOwnBatch)] : whole;
        var unknown = options.Shapes.Keys.Concat(options.Scaling.Keys)
            .FirstOrDefault(name => !Names.Contains(name) && (name.Length > 0 || !IsForOneInput));
        if (unknown is not null)
        {
            var problem = unknown.Length > 0 ? $"there is no input '{unknown}' to feed" : "has several inputs; say which one is scaled";
            throw new OnnxFormatException(model, null, $"{problem}; there are {string.Join(", ", Names.Select(name => $"'{name}'"))}");
        }
        Formats = [.. Inputs.Select(input => new InputFormat(input, ScalingOf(input, options), options))];
        if (!IsBatched) return;
        DeclaredBatch = Batches(Inputs) is [var batch] ? (int)Math.Min(batch, int.MaxValue) : null;
        if (DeclaredBatch is { } own && options.BatchSize is { } wanted && wanted != own)
            throw new OnnxFormatException(model, null, $"takes batches of {own}, as it declares, not of {wanted}");
    }

    /// <summary>All inputs of the model, those that nothing measured depends on too.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Whether the model has one input, so that files need not say what they are for.</summary>
    public bool IsForOneInput => Names.Count == 1;

    /// <summary>The inputs that must be fed.</summary>
    public IReadOnlyList<InputDeclaration> Inputs { get; }

    public IReadOnlyList<InputFormat> Formats { get; }

    /// <summary>False where axis 0 can't be the same for all inputs; then every set of files is fed as it is.</summary>
    public bool IsBatched { get; }

    /// <summary>The batch the model is made for; null where it leaves that open.</summary>
    public int? DeclaredBatch { get; }

    private static InputDeclaration Declaration(string model, ValueInfoProto input) =>
        InputDeclaration.Of(input) is { } declaration && TensorCodec.BitSize(declaration.Type) >= 8
            ? declaration
            : throw new OnnxFormatException(model, $"input '{input.Name}'", "is no tensor of numbers, so samples in files can't be fed to it");

    /// <summary>The input with the sizes that the caller gives.</summary>
    private static InputDeclaration Given(string model, InputDeclaration input, CalibrationOptions options)
    {
        if (!options.Shapes.TryGetValue(input.Name, out var shape)) return input;
        if (!input.Fits(shape))
            throw new OnnxFormatException(model, $"input '{input.Name}'", $"is declared as {input}, not as [{string.Join(", ", shape)}]");
        return input with { Dims = [.. shape.Select(size => new DeclaredDim(size, ""))] };
    }

    private static InputDeclaration WithOwnBatch(InputDeclaration declared, InputDeclaration given) =>
        given with { Dims = [declared.Dims?[0] ?? new(null, $"{declared.Name}[0]"), .. given.Dims!.Value[1..]] };

    private static long[] Batches(IEnumerable<InputDeclaration> inputs) =>
        [.. inputs.Select(input => input.Dims is [{ Size: { } size }, ..] ? size : 0).Where(size => size > 0).Distinct()];

    private InputScaling? ScalingOf(InputDeclaration input, CalibrationOptions options) =>
        options.Scaling.TryGetValue(input.Name, out var own) ? own
        : IsForOneInput && options.Scaling.TryGetValue("", out var only) ? only : null;
}
