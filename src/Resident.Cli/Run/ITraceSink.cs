namespace Resident.Cli.Run;

/// <summary>Takes what the Go runtimes below us trace.</summary>
internal interface ITraceSink
{
    /// <summary>Takes the next piece of the trace, in the order that it was written.</summary>
    /// <param name="trace">Trace lines as the runtime wrote them, without what the program wrote in between, cut anywhere: for
    /// <c>TraceSplitter.Push</c> with <c>Prefixes = false</c>. Valid during the call only. May be empty.</param>
    /// <param name="counts">The relay's totals after this piece.</param>
    /// <remarks>Called on a thread of its own, one call at a time. While it runs the program is not held up; lines that do not fit
    /// in the socket's 200 KiB meanwhile are dropped and counted.</remarks>
    void Accept(ReadOnlySpan<byte> trace, RelayCounts counts);
}
