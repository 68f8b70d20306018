namespace Resident.Cli.Run;

/// <summary>Writes trace lines to a file, each packet at once, or nowhere.</summary>
internal sealed class FileTraceSink : ITraceSink, IAsyncDisposable
{
    private readonly FileStream? _file;

    /// <summary>Opens the file anew, unless the path is null.</summary>
    internal FileTraceSink(string? path)
    {
        _file = path is null ? null : new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    }

    /// <inheritdoc/>
    public void Accept(ReadOnlySpan<byte> trace, RelayCounts counts) => _file?.Write(trace);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _file?.DisposeAsync() ?? ValueTask.CompletedTask;
}
