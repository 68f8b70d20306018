namespace Resident.Cli.Run;

/// <summary>Takes what the Go runtimes below us trace.</summary>
internal interface ITraceSink
{
    /// <summary>Takes some lines, in the order that they were written.</summary>
    /// <param name="lines">Whole lines, each with its newline, torn ones already joined. Valid during the call only. May be empty.</param>
    /// <param name="counts">The relay's totals after these lines.</param>
    /// <remarks>Called on a thread of its own, one call at a time. While it runs the program is not held up; lines that do not fit
    /// in the socket's 200 KiB meanwhile are dropped and counted.</remarks>
    void Accept(ReadOnlySpan<byte> lines, RelayCounts counts);
}
