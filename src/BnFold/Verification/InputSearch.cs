using System.Collections.Immutable;
using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>Finds inputs that the original runs with.</summary>
internal sealed class InputSearch
{
    private readonly RunnableModel _original;
    private readonly IReadOnlyList<InputDeclaration> _inputs;
    private readonly VerifyOptions _options;
    private readonly InputGenerator _generator;
    private readonly SampleSets? _outputs;
    private readonly CancellationToken _cancellation;

    private InputSearch(
        RunnableModel original,
        IReadOnlyList<InputDeclaration> inputs,
        VerifyOptions options,
        SampleSets? outputs,
        CancellationToken cancellation)
    {
        (_original, _inputs, _options, _generator) = (original, inputs, options, new(options.Seed));
        (_outputs, _cancellation) = (outputs, cancellation);
    }

    /// <summary>Plans of all samples, with which the original runs; null, and why not, if there are none.</summary>
    /// <param name="original">The model.</param>
    /// <param name="declared">Its inputs.</param>
    /// <param name="options">How many samples, what is given, and which sizes are asked for.</param>
    /// <param name="outputs">Gets the outputs of the samples that were tried, which are the first ones; null lets go of them.</param>
    /// <param name="cancellation">Looked at between two operators.</param>
    /// <param name="reason">Why there are none.</param>
    /// <exception cref="ModelRunException">ONNX Runtime can't open the original at all.</exception>
    /// <exception cref="OnnxFormatException">The options speak of inputs that are not there, or a given input does not fit.</exception>
    public static SamplePlans? Find(
        RunnableModel original,
        IReadOnlyList<ValueInfoProto> declared,
        VerifyOptions options,
        SampleSets? outputs,
        CancellationToken cancellation,
        out string? reason)
    {
        var inputs = new List<InputDeclaration>();
        foreach (var value in declared)
        {
            if (InputDeclaration.Of(value) is not { } input)
            {
                var kind = value.Type?.ValueCase.ToString() ?? "value of unknown type";
                reason = $"input '{value.Name}' is no tensor but a {kind}; such inputs can't be made up, nor given";
                return null;
            }
            inputs.Add(input);
        }
        var fed = declared.ToDictionary(input => input.Name, StringComparer.Ordinal);
        var search = new InputSearch(original, inputs, options, outputs, cancellation);
        var given = options.Inputs.Select(set => search.Plans(options, set.Inputs)).ToArray();
        var random = search.Plans(given.Length > 0 ? given[0].Bound : options, ImmutableDictionary<string, TensorFile>.Empty);
        if (given.DefaultIfEmpty(random).Select(Obstacle).FirstOrDefault(obstacle => obstacle is not null) is { } known)
        {
            reason = known;
            return null;
        }
        using var session = new ExcerptSession(original, original.Graph.Outputs.Select(output => output.Name), fed);
        return search.Find(session, given, random, out reason);
    }

    private SamplePlans? Find(ExcerptSession session, InputPlans[] given, InputPlans random, out string? reason)
    {
        var plans = new List<InputPlan>();
        foreach (var (number, candidates) in given.Index())
        {
            if (Try(session, candidates, number, out reason) is not { } plan) return null;
            plans.Add(plan);
        }
        reason = null;
        if (plans.Count >= _options.Samples) return new(plans, random: null, _options.Samples);

        reason = Obstacle(random);
        var noise = reason is null ? Try(session, random, plans.Count, out reason) : null;
        if (noise is not null) return new(plans, noise, _options.Samples);
        if (plans.Count == 0) return null;
        var warning = $"only the given inputs were fed, since random ones don't do: {reason}";
        reason = null;
        return new(plans, random: null, _options.Samples) { Warnings = [warning] };
    }

    private InputPlans Plans(VerifyOptions options, IReadOnlyDictionary<string, TensorFile> given) =>
        new(_original.File.Path, _inputs, options, given);

    private static string? Obstacle(InputPlans plans)
    {
        if (plans.Unknown.FirstOrDefault() is { } unknown)
            return $"input '{unknown.Name}' declares no rank; say which shape it should have";
        return plans.Unmakeable.FirstOrDefault() is { } strange
            ? $"input '{strange.Name}' is {strange}; such elements can't be made up, only given"
            : null;
    }

    private InputPlan? Try(ExcerptSession session, InputPlans plans, int sample, out string? reason)
    {
        reason = null;
        var tried = 0;
        foreach (var plan in plans.All())
        {
            tried++;
            try
            {
                using var fed = _generator.Create(plan, sample);
                var results = session.Run(fed, _cancellation);
                if (_outputs is null) results.Dispose();
                else _outputs.Add(results);
                reason = null;
                return plan;
            }
            catch (ModelRunException exception)
            {
                reason ??= $"with {string.Join(", ", plan.Inputs)}: {exception.Message}";
            }
        }
        if (tried > 1) reason = FormattableString.Invariant($"none of {tried} sizes of its inputs makes the original run (--shape or --dim says which does); {reason}");
        return null;
    }
}
