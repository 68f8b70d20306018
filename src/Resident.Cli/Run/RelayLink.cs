using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Resident.Cli.Run;

/// <summary>The launcher's side of the relay: starts it, listens to it, and starts another should it be killed.</summary>
/// <remarks>
/// The launcher keeps the reading end of the pipe open, unread. So the pipe never lacks a reader, not even between the death of
/// one relay and the start of the next.
/// </remarks>
internal sealed unsafe class RelayLink : IDisposable
{
    private const int PipeBytes = 1024 * 1024;
    private const int MostRestarts = 8;
    private const int StackBytes = 256 * 1024;

    private readonly Lock _lock = new();
    private readonly Descriptor _reading;
    private readonly IReadOnlyList<byte[]> _arguments;
    private readonly ITraceSink _sink;
    private readonly GroupSignals _group;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Descriptor? _channel;
    private RelayCounts _earlier;
    private RelayCounts _counts;
    private int _processId;
    private bool _hasEnded;
    private bool _isDisposed;

    /// <summary>Makes the pipe and starts the relay.</summary>
    /// <param name="keepTrace">Whether trace lines stay in stderr.</param>
    /// <param name="sink">Gets the trace lines.</param>
    /// <param name="group">Told of each signal that reached the whole process group.</param>
    /// <exception cref="Win32Exception">No descriptor or process is left.</exception>
    internal RelayLink(bool keepTrace, ITraceSink sink, GroupSignals group)
    {
        _sink = sink;
        _group = group;
        _arguments = Arguments(keepTrace);
        (_reading, Writing) = Descriptor.Pipe();

        // Refused where the user has many pipes already; then it stays at 64 KiB, which is slower and nothing else.
        _ = NativeMethods.Fcntl(_reading.Number, NativeMethods.FSetpipeSz, PipeBytes);
        int error = StartRelay();
        if (error != 0)
        {
            Dispose();
            throw new Win32Exception(error);
        }

        new Thread(Listen, StackBytes) { IsBackground = true, Name = "relay link" }.Start();
    }

    /// <summary>Gets the end of the pipe that the program writes to. To be closed as soon as the program has it.</summary>
    internal Descriptor Writing { get; }

    /// <summary>Gets the PID of the relay that runs now.</summary>
    internal int ProcessId => Volatile.Read(ref _processId);

    /// <summary>Gets what is complete when every writer has closed stderr and all of it has been handed on.</summary>
    internal Task Ended => _ended.Task;

    /// <summary>Gets the totals over all relays that there were, as of the last packet.</summary>
    internal RelayCounts Counts
    {
        get
        {
            lock (_lock)
            {
                return _counts;
            }
        }
    }

    /// <summary>Asks the relay to say when all that is in the pipe now has been handed on.</summary>
    /// <returns>Complete at that time, or at the end of the stream.</returns>
    internal Task DrainAsync()
    {
        Task drained;
        lock (_lock)
        {
            drained = _drained.Task;
            byte request = RelayPacket.DrainRequest;
            int flags = NativeMethods.MsgDontwait | NativeMethods.MsgNosignal;
            _ = NativeMethods.Send(_channel?.Number ?? -1, &request, 1, flags);
        }

        return Task.WhenAny(drained, _ended.Task);
    }

    /// <summary>Lets go of the relay. It drains on.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            Writing.Dispose();
            _reading.Dispose();

            // Wakes the listening thread, which closes the socket.
            _ = NativeMethods.Shutdown(_channel?.Number ?? -1, NativeMethods.ShutRdwr);
        }
    }

    private static List<byte[]> Arguments(bool keepTrace)
    {
        // The first word is what ps shows. Run by "dotnet resident.dll", the runtime's host needs to hear of the assembly again.
        var name = new List<byte[]> { System.Text.Encoding.ASCII.GetBytes(Relay.ProcessName) };
        if (string.Equals(Path.GetFileName(Environment.ProcessPath), "dotnet", StringComparison.Ordinal))
        {
            name.Add(System.Text.Encoding.UTF8.GetBytes(Path.Combine(AppContext.BaseDirectory, "resident.dll")));
        }

        name.Add(System.Text.Encoding.ASCII.GetBytes(Relay.Argument));
        if (keepTrace)
        {
            name.Add(System.Text.Encoding.ASCII.GetBytes(Relay.KeepTraceArgument));
        }

        return name;
    }

    private int StartRelay()
    {
        var (ours, theirs) = Descriptor.SocketPair();
        using (theirs)
        {
            int error = Spawner.Relay(_arguments, _reading, theirs, out int processId);
            if (error != 0)
            {
                ours.Dispose();
                return error;
            }

            _channel = ours;
            Volatile.Write(ref _processId, processId);
            return 0;
        }
    }

    private void Listen()
    {
        byte* packet = (byte*)NativeMemory.Alloc(RelayPacket.HeaderBytes + RelayPacket.MostTextBytes);
        int restarts = 0;
        do
        {
            var channel = _channel!;
            ReadUntilClosed(channel.Number, packet);
            channel.Dispose();
            int status;
            _ = NativeMethods.Waitpid(_processId, &status, 0);
        }
        while (!_hasEnded && restarts++ < MostRestarts && TryRestart());

        NativeMemory.Free(packet);
        _ended.TrySetResult();
    }

    private bool TryRestart()
    {
        lock (_lock)
        {
            _earlier = _counts;
            return !_isDisposed && StartRelay() == 0;
        }
    }

    private void ReadUntilClosed(int channel, byte* packet)
    {
        const int Most = RelayPacket.HeaderBytes + RelayPacket.MostTextBytes;
        while (true)
        {
            nint count = NativeMethods.Recv(channel, packet, Most, 0);
            if (count >= RelayPacket.HeaderBytes)
            {
                Dispatch(new ReadOnlySpan<byte>(packet, (int)count));
            }
            else if (count >= 0 || Marshal.GetLastPInvokeError() != ErrorNumber.Interrupted)
            {
                return;
            }
        }
    }

    private void Dispatch(ReadOnlySpan<byte> packet)
    {
        var kind = RelayPacket.ReadKind(packet);
        if (kind == RelayPacketKind.Signal)
        {
            _group.Saw(RelayPacket.ReadSignal(packet));
            return;
        }

        if (kind == RelayPacketKind.Ready)
        {
            _group.Begin();
            return;
        }

        var counts = Sum(_earlier, RelayPacket.ReadCounts(packet));
        lock (_lock)
        {
            _counts = counts;
        }

        _sink.Accept(packet[RelayPacket.HeaderBytes..], counts);
        if (kind == RelayPacketKind.Drained)
        {
            lock (_lock)
            {
                _drained.TrySetResult();
                _drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
        else if (kind == RelayPacketKind.End)
        {
            // Complete only when it is reaped: where PID 1 of a container does not reap, an orphaned relay would stay a zombie.
            _hasEnded = true;
        }
    }

    private static RelayCounts Sum(RelayCounts one, RelayCounts other) => new(
        one.ReadBytes + other.ReadBytes,
        one.PassedBytes + other.PassedBytes,
        one.TraceLines + other.TraceLines,
        one.DroppedLines + other.DroppedLines);
}
