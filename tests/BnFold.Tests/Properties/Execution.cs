using BnFold.Onnx;
using BnFold.Runtime;
using Google.Protobuf;

namespace BnFold.Tests.Properties;

/// <summary>What a value held when the model ran.</summary>
internal sealed record Held(ElementType Type, long[] Dims, double[] Numbers);

/// <summary>Runs a model with ONNX Runtime as it is written, on the same noise each time, and reads every value of the main graph.</summary>
internal static class Execution
{
    private static readonly OrtSessionOptions _asWritten = new() { OptimizationLevel = OrtOptimizationLevel.None, DisablePrepacking = true };

    /// <exception cref="OrtException">ONNX Runtime cannot run the model.</exception>
    public static Dictionary<string, Held> Run(ModelProto model)
    {
        var open = model.Clone();
        var outputs = open.Graph.Output.Select(static o => o.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var name in open.Graph.Node.SelectMany(static n => n.Output))
        {
            if (name.Length > 0 && outputs.Add(name)) open.Graph.Output.Add(new ValueInfoProto { Name = name });
        }
        using var session = OrtSession.Open(open.ToByteArray(), _asWritten);
        var inputs = session.Inputs.Select(i => new NamedTensor(i.Name, Noise(i))).ToArray();
        string[] names = [.. open.Graph.Output.Select(static o => o.Name)];
        IReadOnlyList<OrtTensor> results = [];
        try
        {
            results = session.Run(inputs, names);
            return names.Zip(results).ToDictionary(static p => p.First, static p => Read(p.Second), StringComparer.Ordinal);
        }
        finally
        {
            // What Bytes points to is native memory: read before this.
            foreach (var tensor in inputs.Select(static i => i.Tensor).Concat(results)) tensor.Dispose();
        }
    }

    private static OrtTensor Noise(OrtValueInfo input)
    {
        var dims = input.Dims.Select(static d => d.Size < 0 ? GraphGenerator.DynamicBatch : d.Size).ToArray();
        var tensor = OrtTensor.Create(input.ElementType, dims);
        var type = (ElementType)input.ElementType;
        var dice = new Dice(input.Name.Aggregate(17, static (hash, c) => unchecked(hash * 31 + c)));
        TensorCodec.WriteDoubles(Dice.Numbers(Signal.CountOf(dims), dice.Normal), type, tensor.Bytes);
        return tensor;
    }

    private static Held Read(OrtTensor tensor)
    {
        var type = (ElementType)tensor.ElementType;
        var numbers = new double[tensor.Bytes.Length / TensorCodec.ByteSize(type)];
        TensorCodec.ReadDoubles(tensor.Bytes, type, numbers);
        return new(type, [.. tensor.Dims], numbers);
    }
}
