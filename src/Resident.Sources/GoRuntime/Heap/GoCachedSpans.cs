using System.Runtime.InteropServices;
using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Globals;

namespace Resident.Sources.GoRuntime.Heap;

/// <summary>Adds up what the processors' allocation caches have not told the statistics yet.</summary>
/// <remarks>
/// <para>Which spans a cache allocates from is known only once the cache has been read, so that a second call had to read them. But
/// most are those of the sample before: these are read along with everything else, and count where the caches still point at
/// them. The rest is read afterwards.</para>
/// <para>Not safe for two threads at once.</para>
/// </remarks>
internal sealed class GoCachedSpans
{
    private const int PartStart = 48;
    private const int PartBytes = 72;
    private const int MostGapBytes = 1024;
    private const int MostExpectedBytes = 64 * 1024;
    private const int MostExpectedRanges = 256;
    private const int Rest = 15; // samples without a guess after one that was wrong

    private readonly GoTarget _target;
    private readonly GoCacheRest _cachesAtRest = new();
    private readonly List<ProcessMemoryRange> _expected = [];
    private readonly PointerBatches.Visitor _add;
    private ulong[] _spans = [];
    private ulong[] _others = [];
    private int _count;
    private int _expectedSpans;
    private int _bytesOfExpected;
    private int _rest;
    private ulong _emptyList;
    private long _bytes;
    private long _objects;

    /// <summary>Initializes a new instance of the <see cref="GoCachedSpans"/> class.</summary>
    /// <param name="target">The program.</param>
    public GoCachedSpans(GoTarget target)
    {
        _target = target;
        _add = (_, bytes) => Add(bytes);
    }

    /// <summary>Gets the ranges that are worth reading along with the caches. They change with each answer.</summary>
    public ReadOnlySpan<ProcessMemoryRange> Expected => _cachesAtRest.IsExpected ? [] : CollectionsMarshal.AsSpan(_expected);

    /// <summary>Gets the bytes of <see cref="Expected"/>.</summary>
    public int ExpectedBytes => _cachesAtRest.IsExpected ? 0 : _bytesOfExpected;

    /// <summary>Expects nothing any more.</summary>
    public void Forget()
    {
        _expected.Clear();
        _bytesOfExpected = 0;
        _expectedSpans = 0;
    }

    /// <summary>Adds up what the caches hold back.</summary>
    /// <param name="view">The sample, with the caches.</param>
    /// <param name="read">The bytes of <see cref="Expected"/>, read at the same moment.</param>
    /// <returns>The correction; nothing where spans could not be read.</returns>
    public GoCacheCorrection AddUp(in GoMemoryView view, ReadOnlySpan<byte> read)
    {
        bool wasRead = !_cachesAtRest.IsExpected;
        if (_cachesAtRest.TryFind(view, out var known))
        {
            return known;
        }

        long tiny = Collect(view);
        _bytes = 0;
        _objects = 0;
        int found = wasRead ? AddExpected(read) : ExpectNone();
        bool isWhole = found == _count
            || new PointerBatches(_target.Memory, _others.AsSpan(0, _count - found).ToArray(), PartBytes).TryVisit(_add);
        if (found < _count || _count * 2 < _expectedSpans)
        {
            Expect(wasUseful: _expectedSpans == 0 || !wasRead || found * 2 >= _count);
        }

        if (!isWhole)
        {
            return default;
        }

        GoCacheCorrection correction = new(_bytes, _objects, tiny);
        _cachesAtRest.Learn(correction);
        return correction;
    }

    // Sorted by address, so that neighbours are read at once.
    private long Collect(in GoMemoryView view)
    {
        int lists = _target.Layout[GoField.McacheAlloc];
        int tinyAllocs = _target.Layout[GoField.McacheTinyAllocs];
        int most = view.ProcessorCount * GoSizeClasses.SpanClasses;
        if (_spans.Length < most)
        {
            _spans = new ulong[most];
            _others = new ulong[most];
        }

        long tiny = 0;
        _count = 0;
        for (int i = 0; i < view.ProcessorCount; i++)
        {
            var cache = view.CacheOf(i);
            tiny = unchecked(tiny + cache.I64(tinyAllocs));
            foreach (ulong span in MemoryMarshal.Cast<byte, ulong>(cache.Slice(lists, 8 * GoSizeClasses.SpanClasses)))
            {
                // All empty lists point at one span that is a global variable.
                if (span == _emptyList || span == 0)
                {
                    continue;
                }

                if (_target.Module.ContainsGlobal(span))
                {
                    _emptyList = span;
                    continue;
                }

                _spans[_count++] = unchecked(span + PartStart);
            }
        }

        _spans.AsSpan(0, _count).Sort();
        return tiny;
    }

    private int ExpectNone()
    {
        _spans.AsSpan(0, _count).CopyTo(_others);
        return 0;
    }

    // Both are in order of addresses.
    private int AddExpected(ReadOnlySpan<byte> read)
    {
        int others = 0;
        int at = 0;
        foreach (ulong span in _spans.AsSpan(0, _count))
        {
            while (at < _expected.Count && span >= _expected[at].Address + (ulong)_expected[at].Length)
            {
                read = read[_expected[at].Length..];
                at++;
            }

            if (at < _expected.Count && span >= _expected[at].Address && span - _expected[at].Address <= (ulong)(_expected[at].Length - PartBytes))
            {
                Add(read.Slice((int)(span - _expected[at].Address), PartBytes));
            }
            else
            {
                _others[others++] = span;
            }
        }

        return _count - others;
    }

    private void Expect(bool wasUseful)
    {
        Forget();
        _rest = wasUseful ? Math.Max(_rest - 1, 0) : Rest;
        foreach (ulong span in _spans.AsSpan(0, _rest == 0 ? _count : 0))
        {
            if (_expected is [.., var last] && unchecked(span - last.Address) <= (ulong)(last.Length + MostGapBytes))
            {
                int length = Math.Max(last.Length, (int)(span - last.Address) + PartBytes);
                _bytesOfExpected += length - last.Length;
                _expected[^1] = last with { Length = length };
            }
            else
            {
                _expected.Add(new(span, PartBytes));
                _bytesOfExpected += PartBytes;
            }

            if (_expected.Count > MostExpectedRanges || _bytesOfExpected > MostExpectedBytes)
            {
                Forget();
                _rest = Rest;
                return;
            }
        }

        _expectedSpans = _expected.Count == 0 ? 0 : _count;
    }

    private void Add(ReadOnlySpan<byte> span)
    {
        var layout = _target.Layout;
        long elementBytes = span.I64(layout[GoField.MspanElemsize] - PartStart);
        int allocated = span.U16(layout[GoField.MspanAllocCount] - PartStart);
        // 1.18 and before: when a cache takes a span, all its free slots count as allocated.
        int untold = layout.Has(GoField.MspanAllocCountBeforeCache)
            ? allocated - span.U16(layout[GoField.MspanAllocCountBeforeCache] - PartStart)
            : allocated - (int)Math.Min(span.U32(layout[GoField.MspanNelems] - PartStart), ushort.MaxValue);
        if (elementBytes is > 0 and <= 32_768)
        {
            _objects += untold;
            _bytes += untold * elementBytes;
        }
    }
}
