using System.Text.Json;
using BnFold.Cli.Reports;

namespace BnFold.Cli.Comparing;

/// <summary>Reads a report of an earlier run, and finds out whether it proves that one file is as good as another.</summary>
internal static class Certificate
{
    private const int SchemaVersion = 1;

    /// <exception cref="IOException">The report or a model can't be read, or the report is none.</exception>
    public static CertificateFacts Check(string path, string original, string other)
    {
        using var report = Read(path);
        try
        {
            return Judge(report.RootElement, path, original, other);
        }
        catch (InvalidOperationException)
        {
            // So the framework speaks of half a surrogate pair, which is no text.
            throw Unusable(path, "it holds text that is none");
        }
    }

    private static CertificateFacts Judge(JsonElement root, string path, string original, string other)
    {
        var (first, second) = Text(root, "command") switch
        {
            "fold" => ("input", "output"),
            "verify" => ("original", "other"),
            _ => throw Unusable(path, "it is no report of a fold or a comparison"),
        };
        if (!root.TryGetProperty("schema_version", out var version) || version.ValueKind is not JsonValueKind.Number
            || !version.TryGetInt32(out var number) || number != SchemaVersion)
            throw Unusable(path, $"its schema_version is not {SchemaVersion}");
        var problem = Mismatch(root, first, original) ?? Mismatch(root, second, other) ?? Verdict(root) ?? Assumption(root);
        return new(path, problem is null, problem) { Limits = Limits(root) };
    }

    private static JsonDocument Read(string path)
    {
        if (EarlierFile.Problem(path) is { } problem) throw Unusable(path, problem);
        try
        {
            using var stream = File.OpenRead(path);
            var document = JsonDocument.Parse(stream);
            if (document.RootElement.ValueKind is JsonValueKind.Object) return document;
            document.Dispose();
            throw Unusable(path, "it is no report");
        }
        catch (JsonException)
        {
            throw Unusable(path, "it is no JSON");
        }
    }

    private static string? Mismatch(JsonElement root, string name, string model)
    {
        var digest = root.TryGetProperty(name, out var facts) ? Text(facts, "sha256") : null;
        if (digest is null) return $"the report has no digest of its {name}";
        return FileContent.Sha256(model) == digest
            ? WeightsMismatch(facts, name, model)
            : $"{model} is not the {name} that the report speaks of: their digests differ";
    }

    private static string? WeightsMismatch(JsonElement facts, string name, string model)
    {
        IReadOnlyList<ExternalFileFacts> files;
        try
        {
            files = ExternalFileFacts.Of(model);
        }
        catch (OnnxFormatException exception)
        {
            return exception.Message;
        }
        if (files.Count == 0) return null;
        if (!facts.TryGetProperty("external_files", out var listed) || listed.ValueKind is not JsonValueKind.Array)
            return $"the weights of its {name} are in other files, and it has no digests of those";
        var digests = listed.EnumerateArray().Select(file => (Path: Text(file, "path"), Digest: Text(file, "sha256"))).ToArray();
        var changed = files.FirstOrDefault(file => !digests.Contains((file.Path, file.Sha256)));
        return changed is null ? null
            : $"'{changed.Path}', with weights of {model}, is not the file that the report speaks of: their digests differ";
    }

    private static string? Verdict(JsonElement root)
    {
        if (!root.TryGetProperty("verification", out var verification) || verification.ValueKind is not JsonValueKind.Object)
            return "the report says that nothing was verified";
        return Text(verification, "verdict") is "agrees" or "identical" ? null : $"the report says '{Text(verification, "verdict")}'";
    }

    /// <summary>What the comparison supposed, so that it was with another model than the original; null if nothing.</summary>
    private static string? Assumption(JsonElement root) =>
        root.TryGetProperty("options", out var options) && options.ValueKind is JsonValueKind.Object
            && options.TryGetProperty("assume_inference", out var assumed) && assumed.ValueKind is JsonValueKind.True
            ? "it took training mode for inference (--assume-inference), and says nothing of the original as it is" : null;

    private static string? Limits(JsonElement root)
    {
        if (!root.TryGetProperty("options", out var options) || options.ValueKind is not JsonValueKind.Object) return null;
        var given = new List<string>();
        Add("--atol", "absolute_tolerance");
        Add("--rtol", "relative_tolerance");
        return given.Count > 0 ? string.Join(" ", given) : null;

        void Add(string option, string property)
        {
            if (options.TryGetProperty(property, out var limit) && limit.ValueKind is JsonValueKind.Number) given.Add($"{option} {limit.GetRawText()}");
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString() : null;

    private static IOException Unusable(string path, string why) => new($"{path}: not usable as a certificate: {why}");
}
