using static Resident.Sources.GoTrace.Grammar.TraceField;

namespace Resident.Sources.GoTrace.Grammar;

/// <summary>The grammars of all trace lines, Go 1.0 to 1.27, as tables of tokens.</summary>
/// <remarks>A token is one operand of the runtime's print: each is a write(2) of its own, so that a line can be torn
/// between tokens and never inside one. Source: printing in Go's runtime/mgc.go (gcMarkTermination), mgcscavenge.go
/// (printScavTrace), mgcpacer.go, proc.go (schedtrace, doInit), and mgc0.c up to Go 1.4.</remarks>
internal static class TraceGrammar
{
    private static readonly (TraceState[] States, int[] Starts) Tables = BuildAll();

    public static ReadOnlySpan<TraceState> States => Tables.States;

    public static int StartOf(TraceKind kind) => Tables.Starts[(int)kind];

    private static (TraceState[] States, int[] Starts) BuildAll()
    {
        var builder = new TraceGrammarBuilder();
        int end = builder.State(committed: true);
        int[] starts = new int[12];
        starts[(int)TraceKind.Gc] = Gc(builder, end);
        starts[(int)TraceKind.GcOld] = GcOld(builder, end);
        starts[(int)TraceKind.Scav] = Scav(builder, end);
        starts[(int)TraceKind.Scvg] = Scvg(builder, end);
        starts[(int)TraceKind.Pacer] = TraceGrammarExtra.Pacer(builder, end);
        starts[(int)TraceKind.Sched] = TraceGrammarExtra.Sched(builder, end);
        starts[(int)TraceKind.Init] = TraceGrammarExtra.Init(builder, end);
        starts[(int)TraceKind.Scan] = TraceGrammarExtra.Scan(builder, end);
        starts[(int)TraceKind.CheckFinalizers] = TraceGrammarExtra.CheckFinalizers(builder, end);
        starts[(int)TraceKind.GcForced] = TraceGrammarExtra.GcForced(builder, end);
        return (builder.Build(), starts);
    }

    private static int Gc(TraceGrammarBuilder b, int end)
    {
        int start = b.State();
        int number = b.Chain(start, committed: false, ("gc ", None));
        int afterNumber = b.State();
        b.On(number, "#", afterNumber, Number);
        int sharp = b.State();
        b.OnLiteral(number, "#", sharp);
        b.On(sharp, "#", afterNumber, Number);
        int percent = b.Chain(afterNumber, committed: false, (" @", None), ("#", At));
        percent = b.Chain(percent, committed: true, ("s ", None), ("#", Percent), ("%", None));
        int clock = b.State(committed: true);
        int remark = b.State(committed: true);
        b.On(percent, ": ", clock);
        b.On(percent, " (checking for goroutine leaks)", remark, LeakCheck);
        b.On(percent, TraceToken.Remark, remark);
        b.On(remark, ": ", clock);
        int cpu = Parts(b, clock, Clock, " ms clock, ", "+");
        int heap = Parts(b, cpu, Cpu, " ms cpu, ", "+", "/");
        int sizes = b.Chain(heap, committed: true,
            ("#", HeapStart), ("->", None), ("#", HeapEnd), ("->", None), ("#", HeapLive), (" MB, ", None));
        return Sizes(b, sizes, end, start);
    }

    private static int Parts(TraceGrammarBuilder b, int from, TraceField field, string label, params ReadOnlySpan<string> separators)
    {
        int after = b.State(committed: true);
        int next = b.State(committed: true);
        b.On(from, "#", after, field);
        b.Loop(after, from, separators);
        b.On(after, label, next);
        return next;
    }

    private static int Sizes(TraceGrammarBuilder b, int sizes, int end, int start)
    {
        int label = b.State(committed: true);
        int procs = b.State(committed: true);
        b.On(sizes, "#", label);
        b.On(label, " MB goal, ", sizes, Goal);
        b.On(label, " MB stacks, ", sizes, Stacks);
        b.On(label, " MB globals, ", sizes, Globals);
        b.On(label, TraceToken.Label, sizes);
        b.On(label, " P", procs, Procs);
        b.On(procs, " (forced)", procs, Forced);
        b.On(procs, TraceToken.Remark, procs);
        b.On(procs, TraceToken.End, end);
        return start;
    }

    private static int GcOld(TraceGrammarBuilder b, int end)
    {
        int start = b.State();
        int clock = b.Chain(start, committed: false, ("gc", None), ("#", Number), ("(", None), ("#", None), ("): ", None));
        int after = b.State();
        int heap = b.State(committed: true);
        b.On(clock, "#", after, Clock);
        b.On(after, "+", clock);
        b.On(after, " ms ", heap);
        b.On(after, " ms, ", heap, Comma);
        b.On(after, " us, ", heap, Microseconds);
        int unit = b.Chain(heap, committed: true, ("#", HeapStart), (" -> ", None), ("#", HeapEnd));
        int counts = b.State(committed: true);
        b.On(unit, " MB ", counts);
        b.On(unit, " MB, ", counts);
        b.On(counts, " goroutines", counts, Goroutines);
        b.On(counts, "#", counts);
        b.Loop(counts, counts, " -> ", " (", "(", "-", ")", " objects", "/", ", ", " ", " sweeps", " handoff", " steal", " yields");
        b.On(counts, TraceToken.End, end);
        return start;
    }

    private static int Scav(TraceGrammarBuilder b, int end)
    {
        int start = b.State();
        int first = b.Chain(start, committed: false, ("scav ", None), ("#", None));
        int second = b.Chain(first, committed: false, (" ", Generation), ("#", None));
        int number = b.State(committed: true);
        foreach (int work in (ReadOnlySpan<int>)[first, second])
        {
            b.On(work, " KiB work, ", number, Work);
            b.On(work, " KiB work (bg), ", number, Work);
        }

        int label = b.State(committed: true);
        int tail = b.State(committed: true);
        b.On(number, "#", label);
        b.On(label, " KiB work (eager), ", number, WorkEager);
        b.On(label, " KiB total, ", number, ReleasedTotal);
        b.On(label, " KiB now, ", number, ReleasedNow);
        b.On(label, TraceToken.Label, number);
        b.On(label, "% util", tail, Utilization);
        b.On(tail, " (forced)", tail, Forced);
        b.On(tail, " [controller reset]", tail, ControllerReset);
        b.On(tail, TraceToken.Remark, tail);
        b.On(tail, TraceToken.End, end);
        return start;
    }

    private static int Scvg(TraceGrammarBuilder b, int end)
    {
        int start = b.State();
        int name = b.State();
        b.On(start, "scvg", name);
        b.On(start, "forced scvg", name, Forced);
        int numbered = b.Chain(name, committed: false, ("#", ScvgNumbered));
        int colon = b.State();
        b.On(name, ": ", colon);
        b.On(numbered, ": ", colon);
        int tail = b.Chain(colon, committed: true,
            ("inuse: ", None), ("#", ScvgInuse), (", idle: ", None), ("#", ScvgIdle), (", sys: ", None), ("#", ScvgSys),
            (", released: ", None), ("#", ScvgReleased), (", consumed: ", None), ("#", ScvgConsumed), (" (MB)", None));
        int forced = b.Chain(colon, committed: true, ("GC forced", ScvgGcForced));
        int size = b.Chain(colon, committed: false, ("#", None));
        int hexSize = b.Chain(colon, committed: false, ("0x", None), ("0x#", None));
        int released = b.State(committed: true);
        foreach (int unit in (ReadOnlySpan<int>)[size, hexSize])
        {
            b.On(unit, " MB released", released, ScvgWorkMebibytes);
            b.On(unit, " KB released", released, ScvgWorkKibibytes);
        }

        foreach (int last in (ReadOnlySpan<int>)[tail, forced, released])
        {
            b.On(last, TraceToken.End, end);
        }

        return start;
    }
}
