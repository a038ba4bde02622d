using System.Globalization;

namespace BnFold.Graphs;

/// <summary>Names that no graph of the model uses. Same model, same names.</summary>
internal sealed class FreshNames
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _last = new(StringComparer.Ordinal);

    public void Reserve(string name) => _taken.Add(name);

    /// <summary>A new name that tells where it comes from: <c>hint_bn</c>, then <c>hint_bn2</c>, …</summary>
    public string Next(string hint)
    {
        var stem = hint.EndsWith(Suffix, StringComparison.Ordinal) ? hint : hint + Suffix;
        var number = _last.GetValueOrDefault(stem);
        string name;
        do
        {
            number++;
            name = number == 1 ? stem : stem + number.ToString(CultureInfo.InvariantCulture);
        }
        while (!_taken.Add(name));
        _last[stem] = number;
        return name;
    }

    private const string Suffix = "_bn";
}
