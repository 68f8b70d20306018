using System.Buffers;
using System.Runtime.InteropServices;

namespace Resident.Cli.Run;

/// <summary>The relay's end of the way to the launcher: takes trace text, sends it in packets.</summary>
/// <remarks>Never blocks. A launcher that does not read for long loses lines, counted.</remarks>
internal sealed unsafe class RelayChannel : IBufferWriter<byte>
{
    private readonly int _descriptor;
    private readonly byte[] _packet = GC.AllocateUninitializedArray<byte>(RelayPacket.HeaderBytes + RelayPacket.MostTextBytes);
    private int _textBytes;

    internal RelayChannel(int descriptor)
    {
        _descriptor = descriptor;
    }

    /// <summary>Gets whether the launcher is still there. Once false it stays false.</summary>
    internal bool IsOpen { get; private set; } = true;

    /// <summary>Gets or sets the relay's totals, sent along with each packet. Lines are counted here.</summary>
    internal RelayCounts Counts { get; set; }

    /// <inheritdoc/>
    public void Advance(int count) => _textBytes += count;

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sizeHint, RelayPacket.MostTextBytes);
        int needed = Math.Max(1, sizeHint);
        if (RelayPacket.MostTextBytes - _textBytes < needed)
        {
            Flush();
        }

        return _packet.AsMemory(RelayPacket.HeaderBytes + _textBytes);
    }

    /// <summary>Stops sending: the launcher has gone.</summary>
    internal void Abandon() => IsOpen = false;

    /// <summary>Sends the text that was added, if any.</summary>
    internal void Flush()
    {
        if (_textBytes > 0)
        {
            Send(RelayPacketKind.Trace);
        }
    }

    /// <summary>Sends a packet of the given kind with the totals and the text that was added.</summary>
    internal void Send(RelayPacketKind kind)
    {
        var packet = _packet.AsSpan(0, RelayPacket.HeaderBytes + _textBytes);
        int lines = packet[RelayPacket.HeaderBytes..].Count((byte)'\n');
        Counts = Counts with { TraceLines = Counts.TraceLines + lines };
        RelayPacket.WriteHeader(packet, kind, Counts);
        if (!TrySend(packet))
        {
            Counts = Counts with { DroppedLines = Counts.DroppedLines + lines };
        }

        _textBytes = 0;
    }

    private bool TrySend(ReadOnlySpan<byte> packet)
    {
        if (!IsOpen)
        {
            return false;
        }

        fixed (byte* bytes = packet)
        {
            int flags = NativeMethods.MsgDontwait | NativeMethods.MsgNosignal;
            if (NativeMethods.Send(_descriptor, bytes, (nuint)packet.Length, flags) >= 0)
            {
                return true;
            }
        }

        // Full is the launcher's business and passes. Anything else means that nobody is at the other end.
        IsOpen = Marshal.GetLastPInvokeError() is ErrorNumber.TryAgain or ErrorNumber.Interrupted;
        return false;
    }
}
