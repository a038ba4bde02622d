using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using BnFold.Cli.Reports.Statistics;

namespace BnFold.Cli.Reports;

/// <summary>How reports become JSON, without reflection.</summary>
[JsonSerializable(typeof(FoldRunReport))]
[JsonSerializable(typeof(VerifyRunReport))]
[JsonSerializable(typeof(CheckRunReport))]
[JsonSerializable(typeof(StatsRunReport))]
[JsonSerializable(typeof(MomentsFacts))]
[JsonSerializable(typeof(RecalibrateRunReport))]
[JsonSerializable(typeof(BenchRunReport))]
[JsonSerializable(typeof(ModelLine))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>
    /// Indented, all names in snake_case but the reasons, which are spelled as in the library; a figure that is not finite is the string
    /// "NaN", "Infinity" or "-Infinity".
    /// </summary>
    public static ReportJson Readable { get; } = new(OptionsOf(indented: true));

    /// <summary>The same without line breaks.</summary>
    public static ReportJson OneLine { get; } = new(OptionsOf(indented: false));

    /// <summary>For reading: what can't be null isn't.</summary>
    public static ReportJson Strict { get; } = new(new JsonSerializerOptions(OptionsOf(indented: false)) { RespectNullableAnnotations = true });

    private static JsonSerializerOptions OptionsOf(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters =
        {
            new JsonStringEnumConverter<FoldRoute>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<StandIns>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<ExcerptRole>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<Verdict>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<BatchNormCheckVerdict>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<BatchNormSuspicionKind>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<RecalibrationMethod>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<ModelStatus>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<BenchmarkVerdict>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<Closer>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<DriftVerdict>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<SkipReason>(),
            new VerifyInputConverter(),
        },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = indented,
    };
}
