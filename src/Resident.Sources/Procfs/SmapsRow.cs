using System.Text;
using Resident.Model;

namespace Resident.Sources.Procfs;

/// <summary>The figures of one mapping while its lines are read.</summary>
internal sealed class SmapsRow
{
    // Three letters a flag; kernels know some forty.
    private const int MostFlagBytes = 256;

    // In the order of SmapsFigure.
    private static readonly byte[][] Keys =
    [
        "Rss"u8.ToArray(), "Pss"u8.ToArray(), "Shared_Clean"u8.ToArray(), "Shared_Dirty"u8.ToArray(),
        "Private_Clean"u8.ToArray(), "Private_Dirty"u8.ToArray(), "Referenced"u8.ToArray(), "Anonymous"u8.ToArray(),
        "LazyFree"u8.ToArray(), "AnonHugePages"u8.ToArray(), "ShmemPmdMapped"u8.ToArray(), "FilePmdMapped"u8.ToArray(),
        "Shared_Hugetlb"u8.ToArray(), "Private_Hugetlb"u8.ToArray(), "Swap"u8.ToArray(), "SwapPss"u8.ToArray(),
        "Locked"u8.ToArray(),
    ];

    private readonly ByteSize[] _values = new ByteSize[(int)SmapsFigure.Count];
    private readonly byte[] _flags = new byte[MostFlagBytes];
    private int _flagBytes;
    private int _next;

    public ByteSize this[SmapsFigure figure] => _values[(int)figure];

    public void Clear()
    {
        Array.Clear(_values);
        _flagBytes = 0;
        _next = 0;
    }

    /// <summary>Adds a line "Key: N kB"; a key that is not kept is passed over.</summary>
    /// <returns>False where a key that is kept has no size.</returns>
    public bool TryAdd(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("VmFlags:"u8))
        {
            AddFlags(line["VmFlags:"u8.Length..].Trim((byte)' '));
            return true;
        }

        int colon = line.IndexOf((byte)':');
        var key = line[..Math.Max(colon, 0)];
        // The kernel prints them in this order, so the search begins where the last one ended.
        for (int i = 0; i < Keys.Length; i++)
        {
            int index = (_next + i) % Keys.Length;
            if (!key.SequenceEqual(Keys[index]))
            {
                continue;
            }

            _next = index + 1;
            if (!ProcText.TryReadKibibytes(line[(colon + 1)..], out var size) || size.Bytes > long.MaxValue - _values[index].Bytes)
            {
                return false;
            }

            _values[index] += size;
            return true;
        }

        return true;
    }

    public MappingMemory ToMemory() => new()
    {
        Rss = this[SmapsFigure.Rss],
        Pss = this[SmapsFigure.Pss],
        SharedClean = this[SmapsFigure.SharedClean],
        SharedDirty = this[SmapsFigure.SharedDirty],
        PrivateClean = this[SmapsFigure.PrivateClean],
        PrivateDirty = this[SmapsFigure.PrivateDirty],
        Referenced = this[SmapsFigure.Referenced],
        Anonymous = this[SmapsFigure.Anonymous],
        LazyFree = this[SmapsFigure.LazyFree],
        AnonHugePages = this[SmapsFigure.AnonHugePages],
        ShmemPmdMapped = this[SmapsFigure.ShmemPmdMapped],
        FilePmdMapped = this[SmapsFigure.FilePmdMapped],
        SharedHugetlb = this[SmapsFigure.SharedHugetlb],
        PrivateHugetlb = this[SmapsFigure.PrivateHugetlb],
        Swap = this[SmapsFigure.Swap],
        SwapPss = this[SmapsFigure.SwapPss],
        Locked = this[SmapsFigure.Locked],
        VmFlags = Encoding.UTF8.GetString(_flags.AsSpan(0, _flagBytes)),
    };

    public SmapsRollup ToRollup(DateTimeOffset takenAt) => new()
    {
        TakenAt = takenAt,
        Rss = this[SmapsFigure.Rss],
        Pss = this[SmapsFigure.Pss],
        Uss = this[SmapsFigure.PrivateClean] + this[SmapsFigure.PrivateDirty] + this[SmapsFigure.PrivateHugetlb],
        Anonymous = this[SmapsFigure.Anonymous],
        LazyFree = this[SmapsFigure.LazyFree],
        AnonHugePages = this[SmapsFigure.AnonHugePages],
        Swap = this[SmapsFigure.Swap],
    };

    private void AddFlags(ReadOnlySpan<byte> flags)
    {
        _flagBytes = Math.Min(flags.Length, MostFlagBytes);
        flags[.._flagBytes].CopyTo(_flags);
    }
}
