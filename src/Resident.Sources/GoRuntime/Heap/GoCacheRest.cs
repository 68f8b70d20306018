using System.Buffers.Binary;
using Resident.Sources.GoRuntime.Access;

namespace Resident.Sources.GoRuntime.Heap;

/// <summary>Tells whether the processors' caches stand as in the sample before: then their spans do too, and need not be read.</summary>
/// <remarks>
/// <para>A cache counts the bytes down to the next sampled allocation, in its first word (nextSample in runtime/mcache.go); with the lists
/// of spans and the counter of tiny objects behind it, each allocation changes it. But with MemProfileRate 0 that word stands still, and with
/// 1 it is 0. So it is believed only once it was seen to move, and never again once spans moved under caches that stood; and each sixteenth
/// sample looks at the spans anyway.</para>
/// <para>Not safe for two threads at once.</para>
/// </remarks>
internal sealed class GoCacheRest
{
    private const int MostUnseen = 15;

    private byte[] _last = [];
    private int _lastLength = -1;
    private int _unseen;
    private bool _hasMoved;
    private bool _isDisproved;
    private bool _isSame;
    private GoCacheCorrection _correction;

    /// <summary>Gets a value indicating whether the spans need not be read along with the next sample.</summary>
    public bool IsExpected { get; private set; }

    /// <summary>Compares the caches with those of the sample before.</summary>
    /// <param name="view">The sample, with the caches.</param>
    /// <param name="known">Receives what the caches hold back, where true is returned.</param>
    /// <returns>False where the spans have to tell it.</returns>
    public bool TryFind(in GoMemoryView view, out GoCacheCorrection known)
    {
        _isSame = Keep(view);
        known = _correction;
        bool isKnown = _isSame && IsExpected;
        IsExpected = isKnown && ++_unseen < MostUnseen;
        return isKnown;
    }

    /// <summary>Takes what the spans told of the same sample.</summary>
    /// <param name="correction">What the caches hold back.</param>
    public void Learn(GoCacheCorrection correction)
    {
        _isDisproved |= _isSame && correction != _correction;
        _correction = correction;
        _unseen = 0;
        IsExpected = _isSame && _hasMoved && !_isDisproved;
    }

    private bool Keep(in GoMemoryView view)
    {
        int length = 0;
        bool isSame = true;
        for (int i = 0; i < view.ProcessorCount; i++)
        {
            var cache = view.CacheOf(i);
            if (_last.Length < length + cache.Length)
            {
                Array.Resize(ref _last, view.ProcessorCount * cache.Length);
            }

            var last = _last.AsSpan(length, cache.Length);
            if (!cache.SequenceEqual(last) || cache.U64(0) == 0)
            {
                isSame = false;
                _hasMoved |= _lastLength > 0 && cache.U64(0) != BinaryPrimitives.ReadUInt64LittleEndian(last) && cache.U64(0) != 0;
                cache.CopyTo(last);
            }

            length += cache.Length;
        }

        isSame &= length == _lastLength;
        _lastLength = length;
        return isSame;
    }
}
