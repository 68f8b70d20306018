using Resident.Sources.GoTrace.Grammar;
using Resident.Sources.GoTrace.Prefixes;
using Resident.Sources.GoTrace.Torn;

namespace Resident.Sources.GoTrace;

/// <summary>Hands whole lines on, and counts.</summary>
internal sealed class TraceLedger(TraceLineHandler? handler, TracePassThrough stream, TraceSplitterOptions options)
{
    private readonly long[] _counts = new long[12];

    public TraceSources Sources { get; } = new(options.Limits.TraceSources);

    /// <summary>Gets how many lines were put together again.</summary>
    public long Repaired { get; private set; }

    /// <summary>Gets how many lines began and never ended.</summary>
    public long Incomplete { get; private set; }

    /// <summary>Gets how many lines hold the beginning of trace, and were passed on as the program's own.</summary>
    public long Unread { get; private set; }

    /// <summary>Gets a value indicating whether the scheduler's P, M and G lines may come.</summary>
    public bool SchedDetail { get; private set; }

    public long CountOf(TraceKind kind) => _counts[(int)kind];

    public DateTimeOffset? TimeOf(ref readonly LinePrefix prefix) => prefix.Time.IsEmpty ? null : LineTime.Parse(prefix.Time, options.Year);

    public void Count(TraceKind kind) => _counts[(int)kind]++;

    /// <summary>Counts a line that is passed on, where so much of it is trace that no program's own text reads the
    /// same.</summary>
    public void CountUnread(ref readonly TraceMatch match) => Unread += TraceMatcher.IsCommitted(in match) ? 1 : 0;

    /// <summary>Hands on a line that stood whole, or came whole at last.</summary>
    public void Report(TraceSource source, ref readonly TraceMatch match, long line, DateTimeOffset? time, bool repaired)
    {
        Count(match.Kind);
        Repaired += repaired ? 1 : 0;
        SchedDetail |= match.Fields.Has(TraceField.SchedDetail);
        string name = TraceSources.NameOf(source);
        if (match.Kind is TraceKind.Gc or TraceKind.GcOld)
        {
            Abandon(source, match.Kind);
            double took = match.Kind == TraceKind.Gc ? TraceRecords.ClockSecondsOf(in match.Fields) : 0;
            var process = Sources.Assign(source, match.Fields[TraceField.Number], TraceRecords.SecondsOf(in match.Fields), took, TraceRecords.GoalOf(in match.Fields));
            (process.Procs, process.Globals) = (match.Fields[TraceField.Procs], match.Fields[TraceField.Globals]);
            process.Live = match.Fields.Has(TraceField.HeapLive) ? match.Fields[TraceField.HeapLive] : null;
            name = process.Name;
        }

        handler?.Invoke(new TraceLine(match.Kind, in match.Fields, new TraceOrigin(line, name, time, repaired)));
    }

    /// <summary>Tells what the next cycle of a source is likely to be.</summary>
    public TornHint HintOf(ReadOnlySpan<byte> key) => Sources.Find(key)?.Current is { } last
        ? new TornHint(last.LastNumber, last.LastAt, last.Procs, last.Globals)
        : default;

    /// <summary>Begins to wait for the rest of a line.</summary>
    public void Begin(TraceSource source, ref readonly TraceMatch match, long line, DateTimeOffset? time, bool torn)
    {
        if (source.IsPending)
        {
            Finish(source);
        }

        Sources.Pending++;
        source.Begin(in match, line, time, torn);
    }

    /// <summary>Hands on the pending line, which is whole now.</summary>
    public void ReportPending(TraceSource source, ref readonly TraceMatch match)
    {
        var whole = match;
        long line = source.PendingLine;
        var time = source.PendingTime;
        bool torn = source.Torn;
        Close(source);
        Report(source, in whole, line, time, torn);
    }

    /// <summary>Ends the wait: what lacks nothing but its newline is a line, other lines are counted as incomplete.</summary>
    public void Finish(TraceSource source)
    {
        if (TraceMatcher.IsAccepting(in source.Pending))
        {
            ReportPending(source, in source.Pending);
            return;
        }

        Miss(source);
    }

    /// <summary>Counts a line that began and did not end.</summary>
    /// <param name="pending">The source whose pending line it is, if one was taken out of the stream already: it is
    /// passed on after all.</param>
    public void Miss(TraceSource? pending)
    {
        Incomplete++;
        if (pending is { IsPending: true })
        {
            byte[] text = [.. pending.TakenText];
            Close(pending);
            stream.GiveBack(text);
        }
    }

    /// <summary>Ends the wait for a line that broke off, or whose figures cannot be told.</summary>
    public void Drop(TraceSource source)
    {
        Close(source);
        Incomplete++;
    }

    private void Abandon(TraceSource source, TraceKind kind)
    {
        if (source.IsPending && source.Pending.Kind == kind)
        {
            Finish(source);
        }
    }

    private void Close(TraceSource source)
    {
        source.End();
        Sources.Pending--;
    }
}
