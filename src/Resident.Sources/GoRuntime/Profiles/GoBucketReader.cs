using Resident.Model;
using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Globals;

namespace Resident.Sources.GoRuntime.Profiles;

/// <summary>Walks the buckets that the runtime keeps a profile in: a stack each, with its counters.</summary>
/// <remarks>Source: runtime/mprof.go. A bucket and its stack never change once they are in the list; its counters do, by a few
/// events while they are read. A bucket: next, allnext, typ, hash, size, nstk; then the stack; then the record.</remarks>
internal sealed class GoBucketReader
{
    private const int MostFrames = 1100;
    private const int MinBucketBytes = 64;
    private const int MostBuckets = 4_000_000;
    private const int Futures = 3;

    private readonly GoTarget _target;
    private readonly GoLayout _layout;
    private readonly CachedMemory _memory;

    /// <summary>Initializes a new instance of the <see cref="GoBucketReader"/> class.</summary>
    /// <param name="target">The program.</param>
    public GoBucketReader(GoTarget target)
    {
        _target = target;
        _layout = target.Layout;
        _memory = new(target.Memory, target.Present);
    }

    private enum Futured
    {
        Published,
        All,
    }

    /// <summary>Reads the heap profile that runtime.MemProfile would tell: as of the last completed cycle.</summary>
    /// <param name="head">The address of the list's head.</param>
    /// <param name="cycles">memstats.numgc.</param>
    /// <param name="bucketBytes">memstats.buckhash_sys: bounds how many buckets there can be.</param>
    /// <returns>The samples, or null where a bucket could not be read.</returns>
    public List<GoStackSample>? ReadHeap(ulong head, long cycles, long bucketBytes)
    {
        var published = Walk(head, 1, bucketBytes, record => ReadMemory(record, Futured.Published, cycles));
        // Before the first cycle nothing is published, and the runtime tells all that it has.
        return published is { Count: 0 } ? Walk(head, 1, bucketBytes, record => ReadMemory(record, Futured.All, cycles)) : published;
    }

    /// <summary>Reads all that was counted, what later cycles will publish included.</summary>
    /// <param name="head">The address of the list's head.</param>
    /// <param name="cycles">memstats.numgc.</param>
    /// <param name="bucketBytes">memstats.buckhash_sys: bounds how many buckets there can be.</param>
    /// <returns>The counts with their return addresses, or null where a bucket could not be read.</returns>
    public List<CountedStack>? ReadAllocations(ulong head, long cycles, long bucketBytes) =>
        Walk(head, 1, bucketBytes, bucket => ReadAllocations(bucket, cycles));

    /// <summary>Reads the block profile (type 2) or the mutex profile (type 3).</summary>
    /// <returns>The samples, or null where a bucket could not be read.</returns>
    public List<GoStackSample>? ReadWaits(ulong head, int type, long bucketBytes) => Walk(head, type, bucketBytes, ReadWait);

    private List<T>? Walk<T>(ulong head, int type, long bucketBytes, Func<Bucket, T?> read)
        where T : class
    {
        if (!_target.Memory.TryReadU64(head, out ulong pointer))
        {
            return null;
        }

        List<T> samples = [];
        long most = Math.Clamp(bucketBytes / MinBucketBytes, 1024, MostBuckets);
        Span<byte> header = stackalloc byte[48];
        ReadOnlySpan<byte> words = header;
        for (long count = 0; pointer != 0; count++)
        {
            if (count >= most || (pointer & 7) != 0 || !_memory.TryRead(pointer, header))
            {
                return null;
            }

            ulong frames = words.U64(_layout[GoField.BucketNstk]);
            if (words.U64(_layout[GoField.BucketTyp]) != (ulong)type || frames > MostFrames)
            {
                return null;
            }

            var bucket = new Bucket(pointer + (ulong)_layout[GoField.BucketBytes], (int)frames, words.I64(_layout[GoField.BucketSize]));
            if (read(bucket) is { } sample)
            {
                samples.Add(sample);
            }

            pointer = words.U64(_layout[GoField.BucketAllnext]);
        }

        return samples;
    }

    private GoStackSample? ReadMemory(Bucket bucket, Futured futured, long cycles)
    {
        Span<byte> bytes = stackalloc byte[128];
        ReadOnlySpan<byte> record = bytes[.._layout[GoField.MemRecordBytes]];
        if (!_memory.TryRead(bucket.Record, bytes[..record.Length]))
        {
            return null;
        }

        var totals = Add(default, record, bucket.Size);
        int cycleBytes = _layout[GoField.MemRecordCycleBytes];
        for (int i = 0; i < Futures; i++)
        {
            // The slot of the current cycle is what the next reader of the profile would publish.
            if (futured == Futured.All || i == cycles % Futures)
            {
                totals = Add(totals, record[(_layout[GoField.MemRecordFuture] + (i * cycleBytes))..], bucket.Size);
            }
        }

        bool isEmpty = totals is (0, 0, _, _);
        return isEmpty || ReadStack(bucket) is not { } stack
            ? null
            : new()
            {
                Stack = stack,
                Locations = [],
                Count = totals.Allocs,
                Amount = totals.AllocatedBytes,
                Frees = totals.Frees,
                FreedBytes = totals.FreedBytes,
            };
    }

    // In cycle c, allocations go to slot (c + 2) % 3 and frees to (c + 1) % 3; slot c % 3 is empty or about to be
    // published.
    private CountedStack? ReadAllocations(Bucket bucket, long cycles)
    {
        Span<byte> bytes = stackalloc byte[128];
        ReadOnlySpan<byte> record = bytes[.._layout[GoField.MemRecordBytes]];
        if (!_memory.TryRead(bucket.Record, bytes[..record.Length]))
        {
            return null;
        }

        int cycleBytes = _layout[GoField.MemRecordCycleBytes];
        var slots = new (long Allocs, long Frees)[Futures];
        var all = Add(default, record, bucket.Size);
        for (int i = 0; i < Futures; i++)
        {
            var slot = Add(default, record[(_layout[GoField.MemRecordFuture] + (i * cycleBytes))..], bucket.Size);
            slots[i] = (slot.Allocs, slot.Frees);
            all = unchecked((all.Allocs + slot.Allocs, all.Frees + slot.Frees, all.AllocatedBytes, all.FreedBytes));
        }

        if (all.Allocs <= 0 || all.Frees < 0 || ReadStack(bucket) is not { } stack)
        {
            return null;
        }

        long marked = unchecked(all.Allocs - slots[(cycles + 2) % Futures].Allocs);
        long swept = unchecked(marked - slots[(cycles + 1) % Futures].Allocs);
        return new(stack, new([], bucket.Size, all.Allocs, marked, swept, all.Frees));
    }

    private GoStackSample? ReadWait(Bucket bucket)
    {
        Span<byte> record = stackalloc byte[16];
        if (!_memory.TryRead(bucket.Record, record) || ReadStack(bucket) is not { } stack)
        {
            return null;
        }

        // Counts have fractions since 1.17.
        double count = _layout.Minor < 17 ? record.I64(0) : BitConverter.Int64BitsToDouble(record.I64(0));
        return double.IsFinite(count) && count > 0
            ? new() { Stack = stack, Locations = [], Count = count, Amount = record.I64(8) }
            : null;
    }

    private (long Allocs, long Frees, long AllocatedBytes, long FreedBytes) Add(
        (long Allocs, long Frees, long AllocatedBytes, long FreedBytes) totals, ReadOnlySpan<byte> cycle, long size)
    {
        long allocs = cycle.I64(_layout[GoField.MemRecordCycleAllocs]);
        long frees = cycle.I64(_layout[GoField.MemRecordCycleFrees]);
        bool hasBytes = _layout.Has(GoField.MemRecordCycleAllocBytes);
        unchecked
        {
            // Since 1.27 a record has no bytes: all of a bucket's objects are of one size.
            return (
                totals.Allocs + allocs,
                totals.Frees + frees,
                totals.AllocatedBytes + (hasBytes ? cycle.I64(_layout[GoField.MemRecordCycleAllocBytes]) : allocs * size),
                totals.FreedBytes + (hasBytes ? cycle.I64(_layout[GoField.MemRecordCycleFreeBytes]) : frees * size));
        }
    }

    private ulong[]? ReadStack(Bucket bucket)
    {
        ulong[] stack = new ulong[bucket.Frames];
        return _memory.TryRead(bucket.Stack, System.Runtime.InteropServices.MemoryMarshal.AsBytes(stack.AsSpan())) ? stack : null;
    }

    private readonly record struct Bucket(ulong Stack, int Frames, long Size)
    {
        public ulong Record => Stack + (8UL * (ulong)Frames);
    }
}
