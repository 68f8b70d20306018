using System.Runtime.InteropServices;

namespace Resident.Sources.Procfs;

/// <summary>Where libraries and mapped files lie, to tell what lies near one: less than 2^40 addresses away.</summary>
/// <remarks>The address space is cut into parts of that size. One that has a file is near all of itself; of its neighbours
/// the nearest file decides. So an answer costs the same however many files there are.</remarks>
internal sealed class LibraryPlaces
{
    private const int NearBits = 40;
    private const ulong Near = 1UL << NearBits;

    private readonly Dictionary<ulong, (ulong First, ulong Last)> _parts = [];

    public void Add(ulong start)
    {
        ref var part = ref CollectionsMarshal.GetValueRefOrAddDefault(_parts, start >> NearBits, out bool isKnown);
        part = isKnown ? (Math.Min(part.First, start), Math.Max(part.Last, start)) : (start, start);
    }

    public bool IsNear(ulong address)
    {
        ulong part = address >> NearBits;
        return _parts.ContainsKey(part)
            || (_parts.TryGetValue(part - 1, out var below) && address - below.Last < Near)
            || (_parts.TryGetValue(part + 1, out var above) && above.First - address < Near);
    }
}
