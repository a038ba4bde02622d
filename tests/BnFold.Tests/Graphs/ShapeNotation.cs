using System.Globalization;
using System.Text.RegularExpressions;
using BnFold.Graphs;
using BnFold.Onnx;
using BnFold.Tests.Runtime;
using Google.Protobuf;

namespace BnFold.Tests.Graphs;

/// <summary>
/// A graph in one line, statements separated by <c>;</c>, the last one asked for: <c>s = Shape x[N,3]; Gather s 0 axis=0</c>.
/// <para>
/// An operand is an input with its dims where first named (<c>x[N,?,4]</c>, <c>x</c> for an unknown rank; int64 where the name begins
/// with i, bool with b, uint8 with q), integers <c>{2,-1}</c>, one integer <c>7</c>, floats <c>&lt;1,2.5&gt;</c>, or <c>_</c> where it is
/// left out. Attributes follow, <c>axis=1 axes=1,2 axes=1, value=2.5 mode=text</c>; <c>#1</c> asks for the second output of two.
/// </para>
/// </summary>
internal sealed partial class ShapeNotation
{
    private readonly HashSet<string> _names = [];

    private ShapeNotation(string text, int opset)
    {
        Model = new() { IrVersion = 9, Graph = new() { Name = ByteString.CopyFromUtf8("test") } };
        Model.OpsetImport.Add(new OperatorSetIdProto { Version = opset });
        foreach (var statement in text.Split(';')) Add(statement.Trim());
        Model.Graph.Output.Add(new ValueInfoProto { Name = Result });
    }

    public ModelProto Model { get; }

    /// <summary>The value that is asked for.</summary>
    public string Result { get; private set; } = "";

    public static ShapeNotation Parse(string text, int opset) => new(text, opset);

    /// <summary>The shape as text, anonymous symbols as <c>?</c>; <c>?</c> alone for an unknown rank.</summary>
    public static string Infer(string text, int opset = 21)
    {
        var notation = Parse(text, opset);
        return Show(Infer(notation.Model, view => view.Shapes.Of(view.Main.Find(notation.Result)!)));
    }

    /// <summary>A declaration, written as an input is.</summary>
    public static ValueInfoProto Declare(string text)
    {
        var name = text.Split('[')[0];
        return new() { Name = name, Type = new() { TensorType = InputType(text, name) } };
    }

    public static string Show(Shape? shape) => shape is null ? "?" : Anonymous().Replace(shape.ToString(), "?");

    public static T Infer<T>(ModelProto model, Func<GraphView, T> question)
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder.File("model.onnx"), model.ToByteArray());
        using var loaded = OnnxModel.Load(folder.File("model.onnx"));
        return question(new GraphView(loaded));
    }

    private void Add(string statement)
    {
        var words = statement.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        var name = string.Create(CultureInfo.InvariantCulture, $"y{Model.Graph.Node.Count}");
        if (words.Count > 1 && words[1] == "=")
        {
            name = words[0];
            words.RemoveRange(0, 2);
        }
        var node = new NodeProto { OpType = words[0] };
        var output = 0;
        foreach (var word in words.Skip(1))
        {
            if (word[0] == '#') output = int.Parse(word[1..], CultureInfo.InvariantCulture);
            else if (Attribute().Match(word) is { Success: true } match) node.Attribute.Add(MakeAttribute(match.Groups[1].Value, match.Groups[2].Value));
            else node.Input.Add(Operand(word));
        }
        for (var i = 0; i <= output; i++) node.Output.Add(i == output ? name : string.Create(CultureInfo.InvariantCulture, $"{name}.{i}"));
        Model.Graph.Node.Add(node);
        _names.Add(name);
        Result = name;
    }

    private string Operand(string word)
    {
        if (word == "_") return "";
        if (word[0] == '{') return Integers(word, Numbers(word), [Numbers(word).Length]);
        if (char.IsAsciiDigit(word[0]) || word[0] == '-') return Integers(word, [long.Parse(word, CultureInfo.InvariantCulture)], []);
        if (word[0] == '<') return Floats(word);
        var name = word.Split('[')[0];
        if (_names.Add(name)) Model.Graph.Input.Add(Declare(word));
        return name;
    }

    private static TypeProto.Types.Tensor InputType(string word, string name)
    {
        var type = name[0] switch { 'i' => ElementType.Int64, 'b' => ElementType.Bool, 'q' => ElementType.UInt8, _ => ElementType.Float };
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type };
        if (!word.Contains('[', StringComparison.Ordinal)) return tensor;
        tensor.Shape = new();
        var dims = word[(name.Length + 1)..^1].Split(',', StringSplitOptions.RemoveEmptyEntries);
        tensor.Shape.Dim.AddRange(dims.Select(d => d == "?" ? new TensorShapeProto.Types.Dimension()
            : long.TryParse(d, CultureInfo.InvariantCulture, out var size) ? new() { DimValue = size }
            : new() { DimParam = d }));
        return tensor;
    }

    private string Integers(string name, long[] values, long[] dims)
    {
        if (!_names.Add(name)) return name;
        var tensor = new TensorProto { Name = name, DataType = (int)ElementType.Int64 };
        tensor.Dims.AddRange(dims);
        tensor.Int64Data.AddRange(values);
        Model.Graph.Initializer.Add(tensor);
        return name;
    }

    private string Floats(string name)
    {
        if (!_names.Add(name)) return name;
        var values = name[1..^1].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(v => float.Parse(v, CultureInfo.InvariantCulture)).ToArray();
        var tensor = new TensorProto { Name = name, DataType = (int)ElementType.Float };
        tensor.Dims.Add(values.Length);
        tensor.FloatData.AddRange(values);
        Model.Graph.Initializer.Add(tensor);
        return name;
    }

    private static long[] Numbers(string list) =>
        [.. list.Trim('{', '}').Split(',', StringSplitOptions.RemoveEmptyEntries).Select(v => long.Parse(v, CultureInfo.InvariantCulture))];

    private static AttributeProto MakeAttribute(string name, string value)
    {
        var attribute = new AttributeProto { Name = name };
        var isList = value.Contains(',', StringComparison.Ordinal);
        if (isList && value.All(static c => char.IsAsciiDigit(c) || c is '.' or ',') && value.Contains('.', StringComparison.Ordinal))
        {
            attribute.Type = (int)AttributeKind.Floats;
            attribute.Floats.AddRange(value.Split(',').Select(v => float.Parse(v, CultureInfo.InvariantCulture)));
        }
        else if (isList && value.All(static c => char.IsAsciiDigit(c) || c is '-' or ','))
        {
            attribute.Type = (int)AttributeKind.Ints;
            attribute.Ints.AddRange(Numbers(value));
        }
        else if (long.TryParse(value, CultureInfo.InvariantCulture, out var integer)) (attribute.Type, attribute.I) = ((int)AttributeKind.Int, integer);
        else if (float.TryParse(value, CultureInfo.InvariantCulture, out var number)) (attribute.Type, attribute.F) = ((int)AttributeKind.Float, number);
        else (attribute.Type, attribute.S) = ((int)AttributeKind.String, ByteString.CopyFromUtf8(value));
        return attribute;
    }

    [GeneratedRegex(@"^([a-zA-Z_]+)=(.+)$")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"\?\d+")]
    private static partial Regex Anonymous();
}
