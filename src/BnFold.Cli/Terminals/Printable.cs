using System.Text;

namespace BnFold.Cli.Terminals;

/// <summary>Names in a model may hold anything; on a terminal they must not become commands to it.</summary>
internal static class Printable
{
    private const int MaxNameWidth = 48;

    /// <summary>A name for a table: of a long one the end, which tells more than its beginning.</summary>
    public static string Short(string name)
    {
        name = Line(name);
        return name.Length > MaxNameWidth ? $"…{name[^(MaxNameWidth - 1)..]}" : name;
    }

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
