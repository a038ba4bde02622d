using System.Globalization;
using System.Text;

namespace BnFold.Cli.Reports.Html;

/// <summary>
/// Writes HTML and SVG. Everything that comes from outside goes through <see cref="Escape"/>: names in a model may hold anything.
/// </summary>
internal sealed class Markup
{
    private static readonly HashSet<string> _block =
        [
        "body", "main", "header", "section", "details", "summary", "table", "thead", "tbody", "tr", "p", "h1", "h2", "h3", "ul", "li",
        "figure", "svg", "div",
    ];

    private readonly StringBuilder _text = new();
    private readonly Stack<string> _open = new();

    public Markup Open(string tag, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Start(tag, attributes).Append('>');
        _open.Push(tag);
        return this;
    }

    public Markup Close()
    {
        var tag = _open.Pop();
        _text.Append("</").Append(tag).Append('>');
        if (_block.Contains(tag)) _text.Append('\n');
        return this;
    }

    public Markup Text(string text)
    {
        _text.Append(Escape(text));
        return this;
    }

    /// <summary>An element that holds text only.</summary>
    public Markup Element(string tag, string text, params ReadOnlySpan<(string Name, string Value)> attributes) =>
        Open(tag, attributes).Text(text).Close();

    /// <summary>An SVG shape.</summary>
    public Markup Shape(string tag, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Start(tag, attributes).Append("/>");
        return this;
    }

    /// <summary>What is our own and needs no escaping, as a style sheet.</summary>
    public Markup Verbatim(string markup)
    {
        _text.Append(markup);
        return this;
    }

    public override string ToString() => _text.ToString();

    /// <summary>
    /// Text that no browser takes for anything else. Control characters, halves of characters, and what would turn the direction of the
    /// text around are shown by their number.
    /// </summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text.EnumerateRunes()) Append(escaped, character);
        return escaped.ToString();
    }

    private static void Append(StringBuilder escaped, Rune character)
    {
        switch (character.Value)
        {
            case '&': escaped.Append("&amp;"); break;
            case '<': escaped.Append("&lt;"); break;
            case '>': escaped.Append("&gt;"); break;
            case '"': escaped.Append("&quot;"); break;
            case '\'': escaped.Append("&#39;"); break;
            case var code when Rune.IsControl(character)
                || code is (>= 0x200E and <= 0x200F) or (>= 0x2028 and <= 0x202E) or (>= 0x2066 and <= 0x2069):
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{code:X4}");
                break;
            default:
                escaped.Append(character.ToString());
                break;
        }
    }

    private StringBuilder Start(string tag, ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _text.Append('<').Append(tag);
        foreach (var (name, value) in attributes) _text.Append(' ').Append(name).Append("=\"").Append(Escape(value)).Append('"');
        return _text;
    }
}
