using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Resident.Cli.Run;

/// <summary>Tells the launcher which signals reach the relay.</summary>
/// <remarks>
/// The relay is in the process group of the launcher and the program, and nobody addresses it alone. So a signal that reaches it
/// was sent to the group, by the terminal or by kill(2) with a negative PID, and the program has it already. The signals are
/// blocked in the relay and stay so. They are read from a signalfd on a thread of their own, because the relay's main thread may
/// stand in a write to a slow stderr.
/// </remarks>
internal static unsafe class SignalWitness
{
    private const int SiginfoBytes = 128;
    private const int StackBytes = 64 * 1024;

    /// <summary>Begins to report the signals that come, and those that came since the relay was started.</summary>
    internal static void Start(int channel)
    {
        // They are blocked since before exec. Blocked once more for a relay that somebody starts by hand.
        var signals = SignalSet.Of(SignalNumber.Forwarded);
        _ = NativeMethods.PthreadSigmask(NativeMethods.SigBlock, &signals, null);
        int descriptor = NativeMethods.Signalfd(-1, &signals, NativeMethods.OCloexec);
        if (descriptor < 0)
        {
            return;
        }

        byte* ready = stackalloc byte[RelayPacket.HeaderBytes];
        RelayPacket.WriteHeader(new Span<byte>(ready, RelayPacket.HeaderBytes), RelayPacketKind.Ready, default);
        _ = NativeMethods.Send(channel, ready, RelayPacket.HeaderBytes, NativeMethods.MsgDontwait | NativeMethods.MsgNosignal);

        var thread = new Thread(() => Report(descriptor, channel), StackBytes) { IsBackground = true };
        thread.Start();
    }

    private static void Report(int descriptor, int channel)
    {
        byte* siginfo = stackalloc byte[SiginfoBytes];
        byte* packet = stackalloc byte[RelayPacket.HeaderBytes];
        while (true)
        {
            nint count = NativeMethods.Read(descriptor, siginfo, SiginfoBytes);
            if (count == SiginfoBytes)
            {
                var source = new ReadOnlySpan<byte>(siginfo, SiginfoBytes);
                int signal = BinaryPrimitives.ReadInt32LittleEndian(source);
                int code = BinaryPrimitives.ReadInt32LittleEndian(source[8..]);
                RelayPacket.WriteSignal(new Span<byte>(packet, RelayPacket.HeaderBytes), signal, code);
                int flags = NativeMethods.MsgDontwait | NativeMethods.MsgNosignal;
                _ = NativeMethods.Send(channel, packet, RelayPacket.HeaderBytes, flags);
            }
            else if (count >= 0 || Marshal.GetLastPInvokeError() != ErrorNumber.Interrupted)
            {
                return;
            }
        }
    }
}
