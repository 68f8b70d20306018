using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Remedies;

/// <summary>Mistakes that are known by where they allocate or what their goroutines run, each with the remedy that
/// fits. The first that fits comes first; where none does, the general remedy of <see cref="ActionTable"/>
/// stays.</summary>
/// <remarks>A new one: a row here, its sentence in EnglishRemedies and ChineseRemedies, a test in RemedyTableTests that
/// it speaks and when it must not, and a real program in tests/scenarios whose sidecar says <c>expected_action</c>. A
/// name that ends in a point or a bracket stands for all that begin so.</remarks>
internal static class RemedyTable
{
    private static readonly string[] Growth = [VerdictIds.GoLiveHeapLeak, VerdictIds.GoGoroutineLeak];
    private static readonly string[] Heap = [VerdictIds.GoLiveHeapLeak, VerdictIds.GoLiveHeapPlateau];

    /// <summary>The verdicts whose general remedy stays beside that of a known mistake.</summary>
    internal static readonly string[] Beside =
    [
        VerdictIds.GoFragmentation, VerdictIds.GoRuntimeMetadataGrowth, VerdictIds.GoGcHeadroom, VerdictIds.ThreadLeak,
        VerdictIds.ResLevel,
    ];

    /// <summary>Gets all rows.</summary>
    public static IReadOnlyList<RemedySignature> All { get; } =
    [
        // An unread or unclosed body keeps its connection, and each connection of a client has these two goroutines.
        new("do-close-body", Growth) { Goroutines = ["net/http.(*persistConn).readLoop", "net/http.(*persistConn).writeLoop"] },

        // One goroutine an open Rows, where its context can end.
        new("do-close-rows", Growth) { Goroutines = ["database/sql.(*Rows).awaitDone"] },
        new("do-close-rows", Growth) { Goroutines = ["database/sql.(*DB).conn"] },
        new("do-close-rows", Growth) { Frames = ["database/sql.(*DB).queryDC", "database/sql.(*DB).conn"] },

        // Nobody reads what they write.
        new("do-read-stream", Growth) { Goroutines = ["io.(*pipe).write"] },
        new("do-read-stream", Growth) { Goroutines = ["io.(*pipe).Write"] },

        // A server's goroutine that waits for its client to say something.
        new("do-server-timeouts", Growth) { Goroutines = ["net/http.(*connReader).Read"] },

        new("do-stop-ticker", Growth) { Frames = ["time.NewTicker", "time.Tick"] },
        new("do-reuse-timer", Growth) { Frames = ["time.NewTimer", "time.After"] },

        // What such a context holds, as its values, was allocated elsewhere; so were the functions that are deferred.
        new("do-cancel-context", Growth) { Frames = ["context.WithCancel", "context.WithTimeout", "context.WithDeadline", "context.WithCancelCause", "context.(*cancelCtx)", "context.propagateCancel"], LeastOfHeap = 0.2 },
        new("do-defer-function", Growth) { Frames = ["runtime.deferproc", "runtime.newdefer"], LeastOfHeap = 0.25 },
        new("do-cache-types", Heap) { Frames = ["reflect.StructOf", "reflect.FuncOf", "reflect.MapOf", "reflect.SliceOf", "reflect.ArrayOf", "reflect.ChanOf"] },
        new("do-delete-handle", Heap) { Frames = ["runtime/cgo.NewHandle"] },
        new("do-drop-large-buffer", Heap) { Frames = ["bytes.(*Buffer)", "bytes.growSlice", "bytes.makeSlice"] },
        new("do-cap-pool", [VerdictIds.GoLiveHeapLeak]) { Frames = ["sync.(*Pool)"] },
        new("do-copy-part", Heap) { Frames = ["io.ReadAll", "io/ioutil.ReadAll", "os.ReadFile", "bufio.(*Reader).ReadString", "bufio.(*Reader).ReadBytes"] },

        // Each processor keeps spans of every size, buffers of the collector and a worker for itself.
        new("do-lower-gomaxprocs", Beside) { Figures = static facts => facts.HasFarMoreProcessorsThanCpus() },

        // Last: it rests on counts alone.
        new("do-break-cycle", [VerdictIds.GoLiveHeapLeak]) { Figures = static facts => facts.HasAFinalizerAnObject() },
    ];

    /// <summary>Gets the sentences of the remedies that fit, the first row first; empty where none does.</summary>
    public static List<string> Find(CaseFile file, VerdictCause cause)
    {
        var facts = new RemedyFacts(file);
        return [.. All.Where(row => row.Fits(cause.Verdict, facts)).Select(static row => row.TextId).Distinct(StringComparer.Ordinal).Take(1)];
    }
}
