using System.Buffers;
using Microsoft.Win32.SafeHandles;
using Resident.Model;

namespace Resident.Sources.Procfs;

/// <summary>Reads a file under /proc line by line, however long it is, in one buffer.</summary>
/// <remarks>For files that grow with the process: smaps of 60,000 mappings is 42 MB of text.</remarks>
internal sealed class ProcLines : IDisposable
{
    // A path of 4,096 bytes, each printed as four ("\012"), and the columns before it.
    private const int MostBytes = 32 * 1024;

    private readonly SafeFileHandle _handle;
    private readonly string _path;
    private readonly byte[] _buffer;
    private long _offset;
    private int _start;
    private int _end;
    private bool _isEnded;

    public ProcLines(string path)
    {
        _path = path;
        _handle = ProcFiles.Open(path);
        _buffer = ArrayPool<byte>.Shared.Rent(MostBytes);
    }

    /// <summary>Gets the number of the last line, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Takes the next line, without its line feed. It stands until the next one is taken.</summary>
    /// <exception cref="IOException">The process has ended.</exception>
    /// <exception cref="LimitExceededException">The line is longer than any that the kernel prints.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        int searched = 0;
        while (true)
        {
            int feed = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (feed >= 0)
            {
                line = _buffer.AsSpan(_start, searched + feed);
                _start += searched + feed + 1;
                Number++;
                return true;
            }

            searched = _end - _start;
            if (_isEnded)
            {
                line = _buffer.AsSpan(_start, searched);
                _start = _end;
                Number += searched > 0 ? 1 : 0;
                return searched > 0;
            }

            Fill();
        }
    }

    public void Dispose()
    {
        _handle.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            throw new LimitExceededException(
                $"{_path} has a line of more than {_buffer.Length} bytes; the kernel prints none as long.");
        }

        int count = RandomAccess.Read(_handle, _buffer.AsSpan(_end), _offset);
        _offset += count;
        _end += count;
        _isEnded = count == 0;
    }
}
