using Resident.Cli.Run;
using Resident.Monitoring.Feeds;
using Resident.Sources.GoTrace;

namespace Resident.Cli.Sessions;

/// <summary>Reads the lines that the relay took out of the program's stderr.</summary>
internal sealed class TraceSink : ITraceSink, IDisposable
{
    private readonly TraceFeed _feed;
    private readonly TraceSplitter _splitter;

    public TraceSink(TraceFeed feed)
    {
        _feed = feed;
        _splitter = new TraceSplitter(feed.Take, passThrough: null, new TraceSplitterOptions { Prefixes = false });
    }

    /// <inheritdoc/>
    public void Accept(ReadOnlySpan<byte> lines, RelayCounts counts)
    {
        _splitter.Push(lines);
        _feed.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _splitter.Complete();
        _feed.Flush();
    }
}
