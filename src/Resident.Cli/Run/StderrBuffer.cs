using System.Buffers;

namespace Resident.Cli.Run;

/// <summary>Collects what goes on to the real stderr, so that one read from the pipe becomes one write.</summary>
internal sealed class StderrBuffer : IBufferWriter<byte>
{
    private readonly RealStderr _stderr;
    private byte[] _buffer;
    private int _count;

    /// <summary>Prepares to collect up to a number of bytes before a write.</summary>
    internal StderrBuffer(RealStderr stderr, int capacity)
    {
        _stderr = stderr;
        _buffer = GC.AllocateUninitializedArray<byte>(capacity);
    }

    /// <inheritdoc/>
    public void Advance(int count) => _count += count;

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        int needed = Math.Max(1, sizeHint);
        if (_buffer.Length - _count < needed)
        {
            Flush();
        }

        if (_buffer.Length < needed)
        {
            _buffer = GC.AllocateUninitializedArray<byte>(needed);
        }

        return _buffer.AsMemory(_count);
    }

    /// <summary>Writes what was collected.</summary>
    internal void Flush()
    {
        _stderr.Write(_buffer.AsSpan(0, _count));
        _count = 0;
    }
}
