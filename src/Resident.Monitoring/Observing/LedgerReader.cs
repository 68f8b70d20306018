using Resident.Analysis.Accounting;
using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Monitoring.Sampling;
using Resident.Sources.GoRuntime;
using Resident.Sources.Procfs;

namespace Resident.Monitoring.Observing;

/// <summary>Reads what a ledger needs, within milliseconds, and makes it. Nothing in the target stops or is written to.</summary>
/// <remarks>It costs a walk of the target's page tables and of its spans: 2 ms for 400 MiB, tenths of a second for many gigabytes. The
/// caller spaces it.</remarks>
public sealed class LedgerReader
{
    private readonly int _pid;
    private readonly ProcessSources _sources;
    private readonly string? _executable;
    private readonly bool _isGo;
    private readonly MappingTable _mappings = new();
    private bool _isSmapsDenied;

    /// <summary>Initializes a new instance of the <see cref="LedgerReader"/> class.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="sources">Read the kernel's view.</param>
    /// <param name="isGo">Whether it is a Go program.</param>
    public LedgerReader(int pid, ProcessSources sources, bool isGo)
    {
        ArgumentNullException.ThrowIfNull(sources);
        _pid = pid;
        _sources = sources;
        _isGo = isGo;
        _executable = sources.List.Read(pid).Exe;
    }

    /// <summary>Gets the runtime's view of the last ledger, or null.</summary>
    public GoMemory? LastRuntime { get; private set; }

    /// <summary>Gets the spans of the last ledger, or null.</summary>
    public GoSpanTable? LastSpans { get; private set; }

    /// <summary>Reads the ledger of now.</summary>
    /// <param name="go">The Go program, opened; null where it may not be read or is none.</param>
    /// <param name="endpoint">The runtime's view from elsewhere, for a program whose memory may not be read; else null.</param>
    /// <exception cref="ProcessGoneException">The process has ended.</exception>
    /// <exception cref="IOException">It has ended, or runs another program.</exception>
    public Ledger Read(GoProcess? go, GoMemory? endpoint = null)
    {
        var before = _sources.Processes.Read(_pid, countOpenFiles: false);
        var arenas = go?.ReadArenas() ?? [];
        var mappings = ReadMappings(arenas, before);
        // VmRSS right after smaps: the terms are made to add up to it. Then the pages, which split the arenas.
        var after = _sources.Processes.Read(_pid, countOpenFiles: false);
        var pages = ReadPages(go);
        LastRuntime = go?.ReadMemory() ?? endpoint;
        LastSpans = pages?.Spans;
        return LedgerBuilder.Build(new()
        {
            Before = before,
            After = after,
            Mappings = mappings,
            Go = LastRuntime,
            Pages = pages,
            // A program that may not be looked into is known by what its endpoint tells.
            IsGo = _isGo || LastRuntime is not null,
        });
    }

    private GoPageMap? ReadPages(GoProcess? go)
    {
        try
        {
            return go?.ReadPageMap();
        }
        catch (IOException)
        {
            // A process that is gone says so here.
            _ = _sources.Processes.Read(_pid, countOpenFiles: false);
            // The bitmaps changed while they were read; the levels of the runtime take their place in this ledger.
            return null;
        }
    }

    private MappingTotals? ReadMappings(IReadOnlyList<(ulong Start, ulong End)> arenas, ProcessMemory before)
    {
        if (_isSmapsDenied)
        {
            return null;
        }

        try
        {
            _sources.Smaps.ReadSmaps(_pid, _mappings);
            return MappingClassifier.Sum(_mappings, arenas, _executable, _isGo, before.RssShmem, before.TakenAt);
        }
        catch (Exception problem) when (problem is UnauthorizedAccessException or FileNotFoundException)
        {
            _isSmapsDenied = true;
            return null;
        }
    }
}
