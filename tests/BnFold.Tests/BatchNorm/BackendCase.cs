using System.Buffers.Binary;
using BnFold.BatchNorm;
using BnFold.Onnx;

namespace BnFold.Tests.BatchNorm;

/// <summary>One case of the ONNX backend test suite whose model is a single BatchNormalization.</summary>
internal sealed class BackendCase
{
    private readonly Dictionary<string, Tensor> _values = [];

    private BackendCase(string folder, string name)
    {
        Name = name;
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(folder, "model.onnx")));
        Graph = model.Graph;
        Opset = model.OpsetImport.Single(import => import.Domain.Length == 0).Version;
        foreach (var initializer in Graph.Initializer) _values[initializer.Name] = Tensor.From(initializer);

        // Data set inputs are numbered over the inputs that no initializer fills (converted models list those as inputs too).
        var fed = Graph.Input.Where(input => !_values.ContainsKey(input.Name)).ToArray();
        for (var k = 0; k < fed.Length; k++) _values[fed[k].Name] = Read(folder, $"input_{k}.pb");
        Outputs = [.. Graph.Output.Select((_, k) => Read(folder, $"output_{k}.pb"))];
    }

    public string Name { get; }

    public GraphProto Graph { get; }

    public long Opset { get; }

    public IReadOnlyList<Tensor> Outputs { get; }

    public NodeProto Node => Graph.Node[0];

    /// <summary>Development versions between opsets 12 and 14 took training_mode as a sixth input, a bool tensor of one element.</summary>
    public bool HasTrainingModeInput => Node.Input.Count == 6;

    public BatchNormMode Mode => new(
        Opset, Attribute("is_test")?.I, Attribute("training_mode")?.I, Node.Output.Skip(1).Count(name => name.Length > 0));

    public double Momentum => Attribute("momentum")?.F ?? BatchNormReference.DefaultMomentum;

    public Tensor X => Input(0);

    public BatchNormParameters Parameters =>
        new(Input(1).Values, Input(2).Values, Input(3).Values, Input(4).Values)
        {
            Epsilon = Attribute("epsilon")?.F ?? BatchNormParameters.DefaultEpsilon,
        };

    public static IReadOnlyList<BackendCase> All(string zoo)
    {
        var root = Path.Combine(zoo, "backend");
        return
        [
            .. Directory.EnumerateFiles(root, "model.onnx", SearchOption.AllDirectories)
                .Select(path => Path.GetDirectoryName(path)!)
                .Where(folder => Directory.Exists(Path.Combine(folder, "test_data_set_0")))
                .Order(StringComparer.Ordinal)
                .Select(folder => new BackendCase(folder, Path.GetRelativePath(root, folder)))
                .Where(example => example.Graph.Node is [{ OpType: "BatchNormalization" }]),
        ];
    }

    public Tensor Input(int index) => _values[Node.Input[index]];

    private AttributeProto? Attribute(string name) => Node.Attribute.SingleOrDefault(attribute => attribute.Name == name);

    private static Tensor Read(string folder, string file) =>
        Tensor.From(TensorProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(folder, "test_data_set_0", file))));

    /// <summary>Shape and widened elements.</summary>
    internal sealed record Tensor(long[] Dims, double[] Values)
    {
        public static Tensor From(TensorProto tensor) => new([.. tensor.Dims], (ElementType)tensor.DataType switch
        {
            ElementType.Float when tensor.HasRawData => Singles(tensor.RawData.Span),
            ElementType.Float => [.. tensor.FloatData.Select(value => (double)value)],
            ElementType.Bool when tensor.HasRawData => [.. tensor.RawData.Select(value => (double)value)],
            ElementType.Bool => [.. tensor.Int32Data.Select(value => (double)value)],
            var other => throw new NotSupportedException($"{tensor.Name}: {other}"),
        });

        private static double[] Singles(ReadOnlySpan<byte> bytes)
        {
            var values = new double[bytes.Length / sizeof(float)];
            for (var i = 0; i < values.Length; i++) values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(sizeof(float) * i)..]);
            return values;
        }
    }
}
