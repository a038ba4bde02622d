using System.Globalization;
using System.Text;
using BnFold.Cli.Reports.Written;

namespace BnFold.Cli.Reports.Markdown;

/// <summary>
/// Writes GitHub's Markdown. Everything from outside goes through <see cref="Plain"/> or <see cref="Code"/>: a name in a model must
/// neither break a table nor mention somebody.
/// </summary>
internal sealed class MarkdownText
{
    /// <summary>More entries than this are behind a click.</summary>
    public const int MaxOpen = 10;

    private const string Special = @"\`*_{}[]<>()#+-.!|~&:";

    private readonly StringBuilder _text = new();

    /// <summary>A line of our own; what it quotes is escaped already.</summary>
    public void Line(string markdown = "") => _text.Append(markdown).Append('\n');

    public void Paragraph(string markdown)
    {
        Line();
        Line(markdown);
    }

    public void Heading(string title)
    {
        Line();
        Line($"### {title}");
        Line();
    }

    /// <summary>A table of cells that are escaped already.</summary>
    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        Row(columns);
        Row([.. columns.Select(static _ => "---")]);
        foreach (var row in rows) Row(row);
    }

    /// <summary>A table of facts as they are.</summary>
    public void Table(FactTable table) => Table(table.Columns, table.Rows.Select(row => Cells(row, table.Columns.Count)));

    /// <summary>The same under a heading; nothing where it is empty.</summary>
    public void Shown(string title, FactTable table)
    {
        if (table.Rows.Count == 0) return;
        Heading(title);
        Table(table);
    }

    /// <summary>The same as a part that a click opens; nothing where it is empty.</summary>
    public void Collapsed(string title, FactTable table)
    {
        if (table.Rows.Count > 0) Collapsed($"{title}: {table.Rows.Count}", () => Table(table));
    }

    /// <summary>One or the other, by how much is in it.</summary>
    public void Listed(string title, FactTable table)
    {
        if (table.Rows.Count > MaxOpen) Collapsed(title, table);
        else Shown($"{title}: {table.Rows.Count}", table);
    }

    /// <summary>A part that a click opens.</summary>
    public void Collapsed(string title, Action content)
    {
        Line();
        Line($"<details><summary>{title}</summary>");
        Line();
        content();
        Line();
        Line("</details>");
    }

    public override string ToString() => _text.ToString();

    /// <summary>Words that stay what they are: nothing in them is markup, a link or a mention.</summary>
    public static string Plain(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text.EnumerateRunes())
        {
            if (IsUnprintable(character)) escaped.Append(CultureInfo.InvariantCulture, $"\\\\u{character.Value:X4}");
            else if (character.IsAscii
                && Special.Contains((char)character.Value, StringComparison.Ordinal))
                escaped.Append('\\').Append(character.ToString());
            else if (character.Value == '@') escaped.Append("@\u2060");
            else escaped.Append(character.ToString());
        }
        return escaped.ToString();
    }

    /// <summary>A name as code, in a fence longer than any run of backticks in it.</summary>
    public static string Code(string text)
    {
        var line = new StringBuilder(text.Length);
        var (run, longest) = (0, 0);
        foreach (var character in text.EnumerateRunes())
        {
            run = character.Value == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
            if (IsUnprintable(character)) line.Append(CultureInfo.InvariantCulture, $"\\u{character.Value:X4}");
            else line.Append(character.Value == '|' ? "\\|" : character.ToString());
        }
        if (line.Length == 0) return "–";
        var fence = new string('`', longest + 1);
        var pad = longest > 0 ? " " : "";
        return $"{fence}{pad}{line}{pad}{fence}";
    }

    /// <summary>A name as code, and what else there is to say of it.</summary>
    public static string Name(string name, string? note) => note is null ? Code(name) : $"{Code(name)} {Plain(note)}";

    private static string[] Cells(FactRow row, int columns)
    {
        string[] cells = [Name(row.Name, row.Note), .. row.Figures];
        if (cells.Length == columns) return row.IsBad ? [$"**{cells[0]}**", .. cells[1..]] : cells;
        var remark = Plain(row.Remark ?? "");
        return [.. cells, row.IsBad ? $"**{remark}**" : remark];
    }

    private static bool IsUnprintable(Rune character) =>
        Rune.IsControl(character) || character.Value is (>= 0x200E and <= 0x200F) or (>= 0x2028 and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    private void Row(IReadOnlyList<string> cells) => Line($"| {string.Join(" | ", cells)} |");
}
