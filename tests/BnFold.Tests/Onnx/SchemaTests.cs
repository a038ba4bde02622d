using BnFold.Onnx;
using Google.Protobuf.Reflection;
using Xunit;

namespace BnFold.Tests.Onnx;

public sealed class SchemaTests
{
    [Fact]
    public void Leads_to_every_name_and_every_raw_data_that_the_format_has()
    {
        var seen = new Dictionary<MessageDescriptor, FieldKind>();
        Compare(ModelProto.Descriptor, FieldKind.Model, seen);
        Assert.Equal(Enum.GetValues<FieldKind>().Where(kind => kind >= FieldKind.Model).Order(), seen.Values.Distinct().Order());
    }

    private static void Compare(MessageDescriptor message, FieldKind kind, Dictionary<MessageDescriptor, FieldKind> seen)
    {
        if (!seen.TryAdd(message, kind)) return;
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            var actual = Schema.Field(kind, field.FieldNumber);
            if (field.FieldType == FieldType.String) Assert.Equal(FieldKind.Text, actual);
            else if (IsRawData(field)) Assert.Equal(FieldKind.RawData, actual);
            else if (field.FieldType == FieldType.Message && Matters(field.MessageType, [])) Compare(field.MessageType, actual, seen);
            else Assert.Equal(FieldKind.Opaque, actual);
        }
    }

    private static bool IsRawData(FieldDescriptor field) =>
        field.ContainingType == TensorProto.Descriptor && field.FieldNumber == TensorProto.RawDataFieldNumber;

    // Whether a name or raw_data can be in the message, at any depth.
    private static bool Matters(MessageDescriptor message, HashSet<MessageDescriptor> visited) =>
        visited.Add(message) && message.Fields.InDeclarationOrder().Any(field =>
            field.FieldType == FieldType.String
            || IsRawData(field)
            || (field.FieldType == FieldType.Message && Matters(field.MessageType, visited)));
}
