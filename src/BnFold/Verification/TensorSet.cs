using System.Diagnostics.CodeAnalysis;
using BnFold.Runtime;

namespace BnFold.Verification;

/// <summary>Values by name, which live and die together.</summary>
internal sealed class TensorSet : IDisposable
{
    private readonly Dictionary<string, OrtTensor> _values = new(StringComparer.Ordinal);

    public int Count => _values.Count;

    public OrtTensor this[string name] => _values[name];

    /// <summary>Adds a value, unless there is one of that name.</summary>
    public void Add(string name, OrtTensor value) => _values.TryAdd(name, value);

    /// <summary>Lets the values of another set be found here too; that set must live as long.</summary>
    public void AddAll(TensorSet others)
    {
        foreach (var (name, value) in others._values) Add(name, value);
    }

    /// <summary>Takes the values of another set over; that set is empty then.</summary>
    public void TakeAll(TensorSet others)
    {
        AddAll(others);
        others._values.Clear();
    }

    public bool TryGet(string name, [NotNullWhen(true)] out OrtTensor? value) => _values.TryGetValue(name, out value);

    public void Dispose()
    {
        foreach (var value in _values.Values) value.Dispose();
        _values.Clear();
    }
}
