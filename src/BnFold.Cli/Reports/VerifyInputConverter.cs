using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace BnFold.Cli.Reports;

/// <summary>Writes an input of the library's own reports as all reports have it, with the digests of what was given.</summary>
internal sealed class VerifyInputConverter : JsonConverter<VerifyInput>
{
    public override VerifyInput Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("inputs are only written");

    public override void Write(Utf8JsonWriter writer, VerifyInput value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(
            writer, InputFacts.Of(value).WithDigests(), (JsonTypeInfo<InputFacts>)options.GetTypeInfo(typeof(InputFacts)));
}
