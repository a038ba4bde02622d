using BnFold.Onnx;

namespace BnFold.Verification;

/// <summary>Two models, what is fed to them, and what is known of them before they are compared.</summary>
internal sealed class Subject
{
    private readonly InputGenerator _generator;

    public Subject(RunnableModel original, RunnableModel other, InputPlan plan, VerifyOptions options)
    {
        (Original, Other, Plan, Options) = (original, other, plan, options);
        _generator = new(options.Seed);
        Tolerance = new(options);
        Inputs = plan.Declarations;
        Outputs = [.. original.Graph.Outputs.Select(output => output.Name).Distinct()];
        Values = new(original, other, Inputs);
        Precision = new(original.Graph, Values);
        Sites = new SiteFinder(original, other, Values).Find();
    }

    public RunnableModel Original { get; }

    public RunnableModel Other { get; }

    public InputPlan Plan { get; }

    public VerifyOptions Options { get; }

    public Tolerance Tolerance { get; }

    /// <summary>What must be fed, with the sizes that will be.</summary>
    public IReadOnlyDictionary<string, ValueInfoProto> Inputs { get; }

    public IReadOnlyList<string> Outputs { get; }

    public CommonValues Values { get; }

    public Precision Precision { get; }

    /// <summary>What the models compute differently.</summary>
    public IReadOnlyList<Site> Sites { get; }

    /// <summary>The inputs of a sample. The caller disposes them.</summary>
    public TensorSet Sample(int number) => _generator.Create(Plan, number);
}
