using Resident.Sources.GoTrace.Grammar;

namespace Resident.Sources.GoTrace;

/// <summary>One name in a stream: the torn line that is being put together there, and the processes that share the name.</summary>
internal sealed class TraceSource(byte[] key, string name)
{
    private TraceMatch _pending;

    public byte[] Key { get; } = key;

    public string Name { get; } = name;

    /// <summary>Gets the processes that were told apart, in the order in which they came.</summary>
    public List<TraceProcess> Processes { get; } = [];

    /// <summary>Gets or sets the process whose cycle came last; scavenger lines have no number and count as its.</summary>
    public TraceProcess? Current { get; set; }

    /// <summary>Gets or sets the seconds that have passed at the least since the first cycle, as the processes' own times show.</summary>
    public double Clock { get; set; }

    /// <summary>Gets a value indicating whether a line is being put together.</summary>
    public bool IsPending { get; private set; }

    /// <summary>Gets the line of the input on which the pending line began.</summary>
    public long PendingLine { get; private set; }

    /// <summary>Gets the wall time of the pending line's beginning.</summary>
    public DateTimeOffset? PendingTime { get; private set; }

    /// <summary>Gets or sets a value indicating whether other output tore the pending line; false where only its container cut it.</summary>
    public bool Torn { get; set; }

    /// <summary>Gets or sets how many lines passed without a piece of the pending one.</summary>
    public int IdleLines { get; set; }

    /// <summary>Gets the bytes of the pending line that were taken out of the stream already.</summary>
    public List<byte> TakenText { get; } = [];

    public ref TraceMatch Pending => ref _pending;

    public void Begin(ref readonly TraceMatch match, long line, DateTimeOffset? time, bool torn)
    {
        _pending = match;
        IsPending = true;
        PendingLine = line;
        PendingTime = time;
        Torn = torn;
        IdleLines = 0;
        TakenText.Clear();
    }

    public void End()
    {
        IsPending = false;
        TakenText.Clear();
    }
}
