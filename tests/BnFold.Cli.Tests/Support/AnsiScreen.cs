using System.Text.RegularExpressions;

namespace BnFold.Cli.Tests.Support;

/// <summary>What is left to see on a terminal that understands colours, and "clear this line".</summary>
internal static partial class AnsiScreen
{
    public static string Show(string written) => Colour().Replace(ClearedLine().Replace(written, ""), "");

    [GeneratedRegex(@"[^\n]*\r\e\[K")]
    private static partial Regex ClearedLine();

    [GeneratedRegex(@"\e\[\d+m")]
    private static partial Regex Colour();
}
