using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>
/// The ways to feed a model whose declared sizes are partly symbols, likeliest first. A batch is 2, so that batches mixed up show; what
/// looks like an image is not tiny, or padding is all a convolution sees.
/// </summary>
internal sealed class InputPlans
{
    private const int MaxPlans = 64;

    /// <summary>Elements of all inputs together, unless the model asks for more by itself: what is computed from them may take many times that.</summary>
    private const long MaxElements = 1 << 24;

    private static readonly long[] _image =
        [64, 224, 128, 96, 32, 160, 192, 256, 299, 320, 384, 416, 512, 640, 48, 112, 28, 16, 8, 4, 1];

    private static readonly long[] _length = [16, 8, 32, 4, 64, 2, 128, 1, 3, 256, 96, 100, 224, 512, 320, 384, 640];

    private static readonly int[] _integerBounds = [8, 2, 1];

    private readonly IReadOnlyList<InputDeclaration> _inputs;
    private readonly VerifyOptions _options;
    private readonly IReadOnlyDictionary<string, TensorFile> _given;
    private readonly Dictionary<string, SymbolRole> _roles = new(StringComparer.Ordinal);

    /// <param name="file">The model's path, for messages.</param>
    /// <param name="inputs">What it declares.</param>
    /// <param name="options">Sizes the caller wants.</param>
    /// <param name="given">Inputs that are given.</param>
    /// <exception cref="OnnxFormatException">
    /// The options speak of inputs, ranks or symbols that are not there, or what is given does not fit.
    /// </exception>
    public InputPlans(
        string file, IReadOnlyList<InputDeclaration> inputs, VerifyOptions options, IReadOnlyDictionary<string, TensorFile> given)
    {
        _inputs = inputs;
        _options = GivenInputs.Bind(inputs, given, options);
        _given = given;
        CheckOptions(file);
        foreach (var input in inputs.Where(input => input.Dims is not null && !_options.Shapes.ContainsKey(input.Name)))
        {
            var dims = input.Dims!.Value;
            for (var axis = 0; axis < dims.Length; axis++)
            {
                var (size, symbol) = dims[axis];
                if (size is null && !_options.Dims.ContainsKey(symbol)) _roles.TryAdd(symbol, RoleOf(axis, dims.Length));
            }
        }
    }

    /// <summary>Inputs of which not even the rank is known.</summary>
    public IEnumerable<InputDeclaration> Unknown => _inputs.Where(input => input.Dims is null && !_options.Shapes.ContainsKey(input.Name));

    /// <summary>Inputs of a type that has no random values here.</summary>
    public IEnumerable<InputDeclaration> Unmakeable =>
        _inputs.Where(input => !_given.ContainsKey(input.Name) && !TensorCodec.IsReadable(input.Type) && input.Type != ElementType.String);

    /// <summary>The options, with all that the given inputs settle.</summary>
    public VerifyOptions Bound => _options;

    /// <summary>The plans, in the order they should be tried.</summary>
    public IEnumerable<InputPlan> All()
    {
        var hasIndices = _inputs.Any(input => TensorCodec.IsInteger(input.Type) && !_given.ContainsKey(input.Name));
        var bounds = hasIndices ? _integerBounds : _integerBounds[..1];
        InputPlan[] plans = [.. Sizes().SelectMany(sizes => bounds.Select(bound => Plan(sizes, bound)))];
        var most = Math.Max(MaxElements, 2 * plans.Min(Elements));
        return plans.Where(plan => Elements(plan) <= most).Take(MaxPlans);
    }

    private static double Elements(InputPlan plan)
    {
        var sum = 0.0;
        foreach (var input in plan.Inputs)
        {
            var count = 1.0;
            foreach (var size in input.Dims) count *= size;
            sum += count;
        }
        return sum;
    }

    private IEnumerable<IReadOnlyDictionary<string, long>> Sizes()
    {
        if (_roles.Count == 0) return [new Dictionary<string, long>()];
        var batches = _roles.ContainsValue(SymbolRole.Batch) ? new long[] { 2, 1 } : [1];
        var steps = _roles.Values.All(role => role == SymbolRole.Batch) ? 1 : _image.Length;
        var apart = from step in Enumerable.Range(0, steps) from batch in batches select Assign(role => SizeOf(role, step, batch));
        return apart.Concat(_length.Select(size => Assign(_ => size)));
    }

    private Dictionary<string, long> Assign(Func<SymbolRole, long> size) =>
        _roles.ToDictionary(pair => pair.Key, pair => size(pair.Value), StringComparer.Ordinal);

    private static long SizeOf(SymbolRole role, int step, long batch) => role switch
    {
        SymbolRole.Batch => batch,
        SymbolRole.Image => _image[step],
        _ => _length[step % _length.Length],
    };

    private static SymbolRole RoleOf(int axis, int rank) => (axis, rank) switch
    {
        (0, _) => SymbolRole.Batch,
        ( > 1, 4) => SymbolRole.Image,
        _ => SymbolRole.Length,
    };

    private InputPlan Plan(IReadOnlyDictionary<string, long> sizes, int integerBound) =>
        new([.. _inputs.Select(input => new PlannedInput(input.Name, input.Type, DimsOf(input, sizes)))], integerBound, sizes)
        {
            Given = _given,
        };

    private IReadOnlyList<long> DimsOf(InputDeclaration input, IReadOnlyDictionary<string, long> sizes)
    {
        if (_options.Shapes.TryGetValue(input.Name, out var dims)) return dims;
        return [.. input.Dims!.Value.Select(dim => dim.Size ?? SizeOf(dim.Symbol))];

        long SizeOf(string symbol) => _options.Dims.TryGetValue(symbol, out var size) ? size : sizes[symbol];
    }

    private void CheckOptions(string file)
    {
        foreach (var (name, dims) in _options.Shapes)
        {
            var input = _inputs.FirstOrDefault(input => input.Name == name) ?? throw Invalid(
                file, name, $"there is no such input to feed; there are {Quoted(_inputs.Select(i => i.Name))}");
            if (dims.Any(size => size < 0) || !input.Fits(dims)) throw Invalid(file, name, $"is declared as {input}; the shape [{string.Join(", ", dims)}] does not fit");
            for (var axis = 0; axis < input.Dims?.Length; axis++)
            {
                if (input.Dims.Value[axis] is { Size: null, Symbol: var symbol } && _options.Dims.TryGetValue(symbol, out var size) && size != dims[axis])
                    throw Invalid(file, name, $"'{symbol}' is {dims[axis]} in the shape [{string.Join(", ", dims)}], but {size} is asked for");
            }
        }
        var symbolic = _inputs.SelectMany(input => input.Dims ?? []).Where(dim => dim.Size is null);
        var symbols = symbolic.Select(dim => dim.Symbol).Distinct().ToArray();
        foreach (var (symbol, _) in _options.Dims)
        {
            if (!symbols.Contains(symbol)) throw new OnnxFormatException(file, null, $"no input has a dimension named '{symbol}'; there are {Quoted(symbols)}");
        }
    }

    private static OnnxFormatException Invalid(string file, string input, string problem) => new(file, $"input '{input}'", problem);

    private static string Quoted(IEnumerable<string> names) => names.Any() ? string.Join(", ", names.Select(name => $"'{name}'")) : "none";
}
