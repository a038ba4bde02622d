using System.Text.RegularExpressions;

namespace BnFold.Runtime;

/// <summary>ONNX Runtime refused a model, an input or a run.</summary>
internal sealed partial class OrtException(OrtErrorCode code, string message) : Exception(Readable(message))
{
    public OrtErrorCode Code { get; } = code;

    /// <summary>One line, without the place in ONNX Runtime's own source that its messages begin with.</summary>
    internal static string Readable(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var stripped = SourcePlace().Replace(line, "").Trim();
        return stripped.Length > 0 ? stripped : line;
    }

    /// <summary>A source file with its line, and the signature of the function, if one follows.</summary>
    [GeneratedRegex(
        @"[/\\\w.-]*\bonnxruntime(?:_src)?/[^\s:(]+\.(?:cc|h|cpp|hpp|cu)[:(]\d+\)?,?\s*"
        + @"(?:[\w:<>,&*~ ]*::[\w:<>,&*~ ]*(?:\((?>[^()]+|\((?<open>)|\)(?<-open>))*(?(open)(?!))\))+(?: const)?(?: \[with [^\]]*\])? ?)?")]
    private static partial Regex SourcePlace();
}
