namespace Resident.Sources.Pprof;

/// <summary>Finds the index of an id. Writers number from 1 on, so an array does for nearly all profiles.</summary>
internal sealed class IdIndex
{
    private const int SlackFactor = 4;
    private const int SlackMinimum = 1024;

    private readonly int[] _dense;
    private readonly Dictionary<ulong, int> _sparse = [];

    public IdIndex(int count)
    {
        _dense = new int[(int)Math.Min(((long)count * SlackFactor) + SlackMinimum, Array.MaxLength)];
    }

    /// <summary>Gets the indexes plus one of the small ids; 0 where there is none.</summary>
    public ReadOnlySpan<int> Dense => _dense;

    /// <summary>Remembers an id. Returns false when it was there before; then the later one is found.</summary>
    public bool TryAdd(ulong id, int index)
    {
        if (id < (ulong)_dense.Length)
        {
            bool isNew = _dense[id] == 0;
            _dense[id] = index + 1;
            return isNew;
        }

        bool added = _sparse.TryAdd(id, index);
        _sparse[id] = index;
        return added;
    }

    /// <summary>Gets the index of an id, or -1.</summary>
    public int Find(ulong id)
    {
        if (id < (ulong)_dense.Length)
        {
            return _dense[id] - 1;
        }

        return _sparse.TryGetValue(id, out int index) ? index : -1;
    }
}
