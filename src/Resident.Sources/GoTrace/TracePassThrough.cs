using System.Buffers;

namespace Resident.Sources.GoTrace;

/// <summary>The stream's bytes in order: each is passed on or taken out, once. It knows where lines begin.</summary>
internal sealed class TracePassThrough(IBufferWriter<byte>? output, IBufferWriter<byte>? taken)
{
    private const int TailBytes = 2048;

    private readonly byte[] _tail = new byte[2 * TailBytes];
    private int _tailCount;

    /// <summary>Gets a value indicating whether the next byte stands after others on its line.</summary>
    public bool IsMidLine { get; private set; }

    /// <summary>Gets the byte before, passed on or taken out; a newline at the start.</summary>
    public byte LastByte { get; private set; } = (byte)'\n';

    /// <summary>Gets the number of the line on which the next byte stands.</summary>
    public long Line { get; private set; } = 1;

    public long PassedBytes { get; private set; }

    public long TakenBytes { get; private set; }

    /// <summary>Gets the latest whole lines that were passed on, as far as they are kept.</summary>
    public ReadOnlySpan<byte> Tail => WholeLines(_tail.AsSpan(Math.Max(0, _tailCount - TailBytes), Math.Min(_tailCount, TailBytes)), PassedBytes);

    /// <summary>Gets what <see cref="Tail"/> will be when more bytes have been passed on.</summary>
    public ReadOnlySpan<byte> TailBefore(ReadOnlySpan<byte> more)
    {
        byte[] all = [.. _tail.AsSpan(0, _tailCount), .. more[Math.Max(0, more.Length - TailBytes)..]];
        return WholeLines(all.AsSpan(Math.Max(0, all.Length - TailBytes)), PassedBytes + more.Length);
    }

    /// <summary>Gets what stands on its line before a place that is yet to be passed on, as far as it is
    /// kept.</summary>
    /// <param name="more">The bytes up to the place that were not passed on.</param>
    public ReadOnlySpan<byte> LineBefore(ReadOnlySpan<byte> more)
    {
        int newline = more.LastIndexOf((byte)'\n');
        if (newline >= 0 || !IsMidLine)
        {
            return more[(newline + 1)..];
        }

        byte[] all = [.. _tail.AsSpan(0, _tailCount), .. more];
        return all.AsSpan(all.AsSpan().LastIndexOf((byte)'\n') + 1);
    }

    public void Pass(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        output?.Write(bytes);
        PassedBytes += bytes.Length;
        Remember(bytes);
        Step(bytes);
    }

    public void Take(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            taken?.Write(bytes);
            TakenBytes += bytes.Length;
            Step(bytes);
        }
    }

    /// <summary>Counts bytes as taken out that are no trace: a collector's prefix of a line that had nothing else.</summary>
    public void Drop(int count) => TakenBytes += count;

    /// <summary>Passes on bytes that were taken out before, and turned out to be the program's.</summary>
    public void GiveBack(ReadOnlySpan<byte> bytes)
    {
        output?.Write(bytes);
        PassedBytes += bytes.Length;
        TakenBytes -= bytes.Length;
    }

    private static ReadOnlySpan<byte> WholeLines(ReadOnlySpan<byte> latest, long passed)
    {
        int first = passed > TailBytes ? latest.IndexOf((byte)'\n') + 1 : 0;
        int last = latest.LastIndexOf((byte)'\n') + 1;
        return first < last ? latest[first..last] : [];
    }

    private void Step(ReadOnlySpan<byte> bytes)
    {
        LastByte = bytes[^1];
        IsMidLine = LastByte != '\n';
        Line += bytes.Count((byte)'\n');
    }

    private void Remember(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[Math.Max(0, bytes.Length - TailBytes)..];
        if (_tailCount + bytes.Length > _tail.Length)
        {
            int kept = Math.Min(_tailCount, TailBytes - bytes.Length);
            _tail.AsSpan(_tailCount - kept, kept).CopyTo(_tail);
            _tailCount = kept;
        }

        bytes.CopyTo(_tail.AsSpan(_tailCount));
        _tailCount += bytes.Length;
    }
}
