using Resident.Analysis.Diagnosis;
using Resident.Model;
using Resident.Model.Observations;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Tests.Diagnosis;

/// <summary>Holds the table of remedies: each speaks where its signature is, and the general one stays where it is
/// not.</summary>
public sealed class RemedyTableTests
{
    private const double Mebibyte = 1 << 20;
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("time.After", "do-reuse-timer")]
    [InlineData("time.NewTimer", "do-reuse-timer")]
    [InlineData("time.NewTicker", "do-stop-ticker")]
    [InlineData("runtime.deferproc", "do-defer-function")]
    [InlineData("reflect.StructOf", "do-cache-types")]
    [InlineData("reflect.FuncOf", "do-cache-types")]
    [InlineData("runtime/cgo.NewHandle", "do-delete-handle")]
    [InlineData("context.WithCancel", "do-cancel-context")]
    [InlineData("context.(*cancelCtx).propagateCancel", "do-cancel-context")]
    [InlineData("bytes.(*Buffer).grow", "do-drop-large-buffer")]
    [InlineData("sync.(*Pool).Get", "do-cap-pool")]
    [InlineData("io.ReadAll", "do-copy-part")]
    [InlineData("database/sql.(*DB).queryDC", "do-close-rows")]
    public void Leak_AllocatedThroughAFunction_HasItsRemedy(string callee, string action)
    {
        Assert.Equal(action, LeakThrough(callee, 1).Actions[0].Text.Id);
    }

    [Theory]
    [InlineData("time.Now")]
    [InlineData("time.AfterFuncs")]
    [InlineData("bytes.Clone")]
    [InlineData("strings.Clone")]
    [InlineData("reflect.New")]
    [InlineData("context.WithValue")]
    [InlineData("sync.(*Mutex).Lock")]
    public void Leak_AllocatedThroughAnother_HasTheGeneralRemedy(string callee)
    {
        Assert.Equal("do-bound-live-at", LeakThrough(callee, 1).Actions[0].Text.Id);
    }

    [Fact]
    public void Leak_OfWhichALittleIsTimers_HasTheGeneralRemedy()
    {
        Assert.Equal("do-bound-live-at", LeakThrough("time.NewTimer", 0.2).Actions[0].Text.Id);
    }

    [Fact]
    public void Goroutines_ReadLoopAndWriteLoop_AskToCloseBodies()
    {
        Assert.Equal("do-close-body", GoroutinesOf("net/http.(*persistConn).readLoop", "net/http.(*persistConn).writeLoop").Actions[0].Text.Id);
    }

    [Fact]
    public void Goroutines_OneLoopOfAConnectionAlone_HaveTheGeneralRemedy()
    {
        Assert.Equal("do-end-goroutines-at", GoroutinesOf("net/http.(*persistConn).readLoop").Actions[0].Text.Id);
    }

    [Theory]
    [InlineData("net/http.(*connReader).Read", "do-server-timeouts")]
    [InlineData("database/sql.(*Rows).awaitDone", "do-close-rows")]
    [InlineData("io.(*pipe).write", "do-read-stream")]
    [InlineData("net/http.(*connReader).backgroundRead", "do-end-goroutines-at")]
    [InlineData("io.(*pipe).read", "do-end-goroutines-at")]
    [InlineData("database/sql.(*DB).connectionOpener", "do-end-goroutines-at")]
    public void Goroutines_InAFunction_HaveItsRemedy(string function, string action)
    {
        Assert.Equal(action, GoroutinesOf(function).Actions[0].Text.Id);
    }

    [Theory]
    [InlineData(1.2, "do-break-cycle")]
    [InlineData(0, "do-bound-live-at")]
    [InlineData(20, "do-bound-live-at")]
    public void Leak_WithAFinalizerAnObject_AsksForTheCycle(double otherMebibytes, string action)
    {
        var verdict = Leaking(new AllocationSite(new("main.open", "main.go", 20, 18), [], 60 * Mebibyte, 25_000)) with { OtherSys = share => 1 + (otherMebibytes * share) };

        Assert.Equal(action, verdict.Diagnose().Actions[0].Text.Id);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(6, false)]
    public void Fragmentation_WithFarMoreProcessorsThanCpus_AsksForFewer(int processors, bool isTold)
    {
        var seen = new MadeUpFacts { Live = static _ => 12, Fragmentation = static share => 20 + (80 * share) }.Observe();
        var verdict = Diagnostician.Diagnose(seen with
        {
            Target = seen.Target with { Cpus = 2 },
            Samples = [.. seen.Samples.Select(sample => sample with { Go = sample.Go! with { MCacheInuse = new(1200L * processors) } })],
        });

        Assert.Equal(VerdictIds.GoFragmentation, verdict.Id);
        Assert.Equal(isTold, verdict.Actions.Any(static action => action.Text.Id is "do-lower-gomaxprocs"));
    }

    private static Verdict LeakThrough(string callee, double share) => Leaking(
        new AllocationSite(new("main.work", "main.go", 20, 18), [], share * 60 * Mebibyte, 1000) { Callees = [callee, "runtime.newobject"] },
        new AllocationSite(new("main.keep", "main.go", 40, 38), [], (1 - share) * 60 * Mebibyte, 1000)).Diagnose();

    private static MadeUpFacts Leaking(params AllocationSite[] sites) => new()
    {
        Live = static share => 40 + (60 * share),
        Profiles = [new(Start, []), new(Start.AddSeconds(40), [.. sites])],
    };

    private static Verdict GoroutinesOf(params string[] functions) => new MadeUpFacts
    {
        Goroutines = static share => 12 + (3000 * share),
        Stacks = static share => 0.5 + (12 * share),
        Live = static share => 40 + (3 * share),
        Censuses = [Census(10, functions), Census(1500, functions)],
    }.Diagnose();

    private static GoroutineCensus Census(long count, string[] functions) => new()
    {
        TakenAt = Start,
        Dead = 0,
        Groups = [.. functions.Select(function => new GoroutineGroup
        {
            State = "waiting",
            WaitReason = "select",
            Count = count,
            StackBytes = new(count * 4096),
            IsSystem = false,
            ExampleId = 7,
            Start = new("main.handle", "main.go", 10, 8),
            Stack = [new("runtime.gopark", "proc.go", 1, 1), new(function, "x.go", 10, 8)],
        })],
    };
}
