using System.Globalization;
using System.Text;
using BnFold.Onnx;

namespace BnFold.Tests.Properties;

/// <summary>A model as text: one line for each input, constant, node and output.</summary>
internal static class ModelDump
{
    public static string Of(ModelProto model, IReadOnlyDictionary<string, Held>? values = null)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"opset {model.OpsetImport[0].Version}, IR version {model.IrVersion}");
        Write(text, model.Graph, "  ", values);
        return text.ToString();
    }

    private static void Write(StringBuilder text, GraphProto graph, string indent, IReadOnlyDictionary<string, Held>? values)
    {
        foreach (var input in graph.Input) text.Append(indent).Append("input ").AppendLine(Describe(input));
        foreach (var tensor in graph.Initializer) text.Append(indent).Append(tensor.Name).Append(" = ").AppendLine(Describe(tensor));
        foreach (var info in graph.ValueInfo) text.Append(indent).Append("declared ").AppendLine(Describe(info));
        foreach (var node in graph.Node)
        {
            text.Append(indent).Append(string.Join(", ", node.Output)).Append(" = ").Append(node.OpType).Append('(').AppendJoin(", ", node.Input).Append(')');
            foreach (var attribute in node.Attribute.Where(static a => a.G is null)) text.Append(' ').Append(attribute.Name).Append('=').Append(Describe(attribute));
            if (values is not null && node.Output.Count > 0 && values.TryGetValue(node.Output[0], out var held)) text.Append(CultureInfo.InvariantCulture, $" : [{string.Join(',', held.Dims)}]");
            text.AppendLine();
            foreach (var attribute in node.Attribute.Where(static a => a.G is not null))
            {
                text.Append(indent).Append("  ").Append(attribute.Name).AppendLine(":");
                Write(text, attribute.G, indent + "    ", values);
            }
        }
        foreach (var output in graph.Output) text.Append(indent).Append("output ").AppendLine(Describe(output));
    }

    private static string Describe(ValueInfoProto info)
    {
        var type = info.Type?.TensorType;
        var dims = type?.Shape?.Dim.Select(static d => d.HasDimValue ? d.DimValue.ToString(CultureInfo.InvariantCulture) : d.DimParam.Length > 0 ? d.DimParam : "?");
        return $"{info.Name} : {(ElementType)(type?.ElemType ?? 0)}[{string.Join(',', dims ?? ["no shape"])}]";
    }

    private static string Describe(AttributeProto attribute) => attribute.Kind switch
    {
        AttributeKind.Int => attribute.I.ToString(CultureInfo.InvariantCulture),
        AttributeKind.Float => attribute.F.ToString(CultureInfo.InvariantCulture),
        AttributeKind.String => attribute.S.ToStringUtf8(),
        AttributeKind.Ints => $"[{string.Join(',', attribute.Ints)}]",
        AttributeKind.Floats => $"[{string.Join(',', attribute.Floats)}]",
        AttributeKind.Tensor => Describe(attribute.T),
        _ => "?",
    };

    private static string Describe(TensorProto tensor)
    {
        var type = (ElementType)tensor.DataType;
        double[] numbers = [.. tensor.FloatData.Select(static v => (double)v), .. tensor.DoubleData, .. tensor.Int64Data.Select(static v => (double)v), .. tensor.Int32Data.Select(static v => (double)v)];
        if (tensor.RawData.Length > 0)
        {
            numbers = new double[tensor.RawData.Length / TensorCodec.ByteSize(type)];
            TensorCodec.ReadDoubles(tensor.RawData.Span, type, numbers);
        }
        var shown = numbers.Take(6).Select(static v => v.ToString("g4", CultureInfo.InvariantCulture));
        return $"{type}[{string.Join(',', tensor.Dims)}] {{{string.Join(' ', shown)}{(numbers.Length > 6 ? " …" : "")}}}";
    }
}
