namespace Resident.Cli.Pprof.Fetching;

/// <summary>A file that comes into being with its first byte, so that a report that fails leaves none behind.</summary>
internal sealed class LazyFileStream : Stream
{
    private readonly string _path;
    private FileStream? _file;

    public LazyFileStream(string path)
    {
        _path = path;
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Gets a value indicating whether the file was there before.</summary>
    public bool Exists => System.IO.File.Exists(_path);

    private FileStream File => _file ??= new FileStream(_path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);

    /// <summary>Makes the file even when nothing was written.</summary>
    public void Create() => _ = File;

    public override void Flush() => _file?.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => File.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => File.Write(buffer);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file?.Dispose();
        }

        base.Dispose(disposing);
    }
}
