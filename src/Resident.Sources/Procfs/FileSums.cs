using Resident.Model.Ledgers;

namespace Resident.Sources.Procfs;

/// <summary>Adds up what each mapped file has in RAM, and tells those that have most.</summary>
internal sealed class FileSums
{
    // Parts of one file may lie in two terms: the kernel counts some of its pages as shared memory.
    private static readonly LedgerTermId[] Terms = [LedgerTermId.Executable, LedgerTermId.Shared, LedgerTermId.Files];

    private readonly MappingNames _names;
    private readonly Sum[] _sums;

    public FileSums(MappingNames names)
    {
        _names = names;
        _sums = new Sum[names.Count * Terms.Length];
    }

    public void Add(MappingRow mapping)
    {
        int term = mapping.Kind switch
        {
            MappingKind.Executable => 0,
            MappingKind.Shared => 1,
            _ => 2,
        };
        ref var sum = ref _sums[(mapping.Name * Terms.Length) + term];
        sum.Resident += mapping.Rss;
        sum.Mapped += mapping.Size;
        sum.Mappings++;
    }

    /// <summary>Gives the files that have most in RAM, the largest first; of those that have as much, by name.</summary>
    public IReadOnlyList<LedgerFile> Largest(int most)
    {
        var largest = new List<int>(most + 1);
        for (int i = 0; i < _sums.Length; i++)
        {
            if (_sums[i].Mappings == 0 || (largest.Count == most && !IsBefore(i, largest[^1])))
            {
                continue;
            }

            int place = largest.Count;
            while (place > 0 && IsBefore(i, largest[place - 1]))
            {
                place--;
            }

            largest.Insert(place, i);
            if (largest.Count > most)
            {
                largest.RemoveAt(most);
            }
        }

        return [.. largest.Select(ToFile)];
    }

    private bool IsBefore(int one, int other) => _sums[one].Resident == _sums[other].Resident
        ? _names.BytesOf(one / Terms.Length).SequenceCompareTo(_names.BytesOf(other / Terms.Length)) < 0
        : _sums[one].Resident > _sums[other].Resident;

    private LedgerFile ToFile(int index)
    {
        int name = index / Terms.Length;
        string text = name == 0 ? "(no name)" : _names.TextOf(name);
        return new(text, new(_sums[index].Resident), new(_sums[index].Mapped), Terms[index % Terms.Length]);
    }

    private struct Sum
    {
        public long Resident;
        public long Mapped;
        public int Mappings;
    }
}
