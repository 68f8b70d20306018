using System.Diagnostics;
using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Executables;
using Resident.Sources.GoRuntime.Globals;

namespace Resident.Sources.GoRuntime;

/// <summary>A Go program in memory: what all readers of its runtime need.</summary>
internal sealed class GoTarget
{
    /// <summary>Gets the process's memory.</summary>
    public required IProcessMemory Memory { get; init; }

    /// <summary>Gets the executable.</summary>
    public required GoImage Image { get; init; }

    /// <summary>Gets where the linker put things.</summary>
    public required GoModule Module { get; init; }

    /// <summary>Gets where the fields lie.</summary>
    public required GoLayout Layout { get; init; }

    /// <summary>Gets which pages hold something.</summary>
    public required PresentPages Present { get; init; }

    /// <summary>Reads a slice's header.</summary>
    /// <returns>False where it cannot be read or is not a slice: longer than its capacity or than <paramref name="most"/>.</returns>
    public bool TryReadSlice(ulong address, long most, out ulong first, out int length)
    {
        Span<byte> bytes = stackalloc byte[24];
        ReadOnlySpan<byte> header = bytes;
        first = 0;
        length = 0;
        if (most > int.MaxValue)
        {
            throw new UnreachableException("Slices of more elements are never read.");
        }

        if (!Memory.TryRead(address, bytes) || header.U64(8) > header.U64(16) || header.U64(8) > (ulong)most)
        {
            return false;
        }

        first = header.U64(0);
        length = (int)header.U64(8);
        return length == 0 || first != 0;
    }

    /// <summary>Reads the parts of the address space that the heap has taken into use.</summary>
    /// <returns>The ranges, in order; empty where they cannot be read.</returns>
    public IReadOnlyList<(ulong Start, ulong End)> ReadHeapRanges(ulong mheap)
    {
        const int MostRanges = 65_536;
        ulong address = mheap + (ulong)Layout[GoField.MheapPages] + (ulong)Layout[GoField.PageAllocInUse];
        if (!TryReadSlice(address, MostRanges, out ulong first, out int count) || count == 0)
        {
            return [];
        }

        byte[] bytes = new byte[count * 16];
        if (!Memory.TryRead(first, bytes))
        {
            return [];
        }

        ReadOnlySpan<byte> words = bytes;
        var ranges = new (ulong Start, ulong End)[count];
        for (int i = 0; i < count; i++)
        {
            ranges[i] = (words.U64(i * 16), words.U64((i * 16) + 8));
            if (ranges[i].End < ranges[i].Start || (i > 0 && ranges[i].Start < ranges[i - 1].End))
            {
                return [];
            }
        }

        return ranges;
    }
}
