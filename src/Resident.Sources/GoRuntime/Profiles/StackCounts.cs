using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Resident.Sources.GoRuntime.Profiles;

/// <summary>Counts equal stacks. A stack that was seen before costs no memory.</summary>
internal sealed class StackCounts
{
    private readonly Dictionary<ulong[], int> _counts = new(new WordsComparer());

    /// <summary>Counts one.</summary>
    public void Add(List<ulong> stack)
    {
        var known = _counts.GetAlternateLookup<ReadOnlySpan<ulong>>();
        ref int count = ref CollectionsMarshal.GetValueRefOrAddDefault(known, CollectionsMarshal.AsSpan(stack), out _);
        count++;
    }

    /// <summary>Gets the stacks, the most frequent first; equal ones in the order in which they were seen.</summary>
    public IReadOnlyList<(ulong[] Stack, int Count)> ByCount() =>
        [.. _counts.OrderByDescending(static entry => entry.Value).Select(static entry => (entry.Key, entry.Value))];

    private sealed class WordsComparer : IEqualityComparer<ulong[]>, IAlternateEqualityComparer<ReadOnlySpan<ulong>, ulong[]>
    {
        public bool Equals(ulong[]? x, ulong[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] ulong[] obj) => GetHashCode(obj.AsSpan());

        public ulong[] Create(ReadOnlySpan<ulong> alternate) => alternate.ToArray();

        public bool Equals(ReadOnlySpan<ulong> alternate, ulong[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<ulong> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(MemoryMarshal.AsBytes(alternate));
            return hash.ToHashCode();
        }
    }
}
