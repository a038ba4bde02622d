using System.Text;

namespace BnFold.Cli.Terminals;

/// <summary>Names in a model may hold anything; on a terminal they must not become commands to it.</summary>
internal static class Printable
{
    /// <summary>The text as one line, every control character shown as <c>\xNN</c>.</summary>
    public static string Line(string text)
    {
        if (!text.Any(char.IsControl)) return text;
        var line = new StringBuilder();
        foreach (var character in text)
        {
            if (char.IsControl(character)) line.Append($"\\x{(int)character:X2}");
            else line.Append(character);
        }
        return line.ToString();
    }
}
