namespace Resident.Sources.GoTrace.Torn;

/// <summary>The ways to read a torn line that are still open. At each place of the grammar only the likeliest few stay.</summary>
internal sealed class TornPaths
{
    private const int Most = 320;
    private const int MostAtOnePlace = 4;

    private readonly TornPath[] _paths = new TornPath[Most];

    public int Count { get; private set; }

    public ref TornPath this[int index] => ref _paths[index];

    public void Clear() => Count = 0;

    /// <summary>Takes over another's paths.</summary>
    public void CopyFrom(TornPaths other)
    {
        other._paths.AsSpan(0, other.Count).CopyTo(_paths);
        Count = other.Count;
    }

    /// <summary>Adds a path, unless likelier ones stand at its place.</summary>
    public bool Add(ref readonly TornPath path)
    {
        int same = 0;
        int worst = -1;
        int costliest = 0;
        for (int index = 0; index < Count; index++)
        {
            ref var other = ref _paths[index];
            costliest = other.Cost > _paths[costliest].Cost ? index : costliest;
            if (other.State == path.State && other.Tokens == path.Tokens)
            {
                same++;
                worst = worst < 0 || other.Cost > _paths[worst].Cost ? index : worst;
            }
        }

        if (same < MostAtOnePlace && Count < Most)
        {
            _paths[Count++] = path;
            return true;
        }

        if (same < MostAtOnePlace && _paths[costliest].Cost > path.Cost)
        {
            _paths[costliest] = path;
            return true;
        }

        if (same >= MostAtOnePlace && _paths[worst].Cost > path.Cost)
        {
            _paths[worst] = path;
            return true;
        }

        return false;
    }
}
