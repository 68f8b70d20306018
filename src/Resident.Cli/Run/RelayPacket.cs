using System.Buffers.Binary;

namespace Resident.Cli.Run;

/// <summary>One message from the relay: a fixed header, then text. One message is one packet of a SOCK_SEQPACKET socket.</summary>
/// <remarks>Little-endian: kind (1 byte), 7 bytes of zero, then four int64 of <see cref="RelayCounts"/>, or for a signal two int32:
/// the number and the code of signalfd_siginfo.</remarks>
internal static class RelayPacket
{
    /// <summary>The bytes before the text.</summary>
    internal const int HeaderBytes = 40;

    /// <summary>The most text in one packet. Far below the 208 KiB that Linux gives a socket's send buffer.</summary>
    internal const int MostTextBytes = 64 * 1024;

    /// <summary>What we send to the relay to ask for <see cref="RelayPacketKind.Drained"/>.</summary>
    internal const byte DrainRequest = (byte)'?';

    internal static void WriteHeader(Span<byte> packet, RelayPacketKind kind, RelayCounts counts)
    {
        packet[..8].Clear();
        packet[0] = (byte)kind;
        BinaryPrimitives.WriteInt64LittleEndian(packet[8..], counts.ReadBytes);
        BinaryPrimitives.WriteInt64LittleEndian(packet[16..], counts.PassedBytes);
        BinaryPrimitives.WriteInt64LittleEndian(packet[24..], counts.TraceLines);
        BinaryPrimitives.WriteInt64LittleEndian(packet[32..], counts.DroppedLines);
    }

    internal static void WriteSignal(Span<byte> packet, int signal, int code)
    {
        packet[..HeaderBytes].Clear();
        packet[0] = (byte)RelayPacketKind.Signal;
        BinaryPrimitives.WriteInt32LittleEndian(packet[8..], signal);
        BinaryPrimitives.WriteInt32LittleEndian(packet[12..], code);
    }

    internal static RelayPacketKind ReadKind(ReadOnlySpan<byte> packet) => (RelayPacketKind)packet[0];

    internal static RelayCounts ReadCounts(ReadOnlySpan<byte> packet) => new(
        BinaryPrimitives.ReadInt64LittleEndian(packet[8..]),
        BinaryPrimitives.ReadInt64LittleEndian(packet[16..]),
        BinaryPrimitives.ReadInt64LittleEndian(packet[24..]),
        BinaryPrimitives.ReadInt64LittleEndian(packet[32..]));

    internal static int ReadSignal(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadInt32LittleEndian(packet[8..]);
}
