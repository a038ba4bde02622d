using BnFold.Onnx;
using BnFold.Runtime;
using BnFold.Tests.Support;

namespace BnFold.Tests.Recalibration;

/// <summary>A model before and after, in files of a folder of its own.</summary>
internal sealed class Recalibrated : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Before => _folder.File("before.onnx");

    public string After => _folder.File("after.onnx");

    public RecalibrationReport Report { get; private set; } = null!;

    public List<RecalibrationProgress> Progress { get; } = [];

    public string File(string name) => _folder.File(name);

    public static string Model(string name) => Path.Combine(Sources.Root, "models", name);

    /// <summary>The model of that file with means shifted by two deviations and variances scaled by up to 9, all different.</summary>
    public Recalibrated Spoil(string model) => Change(model, (index, mean, variance, channel) =>
        (mean + (((channel + index) % 5) - 2) * Math.Sqrt(variance), variance * ((channel + index) % 3 == 0 ? 9 : 0.2)));

    /// <summary>The model of that file with other statistics.</summary>
    public Recalibrated Change(string model, Func<int, double, double, int, (double Mean, double Variance)> change)
    {
        var proto = ModelProto.Parser.ParseFrom(System.IO.File.ReadAllBytes(model));
        var index = 0;
        foreach (var node in proto.Graph.Node.Where(node => node.OpType == "BatchNormalization"))
        {
            var (mean, variance) = (Find(node.Input[3]), Find(node.Input[4]));
            var (means, variances) = (Numbers(mean), Numbers(variance));
            for (var c = 0; c < means.Length; c++) (means[c], variances[c]) = change(index, means[c], variances[c], c);
            Store(mean, means);
            Store(variance, variances);
            index++;
        }
        return Write(proto);

        TensorProto Find(string name) => proto.Graph.Initializer.SingleOrDefault(tensor => tensor.Name == name)
            ?? proto.Graph.Node.Single(node => node.Output.Contains(name)).Attribute.Single().T;
    }

    public Recalibrated Write(ModelProto model)
    {
        System.IO.File.WriteAllBytes(Before, Google.Protobuf.MessageExtensions.ToByteArray(model));
        return this;
    }

    /// <summary>Recalibrates the model on the data.</summary>
    public Recalibrated On(string data, RecalibrationOptions? options = null, CalibrationOptions? reading = null)
    {
        using var model = OnnxModel.Load(Before);
        Report = Recalibrator.Recalibrate(model, CalibrationData.Open([data], reading), options, new Reporter(Progress));
        model.Save(After);
        return this;
    }

    public static PopulationStatistics StatisticsOf(string path, string data, CalibrationOptions? reading = null) =>
        StatisticsCollector.Collect(path, CalibrationData.Open([data], reading));

    /// <summary>The only output for an input, by ONNX Runtime.</summary>
    public static double[] Run(string model, string input)
    {
        using var session = OrtSession.Open(model, new());
        var file = TensorFile.Open(input);
        using var fed = OrtTensor.Create((int)file.ElementType, [.. file.Dims]);
        file.CopyTo(fed.Bytes);
        using var output = session.Run([new NamedTensor(session.Inputs[0].Name, fed)], [session.Outputs[0].Name])[0];
        var values = new double[output.Bytes.Length / TensorCodec.ByteSize((ElementType)output.ElementType)];
        TensorCodec.ReadDoubles(output.Bytes, (ElementType)output.ElementType, values);
        return values;
    }

    public static double[] Read(TensorFile file)
    {
        var values = new double[file.Dims.Aggregate(1L, (product, dim) => product * dim)];
        var bytes = new byte[values.Length * TensorCodec.ByteSize(file.ElementType)];
        file.CopyTo(bytes);
        TensorCodec.ReadDoubles(bytes, file.ElementType, values);
        return values;
    }

    /// <summary>Largest difference, as a share of the range.</summary>
    public static double Difference(double[] expected, double[] actual) =>
        expected.Zip(actual, (e, a) => Math.Abs(e - a)).Max() / expected.Max(Math.Abs);

    public static double[] Numbers(TensorProto tensor)
    {
        var type = (ElementType)tensor.DataType;
        if (tensor.FloatData.Count > 0) return [.. tensor.FloatData.Select(value => (double)value)];
        var values = new double[tensor.RawData.Length / TensorCodec.ByteSize(type)];
        TensorCodec.ReadDoubles(tensor.RawData.Span, type, values);
        return values;
    }

    public void Dispose() => _folder.Dispose();

    private static void Store(TensorProto tensor, double[] values) =>
        tensor.RawData = ModelBuilder.MakeTensor(tensor.Name, (ElementType)tensor.DataType, [values.Length], values).RawData;

    private sealed class Reporter(List<RecalibrationProgress> seen) : IProgress<RecalibrationProgress>
    {
        public void Report(RecalibrationProgress value) => seen.Add(value);
    }
}
