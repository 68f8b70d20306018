using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Heap;

namespace Resident.Sources.GoRuntime.Globals;

/// <summary>One pass over the global variables that looks for all that is still missing.</summary>
internal sealed class GoGlobalSearch
{
    private readonly GoTarget _target;
    private readonly GoConfirmation _confirmation;
    private readonly GoSchedulerConfirmation _scheduler;
    private readonly GoLayout _layout;
    private readonly GoGlobals _known;
    private readonly IReadOnlyList<(ulong Start, ulong End)> _heap;
    private readonly ulong _lastGc;
    private readonly ulong[] _buckets = new ulong[4];
    private int _allgsLength;

    /// <summary>Initializes a new instance of the <see cref="GoGlobalSearch"/> class.</summary>
    /// <param name="target">The program.</param>
    /// <param name="confirmation">What tells whether a proposal holds.</param>
    /// <param name="known">What is known: the heap and its statistics at least.</param>
    public GoGlobalSearch(GoTarget target, GoConfirmation confirmation, GoGlobals known)
    {
        _target = target;
        _confirmation = confirmation;
        _scheduler = new(target);
        _layout = target.Layout;
        _known = known;
        Result = known;
        _heap = target.ReadHeapRanges(known.Mheap);
        ulong place = known.Memstats + (ulong)_layout[GoField.MemstatsLastGcNanotime];
        _lastGc = target.Memory.TryReadU64(place, out ulong lastGc) ? lastGc : 0;
    }

    /// <summary>Receives a part of the global variables.</summary>
    public delegate bool Visitor(ulong address, ReadOnlySpan<ulong> words);

    /// <summary>Gets what is known and what was found so far.</summary>
    public GoGlobals Result { get; private set; }

    /// <summary>Looks at a part of the global variables.</summary>
    /// <returns>True: there is more to look for.</returns>
    public bool Visit(ulong address, ReadOnlySpan<ulong> words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            ulong word = words[i];
            ulong place = address + (8UL * (ulong)i);
            if (word < 4096)
            {
                continue;
            }

            if ((word & uint.MaxValue) == GoSchedulerConfirmation.DefaultMostThreads)
            {
                VisitThreadLimit(place);
            }
            else if (word == _lastGc && Result.Work == 0)
            {
                VisitLastGc(place);
            }
            else if ((word & 7) == 0 && InHeap(word))
            {
                if (i + 2 < words.Length && words[i + 1] >= 1 && words[i + 1] <= words[i + 2])
                {
                    VisitSlice(place);
                }
            }
            else if ((word & 7) == 0 && word < 1UL << 56)
            {
                VisitPointer(place, word);
            }
        }

        return true;
    }

    /// <summary>Looks for gcController, whose values move while a program works: some passes if need be.</summary>
    /// <param name="visitAll">Shows all global variables to a visitor.</param>
    public void FindGcController(Action<Visitor> visitAll)
    {
        if (_known.GcController != 0 || !_layout.Has(GoField.GcControllerGcPercent))
        {
            return;
        }

        const int MostPasses = 40;
        for (int pass = 0; pass < MostPasses && Result.GcController == 0; pass++)
        {
            if (!_layout.Has(GoField.GcControllerHeapInUse))
            {
                visitAll(VisitOldGcController);
                return;
            }

            if (HeapStatsSums.Read(_target, _known.Memstats) is { } sums)
            {
                visitAll((address, words) => VisitGcController(address, words, sums));
            }
        }
    }

    /// <summary>Looks for the scheduler's state where the limit of threads is none that can be looked for: the list of processors is known.</summary>
    /// <returns>True: it is not found yet.</returns>
    public bool VisitSched(ulong address, ReadOnlySpan<ulong> words)
    {
        const ulong MostMade = 1 << 20;
        int made = _layout[GoField.SchedMnext] / 8;
        for (int i = 0; i + made < words.Length; i++)
        {
            ulong place = address + (8UL * (ulong)i);
            if (words[i] != 0 && words[i + made] is > 0 and < MostMade && _scheduler.IsSched(place, Result))
            {
                Result = Result with { Sched = place };
                return false;
            }
        }

        return true;
    }

    private bool VisitGcController(ulong address, ReadOnlySpan<ulong> words, HeapStatsSums sums)
    {
        for (int i = 0; i + 2 < words.Length; i++)
        {
            int next = words[i..^2].IndexOf(unchecked((ulong)sums.InHeap));
            if (next < 0)
            {
                break;
            }

            // The two that follow may have moved on since the sums were read: the confirmation reads all anew.
            i += next;
            ulong candidate = unchecked(address + (8UL * (ulong)i) - (ulong)_layout[GoField.GcControllerHeapInUse]);
            if (_confirmation.IsGcController(candidate, _known.Memstats))
            {
                Result = Result with { GcController = candidate };
                return false;
            }
        }

        return true;
    }

    private bool VisitOldGcController(ulong address, ReadOnlySpan<ulong> words)
    {
        for (int i = 0; i + 1 < words.Length; i++)
        {
            if (GoConfirmation.IsOldGcController(unchecked((int)words[i]), words[i + 1]))
            {
                Result = Result with { GcController = address + (8UL * (ulong)i) };
                return false;
            }
        }

        return true;
    }

    private void VisitThreadLimit(ulong place)
    {
        ulong sched = unchecked(place - (ulong)_layout[GoField.SchedMaxmcount]);
        if (Result.Sched == 0 && _scheduler.IsSched(sched, known: null))
        {
            Result = Result with { Sched = sched };
        }
    }

    // The statistics hold the same time; the collector's state is the other place.
    private void VisitLastGc(ulong place)
    {
        ulong work = unchecked(place - (ulong)_layout[GoField.WorkTEnd]);
        if (place != _known.Memstats + (ulong)_layout[GoField.MemstatsLastGcNanotime] && _confirmation.IsWork(work, _lastGc))
        {
            Result = Result with { Work = work };
        }
    }

    // A copy of the list of goroutines is kept for the marking workers: the longest is the list itself.
    private void VisitSlice(ulong place)
    {
        if (_known.Allgs == 0 && _scheduler.IsAllgs(place, out int length) && length > _allgsLength)
        {
            _allgsLength = length;
            Result = Result with { Allgs = place };
        }
        else if (Result.Allp == 0 && _scheduler.IsAllp(place))
        {
            Result = Result with { Allp = place };
        }
    }

    // A head's word is one of a kind; the hash table that also points at buckets lies outside the global variables.
    private void VisitPointer(ulong place, ulong word)
    {
        if (_target.Image.Contains(word) || !_confirmation.IsBucket(word, out int type) || _buckets[type] != 0)
        {
            return;
        }

        _buckets[type] = place;
        Result = type switch
        {
            1 when Result.MemoryBuckets == 0 => Result with { MemoryBuckets = place },
            2 when Result.BlockBuckets == 0 => Result with { BlockBuckets = place },
            3 when Result.MutexBuckets == 0 => Result with { MutexBuckets = place },
            _ => Result,
        };
    }

    private bool InHeap(ulong address)
    {
        foreach (var (start, end) in _heap)
        {
            if (address >= start && address < end)
            {
                return true;
            }
        }

        return false;
    }
}
