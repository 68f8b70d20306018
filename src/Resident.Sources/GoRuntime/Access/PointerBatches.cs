using System.Buffers;

namespace Resident.Sources.GoRuntime.Access;

/// <summary>Reads many structures of one size, wherever they lie: neighbours in one range, far ones in one call.</summary>
internal sealed class PointerBatches
{
    private const int MostBatchBytes = 1024 * 1024;
    private const int MostGapBytes = 512;

    private readonly IProcessMemory _memory;
    private readonly ulong[] _pointers;
    private readonly int _bytes;
    private readonly List<ProcessMemoryRange> _ranges = [];

    /// <summary>Initializes a new instance of the <see cref="PointerBatches"/> class.</summary>
    /// <param name="memory">The process's memory.</param>
    /// <param name="pointers">The structures' addresses; they are sorted in place. Zeros are passed over.</param>
    /// <param name="bytes">How many bytes of each are read.</param>
    public PointerBatches(IProcessMemory memory, ulong[] pointers, int bytes)
    {
        _memory = memory;
        _pointers = pointers;
        _bytes = bytes;
        Array.Sort(pointers);
    }

    /// <summary>Receives one structure.</summary>
    public delegate void Visitor(ulong address, ReadOnlySpan<byte> bytes);

    /// <summary>Reads all, by address.</summary>
    /// <returns>False where one of them could not be read.</returns>
    public bool TryVisit(Visitor visitor)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(MostBatchBytes);
        try
        {
            int at = 0;
            while (at < _pointers.Length && _pointers[at] == 0)
            {
                at++;
            }

            while (at < _pointers.Length)
            {
                int next = Gather(at, out int bytes);
                if (!_memory.TryReadMany(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_ranges), buffer.AsSpan(0, bytes)))
                {
                    return false;
                }

                Show(at, next, buffer, visitor);
                at = next;
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Merges what lies close together, until a call's ranges or the buffer are full.
    private int Gather(int at, out int bytes)
    {
        _ranges.Clear();
        bytes = 0;
        while (at < _pointers.Length && _ranges.Count < NativeMethods.MostRanges)
        {
            ulong start = _pointers[at];
            ulong end = unchecked(start + (ulong)_bytes);
            int next = at + 1;
            while (next < _pointers.Length && unchecked(_pointers[next] - end) <= MostGapBytes
                && unchecked(_pointers[next] + (ulong)_bytes - start) <= (ulong)(MostBatchBytes - bytes))
            {
                end = unchecked(_pointers[next] + (ulong)_bytes);
                next++;
            }

            int length = (int)unchecked(end - start);
            if (length > MostBatchBytes - bytes)
            {
                break;
            }

            _ranges.Add(new(start, length));
            bytes += length;
            at = next;
        }

        return at;
    }

    private void Show(int from, int to, byte[] buffer, Visitor visitor)
    {
        int range = 0;
        int place = 0;
        for (int i = from; i < to; i++)
        {
            while (unchecked(_pointers[i] - _ranges[range].Address) >= (ulong)_ranges[range].Length)
            {
                place += _ranges[range].Length;
                range++;
            }

            visitor(_pointers[i], buffer.AsSpan(place + (int)(_pointers[i] - _ranges[range].Address), _bytes));
        }
    }
}
