using System.Runtime.InteropServices;
using Resident.Sources.GoTrace;

namespace Resident.Cli.Run;

/// <summary>Reads the pipe until its end, hands the program's bytes on and the trace lines to the launcher.</summary>
internal sealed unsafe class RelayLoop
{
    // A pipe of 1 MiB is read in a few calls, and the buffer stays in the second-level cache between read and write.
    private const int BufferBytes = 128 * 1024;

    // The runtime writes one trace line in about 38 pieces within microseconds. A piece that lies longer is the program's own text,
    // a prompt perhaps, and somebody waits for it.
    private const int HoldMilliseconds = 50;

    private readonly int _source;
    private readonly int _launcher;
    private readonly RealStderr _stderr;
    private readonly RelayChannel _channel;
    private readonly StderrBuffer _passed;
    private readonly TraceSplitter _splitter;
    private readonly bool _keepTrace;
    private readonly byte* _buffer = (byte*)NativeMemory.Alloc(BufferBytes);
    private long _readBytes;
    private long _drainAt = long.MaxValue;
    private bool _isQuiet;

    internal RelayLoop(int source, int launcher, int stderr, bool keepTrace)
    {
        _source = source;
        _launcher = launcher;
        _stderr = new RealStderr(stderr);
        _channel = new RelayChannel(launcher);
        _passed = new StderrBuffer(_stderr, BufferBytes);
        _keepTrace = keepTrace;
        _splitter = new TraceSplitter(
            handler: null,
            keepTrace ? null : _passed,
            new TraceSplitterOptions { Prefixes = false, Taken = _channel });
    }

    /// <summary>Runs until every writer has closed the pipe.</summary>
    internal void Run()
    {
        var polled = stackalloc PollDescriptor[2];
        bool open = true;
        while (open)
        {
            polled[0] = new PollDescriptor { Descriptor = _source, Events = NativeMethods.PollIn };
            polled[1] = new PollDescriptor { Descriptor = _channel.IsOpen ? _launcher : -1, Events = NativeMethods.PollIn };
            int ready = NativeMethods.Poll(polled, 2, _splitter.HasHeld && !_isQuiet ? HoldMilliseconds : -1);
            if (ready == 0)
            {
                // What is held after this is certain to be trace and may stay, without a wakeup each 50 ms.
                _isQuiet = true;
                _splitter.FlushHeld();
                Report();
                continue;
            }

            if (ready > 0 && polled[1].Returned != 0)
            {
                Listen();
            }

            if (ready > 0 && polled[0].Returned != 0)
            {
                open = Pass();
            }

            AnswerIfDrained();
        }

        _splitter.Complete();
        Report();
        _channel.Send(RelayPacketKind.End);
    }

    private bool Pass()
    {
        nint count = NativeMethods.Read(_source, _buffer, BufferBytes);
        if (count <= 0)
        {
            return count < 0 && Marshal.GetLastPInvokeError() is ErrorNumber.Interrupted or ErrorNumber.TryAgain;
        }

        _readBytes += count;
        _isQuiet = false;
        var piece = new ReadOnlySpan<byte>(_buffer, (int)count);
        if (_keepTrace)
        {
            _stderr.Write(piece);
        }

        if (!_keepTrace || _channel.IsOpen)
        {
            _splitter.Push(piece);
        }

        Report();
        return true;
    }

    private void Report()
    {
        _passed.Flush();
        _channel.Counts = _channel.Counts with { ReadBytes = _readBytes, PassedBytes = _stderr.WrittenBytes };
        _channel.Flush();
    }

    private void Listen()
    {
        byte request;
        nint count = NativeMethods.Recv(_launcher, &request, 1, NativeMethods.MsgDontwait);
        if (count == 0 || (count < 0 && Marshal.GetLastPInvokeError() is not (ErrorNumber.TryAgain or ErrorNumber.Interrupted)))
        {
            _channel.Abandon();
        }
        else if (count > 0 && request == RelayPacket.DrainRequest)
        {
            int waiting = 0;
            _ = NativeMethods.Ioctl(_source, NativeMethods.Fionread, &waiting);
            _drainAt = _readBytes + waiting;
        }
    }

    private void AnswerIfDrained()
    {
        if (_readBytes < _drainAt)
        {
            return;
        }

        _drainAt = long.MaxValue;
        _splitter.FlushHeld();
        Report();
        _channel.Send(RelayPacketKind.Drained);
    }
}
