using static Resident.Sources.GoTrace.Grammar.TraceField;

namespace Resident.Sources.GoTrace.Grammar;

/// <summary>The grammars of the lines that other GODEBUG settings ask for.</summary>
internal static class TraceGrammarExtra
{
    public static int Pacer(TraceGrammarBuilder b, int end)
    {
        int start = b.State();
        int pacer = b.Chain(start, committed: false, ("pacer: ", None));
        int assist = b.Chain(pacer, committed: true,
            ("assist ratio=", None), ("~", None), (" (scan ", None), ("~", None), (" MB in ", None), ("#", None), ("->", None),
            ("#", None), (" MB) workers=", None), ("#", None), ("+", None), ("~", None));
        int sweep = b.Chain(pacer, committed: true,
            ("sweep done at heap size ", None), ("#", None), ("MB; allocated ", None), ("#", None), ("MB during sweep; swept ", None),
            ("#", None), (" pages at ", None), ("~", None), (" pages/byte", None));
        int cpu = b.Chain(pacer, committed: false, ("#", None));
        cpu = b.Chain(cpu, committed: true,
            ("% CPU (", None), ("#", None), (" exp.) for ", None), ("#", None), ("+", None), ("#", None), ("+", None), ("#", None),
            (" B work (", None), ("~", None), (" B exp.) in ", None), ("#", PacerTrigger), (" B -> ", None), ("#", PacerEnd),
            (" B (\u2206goal ", None), ("~", None), (", cons/mark ", None), ("~", None), (")", None));
        b.On(cpu, "[controller reset]", cpu, ControllerReset);
        int old = b.Chain(pacer, committed: true, ("H_m_prev=", None), ("#", PacerMarkedBefore));
        int ratio = b.State(committed: true);
        b.Loop(old, ratio, " h_t=", " H_T=", " h_a=", " H_a=", " h_g=", " H_g=", " u_a=", " u_g=", " W_a=", " goal\u0394=", " actual\u0394=", " u_a/u_g=");
        b.On(ratio, "~", old);
        foreach (int last in (ReadOnlySpan<int>)[assist, sweep, cpu, old])
        {
            b.On(last, TraceToken.End, end);
        }

        return start;
    }

    public static int Sched(TraceGrammarBuilder b, int end)
    {
        int start = b.State();
        int counts = b.Chain(start, committed: false, ("SCHED ", None), ("#", None), ("ms: ", None));
        counts = b.Chain(counts, committed: true, ("gomaxprocs=", None), ("#", None));
        b.On(counts, " gcwaiting=", counts, SchedDetail);
        b.Loop(counts, counts, " schedticks=[ ", " [ ", " [", " ]", "]", " ", "true", "false", "nil");
        b.On(counts, "~", counts);
        b.On(counts, TraceToken.Key, counts);
        b.On(counts, TraceToken.End, end);
        return start;
    }

    public static int Init(TraceGrammarBuilder b, int end)
    {
        int start = b.State();
        int last = b.Chain(start, committed: false, ("init ", None), ("*", None), (" @", None), ("#", Clock));
        last = b.Chain(last, committed: true,
            (" ms, ", None), ("#", Clock), (" ms clock, ", None), ("#", None), (" bytes, ", None), ("#", None), (" allocs", None));
        b.On(last, TraceToken.End, end);
        return start;
    }

    public static int Scan(TraceGrammarBuilder b, int end)
    {
        int start = b.State();
        int prefix = b.Chain(start, committed: false, ("scan: ", None));
        int label = b.State();
        int counts = b.State(committed: true);
        b.On(prefix, "total ", label);
        b.On(prefix, "class L ", label);
        int size = b.Chain(prefix, committed: false, ("class ", None), ("#", None));
        b.On(size, "B ", label);
        b.On(label, "#", counts);
        b.On(counts, "#", counts);
        b.Loop(counts, counts, "+", "=", " objs", " spans", ", ");
        b.On(counts, TraceToken.End, end);
        return start;
    }

    public static int CheckFinalizers(TraceGrammarBuilder b, int end)
    {
        int start = b.State();
        int last = b.Chain(start, committed: true,
            ("checkfinalizers: queue: ", None), ("#", None), (" finalizers + ", None), ("#", None), (" cleanups", None));
        b.On(last, TraceToken.End, end);
        return start;
    }

    public static int GcForced(TraceGrammarBuilder b, int end)
    {
        int start = b.State();
        int last = b.Chain(start, committed: false, ("GC forced", None));
        b.On(last, TraceToken.End, end);
        return start;
    }
}
