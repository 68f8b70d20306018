namespace Resident.Analysis.Profiles;

/// <summary>What makes two locations of different profiles one.</summary>
/// <remarks>Of inlined lines, only the last one's column tells locations apart, as in pprof.</remarks>
internal readonly struct LocationKey : IEquatable<LocationKey>
{
    private readonly ulong _address;
    private readonly int _mapping;
    private readonly bool _isFolded;
    private readonly (int Function, long Line, long Column)[] _lines;

    public LocationKey(ulong address, int mapping, bool isFolded, (int Function, long Line, long Column)[] lines)
    {
        _address = address;
        _mapping = mapping;
        _isFolded = isFolded;
        _lines = lines;
    }

    public bool Equals(LocationKey other)
    {
        if (_address != other._address || _mapping != other._mapping || _isFolded != other._isFolded || _lines.Length != other._lines.Length)
        {
            return false;
        }

        for (int i = 0; i < _lines.Length; i++)
        {
            if (_lines[i].Function != other._lines[i].Function || _lines[i].Line != other._lines[i].Line)
            {
                return false;
            }
        }

        return _lines.Length == 0 || _lines[^1].Column == other._lines[^1].Column;
    }

    public override bool Equals(object? obj) => obj is LocationKey other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(_address);
        hash.Add(_mapping);
        foreach (var (function, line, _) in _lines)
        {
            hash.Add(function);
            hash.Add(line);
        }

        return hash.ToHashCode();
    }
}
