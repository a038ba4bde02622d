using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>Finds inputs that the original runs with.</summary>
internal static class InputSearch
{
    /// <summary>The first plan the original runs with; null, and why not, if there is none.</summary>
    /// <exception cref="ModelRunException">ONNX Runtime can't open the original at all.</exception>
    public static InputPlan? Find(
        RunnableModel original,
        IReadOnlyList<ValueInfoProto> declared,
        VerifyOptions options,
        CancellationToken cancellation,
        out string? reason)
    {
        var inputs = new List<InputDeclaration>();
        foreach (var value in declared)
        {
            if (InputDeclaration.Of(value) is not { } input)
            {
                var kind = value.Type?.ValueCase.ToString() ?? "value of unknown type";
                reason = $"input '{value.Name}' is no tensor but a {kind}; such inputs can't be made up";
                return null;
            }
            inputs.Add(input);
        }

        var plans = new InputPlans(original.File.Path, inputs, options);
        if (plans.Unknown.FirstOrDefault() is { } unknown)
        {
            reason = $"input '{unknown.Name}' declares no rank; say which shape it should have";
            return null;
        }
        var fed = declared.ToDictionary(input => input.Name, StringComparer.Ordinal);
        using var session = new ExcerptSession(original, original.Graph.Outputs.Select(output => output.Name), fed);
        return Try(session, plans, new(options.Seed), cancellation, out reason);
    }

    private static InputPlan? Try(
        ExcerptSession session, InputPlans plans, InputGenerator generator, CancellationToken cancellation, out string? reason)
    {
        reason = null;
        var tried = 0;
        foreach (var plan in plans.All())
        {
            tried++;
            try
            {
                using var fed = generator.Create(plan, sample: 0);
                using var results = session.Run(fed, cancellation);
                reason = null;
                return plan;
            }
            catch (ModelRunException exception)
            {
                reason ??= $"with {string.Join(", ", plan.Inputs)}: {exception.Message}";
            }
        }
        if (tried > 1) reason = FormattableString.Invariant($"none of {tried} sizes of its inputs makes the original run; {reason}");
        return null;
    }
}
