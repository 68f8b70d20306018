using System.Runtime.InteropServices;
using Resident.Sources.GoRuntime.Executables;

namespace Resident.Sources.GoRuntime.Globals;

/// <summary>Finds the runtime's global variables without symbols: by what their values have to look like.</summary>
/// <remarks>It looks at the pages of data and bss that hold something, 256 KiB at a time. Pages that were never touched stay so:
/// programs of Go 1.26 have 32 MiB of them. Each proposal is confirmed by <see cref="GoConfirmation"/>.</remarks>
internal sealed class GoGlobalFinder
{
    private const int ChunkBytes = 256 * 1024;

    private readonly GoTarget _target;
    private readonly GoConfirmation _confirmation;
    private readonly GoLayout _layout;

    /// <summary>Initializes a new instance of the <see cref="GoGlobalFinder"/> class.</summary>
    /// <param name="target">The program.</param>
    public GoGlobalFinder(GoTarget target)
    {
        _target = target;
        _layout = target.Layout;
        _confirmation = new(target);
    }

    /// <summary>Receives a part of the variables.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="words">Its words; the last ones come again as the first of the next part.</param>
    /// <returns>False: enough is known.</returns>
    public delegate bool WordVisitor(ulong address, ReadOnlySpan<ulong> words);

    /// <summary>Finds all that can be found.</summary>
    /// <returns>The places, or null where the heap or its statistics are not confirmed: then no figure may be shown.</returns>
    public GoGlobals? Find()
    {
        ulong mheap = FindMheap();
        ulong memstats = mheap == 0 ? 0 : _confirmation.MemstatsOf(mheap);
        return memstats == 0 ? null : Complete(new() { Mheap = mheap, Memstats = memstats });
    }

    /// <summary>Looks for what is missing in a list of places.</summary>
    /// <param name="known">Places that are confirmed.</param>
    /// <returns>The list with what was found.</returns>
    public GoGlobals Complete(GoGlobals known)
    {
        var search = new GoGlobalSearch(_target, _confirmation, known);
        Visit(search.Visit);
        if (search.Result is { Sched: 0, Allp: not 0, Allgs: not 0 })
        {
            Visit(search.VisitSched);
        }

        search.FindGcController(visitor => Visit((address, words) => visitor(address, words)));
        return search.Result with { WaitReasons = known.WaitReasons != 0 ? known.WaitReasons : FindWaitReasons() };
    }

    /// <summary>Shows all variables' pages that hold something.</summary>
    public void Visit(WordVisitor visitor)
    {
        const int OverlapBytes = 256;
        byte[] buffer = new byte[ChunkBytes];
        foreach (var (start, end) in _target.Module.Globals)
        {
            for (ulong at = (start + 7) & ~7UL; at < end;)
            {
                var (runStart, runEnd) = _target.Present.NextRun(at, end);
                for (ulong place = runStart; place < runEnd; place += ChunkBytes - OverlapBytes)
                {
                    var part = buffer.AsSpan(0, (int)Math.Min(ChunkBytes, runEnd - place) & ~7);
                    if (_target.Memory.TryRead(place, part) && !visitor(place, MemoryMarshal.Cast<byte, ulong>(part)))
                    {
                        return;
                    }

                    if (runEnd - place <= ChunkBytes)
                    {
                        break;
                    }
                }

                at = runEnd;
            }
        }
    }

    private ulong FindMheap()
    {
        ulong found = 0;
        Visit((address, words) =>
        {
            for (int i = 0; i + 2 < words.Length; i++)
            {
                if (GoConfirmation.MayBeAllSpans(words[i], words[i + 1], words[i + 2]))
                {
                    ulong mheap = unchecked(address + (8UL * (ulong)i) - (ulong)_layout[GoField.MheapAllspans]);
                    if (_confirmation.IsMheap(mheap))
                    {
                        found = mheap;
                        return false;
                    }
                }
            }

            return true;
        });
        return found;
    }

    // The texts begin with "", "GC assist marking", "IO wait" in every release. Their headers are the linker's.
    private ulong FindWaitReasons()
    {
        byte[] buffer = new byte[ChunkBytes];
        foreach (var (start, end) in _target.Module.Globals)
        {
            for (ulong at = start; at + 48 <= end; at += ChunkBytes - 64)
            {
                var part = buffer.AsSpan(0, (int)Math.Min(ChunkBytes, end - at) & ~7);
                if (!_target.Image.TryReadLinked(at, part))
                {
                    break;
                }

                ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(part);
                for (int i = 0; i + 5 < words.Length; i++)
                {
                    if (words[i + 1] == 0 && words[i + 3] == 17 && words[i + 5] == 7
                        && string.Equals(GoImageReader.ReadString(_target.Image, at + (8UL * (ulong)i) + 32), "IO wait", StringComparison.Ordinal))
                    {
                        return at + (8UL * (ulong)i);
                    }
                }
            }
        }

        return 0;
    }
}
