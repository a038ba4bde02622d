using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>Two models, what is fed to them, and what is known of them before they are compared.</summary>
internal sealed class Subject
{
    private readonly InputGenerator _generator;

    /// <exception cref="ModelRunException">ONNX Runtime can't open the original.</exception>
    public Subject(RunnableModel original, RunnableModel other, SamplePlans samples, VerifyOptions options, IReadOnlySet<string> reused)
    {
        (Original, Other, Samples, Options, Reused) = (original, other, samples, options, reused);
        _generator = new(options.Seed);
        Tolerance = new(options);
        Inputs = samples.Declarations;
        Outputs = [.. original.Graph.Outputs.Select(output => output.Name).Distinct()];
        Values = new(original, other, Inputs, reused);
        Precision = new(original.Graph, Values);
        Sites = new SiteFinder(original, other, Values).Find();
    }

    public RunnableModel Original { get; }

    public RunnableModel Other { get; }

    /// <summary>What is fed, sample by sample.</summary>
    public SamplePlans Samples { get; }

    public VerifyOptions Options { get; }

    /// <summary>Names that stand for different values in the two models.</summary>
    public IReadOnlySet<string> Reused { get; }

    public Tolerance Tolerance { get; }

    /// <summary>What must be fed, with the sizes that will be.</summary>
    public IReadOnlyDictionary<string, ValueInfoProto> Inputs { get; }

    public IReadOnlyList<string> Outputs { get; }

    public CommonValues Values { get; }

    public Precision Precision { get; }

    /// <summary>What the models compute differently.</summary>
    public IReadOnlyList<Site> Sites { get; }

    /// <summary>How far an output may be off.</summary>
    public Limit LimitOfOutput(string output)
    {
        var precision = Precision.Upstream(output);
        return Tolerance.EndToEnd(Values.TypeOf(output) ?? precision, precision);
    }

    /// <summary>How far a witness may be off.</summary>
    public Limit LimitOf(Site site)
    {
        var precision = Precision.Of(site.Original);
        return Tolerance.Site(site, Values.TypeOf(site.Value) ?? precision, precision, Other);
    }

    /// <summary>The inputs of a sample. The caller disposes them.</summary>
    public TensorSet Sample(int number) => _generator.Create(Samples[number], number);
}
