using System.Runtime.InteropServices;

namespace Resident.Cli.Run;

/// <summary>The relay's end of the way to the launcher. Never blocks; a launcher that does not read loses lines, counted.</summary>
internal sealed unsafe class RelayChannel
{
    private readonly int _descriptor;
    private readonly byte[] _packet = GC.AllocateUninitializedArray<byte>(RelayPacket.HeaderBytes + RelayPacket.MostTextBytes, pinned: true);
    private int _textBytes;
    private long _linesInPacket;

    internal RelayChannel(int descriptor)
    {
        _descriptor = descriptor;
    }

    /// <summary>Gets whether the launcher is still there. Once false it stays false.</summary>
    internal bool IsOpen { get; private set; } = true;

    /// <summary>Gets or sets the relay's totals, sent along with each packet.</summary>
    internal RelayCounts Counts { get; set; }

    /// <summary>Stops sending: the launcher has gone.</summary>
    internal void Abandon() => IsOpen = false;

    /// <summary>Adds one trace line, without its newline, to the packet that is being filled.</summary>
    internal void Add(ReadOnlySpan<byte> line)
    {
        Counts = Counts with { TraceLines = Counts.TraceLines + 1 };
        if (line.Length >= RelayPacket.MostTextBytes)
        {
            Counts = Counts with { DroppedLines = Counts.DroppedLines + 1 };
            return;
        }

        if (_textBytes + line.Length + 1 > RelayPacket.MostTextBytes)
        {
            Flush();
        }

        var free = _packet.AsSpan(RelayPacket.HeaderBytes + _textBytes);
        line.CopyTo(free);
        free[line.Length] = (byte)'\n';
        _textBytes += line.Length + 1;
        _linesInPacket++;
    }

    /// <summary>Sends the lines that were added, if any.</summary>
    internal void Flush()
    {
        if (_textBytes > 0)
        {
            Send(RelayPacketKind.Trace);
        }
    }

    /// <summary>Sends a packet of the given kind with the totals and the lines that were added.</summary>
    internal void Send(RelayPacketKind kind)
    {
        RelayPacket.WriteHeader(_packet, kind, Counts);
        if (!TrySend(_packet.AsSpan(0, RelayPacket.HeaderBytes + _textBytes)))
        {
            Counts = Counts with { DroppedLines = Counts.DroppedLines + _linesInPacket };
        }

        _textBytes = 0;
        _linesInPacket = 0;
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
