using BnFold.Onnx;
using Google.Protobuf;
using Xunit;

namespace BnFold.Tests.Support;

/// <summary>One fold of a small model: through files, as a user would, with the result read back.</summary>
internal sealed class Folding
{
    private readonly byte[] _before;
    private readonly byte[] _after;

    private Folding(byte[] before, byte[] after, FoldReport report)
    {
        (_before, _after, Report) = (before, after, report);
        Model = ModelProto.Parser.ParseFrom(after);
    }

    public FoldReport Report { get; }

    /// <summary>The folded model, read by the plain parser.</summary>
    public ModelProto Model { get; }

    public string[] OpTypes => [.. Model.Graph.Node.Select(n => n.OpType)];

    public FoldOutcome Outcome => Assert.Single(Report.Outcomes);

    public static Folding Of(ModelBuilder builder, FoldOptions? options = null) => Of(builder.Model.ToByteArray(), options);

    public static Folding Of(byte[] model, FoldOptions? options = null)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("model.onnx"), model);
        using var loaded = OnnxModel.Load(folder.File("model.onnx"));
        var report = BatchNormFolder.Fold(loaded, options, TestContext.Current.CancellationToken);
        loaded.Save(folder.File("folded.onnx"));
        return new(model, File.ReadAllBytes(folder.File("folded.onnx")), report);
    }

    public NodeProto Node(string opType) => Assert.Single(Model.Graph.Node, n => n.OpType == opType);

    /// <summary>The numbers of an initializer of the folded model.</summary>
    public double[] Initializer(string name)
    {
        var tensor = Assert.Single(Model.Graph.Initializer, t => t.Name == name);
        var type = (ElementType)tensor.DataType;
        var values = new double[tensor.RawData.Length / TensorCodec.ByteSize(type)];
        TensorCodec.ReadDoubles(tensor.RawData.Span, type, values);
        return values;
    }

    /// <summary>Nothing folded: the reason is the one expected, and the file is the one that came in, byte for byte.</summary>
    public Folding IsKept(SkipReason reason, string? because = null)
    {
        Assert.Equal(reason, Outcome.Reason);
        if (because is not null) Assert.Contains(because, Outcome.Detail + Outcome.ForwardDetail, StringComparison.Ordinal);
        Assert.Equal(_before, _after);
        return this;
    }

    /// <summary>Every BatchNormalization is gone, these operators are left, and ONNX Runtime at level 0 computes the same.</summary>
    public Folding IsFoldedTo(params string[] opTypes)
    {
        Assert.All(Report.Outcomes, o => Assert.True(o.IsFolded, $"{o.Node}: {o.Reason} {o.Detail}; forward: {o.ForwardDetail}"));
        Assert.Equal(opTypes, OpTypes);
        return ComputesTheSame();
    }

    public Folding ComputesTheSame(double tolerance = 2e-6)
    {
        Parity.AssertSame(_before, _after, tolerance);
        var again = Of(_after);
        Assert.Equal(_after, again._after);
        return this;
    }
}
