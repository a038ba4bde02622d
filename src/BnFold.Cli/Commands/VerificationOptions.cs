using System.CommandLine;

namespace BnFold.Cli.Commands;

/// <summary>How models are compared, for every command that runs them.</summary>
internal sealed class VerificationOptions
{
    private static readonly VerifyOptions _defaults = new();

    private readonly Option<string[]> _inputs = new("--input")
    {
        HelpName = "NAME=FILE",
        Description = "input from .npy, .npz, .pb or raw x.bin:float32[1,8]; or a whole .npz or test data folder",
    };

    private readonly Option<Dictionary<string, IReadOnlyList<long>>> _shapes = new("--shape")
    {
        HelpName = "NAME=1,3,224,224",
        Description = "shape of an input, where the model leaves it open; repeatable",
        CustomParser = Values.Shapes,
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<Dictionary<string, long>> _dims = new("--dim")
    {
        HelpName = "SYMBOL=4",
        Description = "size of a symbolic dim, wherever it occurs; repeatable",
        CustomParser = Values.Sizes,
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<Given<int>?> _samples = new("--samples")
    {
        HelpName = "N",
        Description = $"inputs to compare on, random where not given ({_defaults.Samples})",
        CustomParser = Values.Whole(least: 1),
    };

    private readonly Option<Given<int>?> _seed = new("--seed")
    {
        HelpName = "N",
        Description = $"seed of the random inputs ({_defaults.Seed})",
        CustomParser = Values.Whole(least: int.MinValue),
    };

    private readonly Option<Given<double>?> _absolute = new("--atol")
    {
        HelpName = "X",
        Description = "difference allowed: X + rtol × range of the value (0 if only --rtol is given)",
        CustomParser = Values.NotNegative,
    };

    private readonly Option<Given<double>?> _relative = new("--rtol")
    {
        HelpName = "X",
        Description = "the same as a share of that range (0 if only --atol is given)",
        CustomParser = Values.NotNegative,
    };

    private readonly Option<bool> _strict = new("--strict")
    {
        Description = "compare as closely as right results come, and excuse nothing (docs/verification.md)",
    };

    private readonly ResourceOptions _resources = new();

    public IReadOnlyList<Option> All =>
        [_inputs, _shapes, _dims, _samples, _seed, _absolute, _relative, _strict, .. _resources.All];

    /// <summary>Those that say what is fed; for a command that runs models and compares no values.</summary>
    public IReadOnlyList<Option> InputsOnly => [_inputs, _shapes, _dims, _seed, _resources.CustomOps];

    /// <summary>What <c>--memory</c> says; null if it isn't given.</summary>
    public long? MemoryOf(ParseResult result) => _resources.MemoryOf(result);

    /// <summary>What was typed after <c>--input</c>.</summary>
    public IReadOnlyList<string> InputArgumentsOf(ParseResult result) => result.GetValue(_inputs) ?? [];

    /// <param name="result">The command line.</param>
    /// <param name="model">The model it speaks of, which knows the order of its inputs.</param>
    /// <exception cref="UsageException">Options exclude each other.</exception>
    /// <exception cref="OnnxFormatException">A file of inputs can't be read.</exception>
    public VerifyOptions Read(ParseResult result, string model)
    {
        CheckTolerances(result);
        return _defaults with
        {
            Inputs = InputArguments.Read(result.GetValue(_inputs) ?? [], model),
            Shapes = result.GetValue(_shapes) ?? _defaults.Shapes,
            Dims = result.GetValue(_dims) ?? _defaults.Dims,
            Samples = result.GetValue(_samples)?.Value ?? _defaults.Samples,
            Seed = result.GetValue(_seed)?.Value ?? _defaults.Seed,
            AbsoluteTolerance = result.GetValue(_absolute)?.Value ?? _defaults.AbsoluteTolerance,
            RelativeTolerance = result.GetValue(_relative)?.Value ?? _defaults.RelativeTolerance,
            Strict = result.GetValue(_strict),
            CustomOpLibraries = _resources.CustomOpsOf(result),
            MemoryLimit = _resources.MemoryOf(result) ?? _defaults.MemoryLimit,
            Threads = _resources.ThreadsOf(result) ?? _defaults.Threads,
        };
    }

    /// <summary>They would replace the limits that <c>--strict</c> asks for.</summary>
    private void CheckTolerances(ParseResult result)
    {
        if (!result.GetValue(_strict)) return;
        if (result.GetValue(_absolute) is not null) throw new UsageException("--strict and --atol exclude each other");
        if (result.GetValue(_relative) is not null) throw new UsageException("--strict and --rtol exclude each other");
    }
}
