namespace BnFold.Walk;

/// <summary>
/// Goes through the alternatives of a walk by walking again: the first walk takes the first answer everywhere, each next one differs
/// in the last place where another answer is left.
/// </summary>
internal sealed class Choices
{
    private readonly List<(int Taken, int Count)> _path = [];
    private int _position;

    public int Take(int count)
    {
        if (_position == _path.Count) _path.Add((0, count));
        return _path[_position++].Taken;
    }

    /// <summary>Moves on to the next combination; false when all were taken.</summary>
    public bool Advance()
    {
        _position = 0;
        while (_path.Count > 0)
        {
            var (taken, count) = _path[^1];
            _path.RemoveAt(_path.Count - 1);
            if (taken + 1 >= count) continue;
            _path.Add((taken + 1, count));
            return true;
        }
        return false;
    }
}
