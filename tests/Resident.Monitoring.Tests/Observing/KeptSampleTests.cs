using System.Text.Json;
using Resident.Analysis.Diagnosis;
using Resident.Model;
using Resident.Model.Observations;
using Resident.Monitoring.Observing;
using Resident.Monitoring.Sampling;

namespace Resident.Monitoring.Tests.Observing;

/// <summary>What is left out of kept samples changes no answer.</summary>
public sealed class KeptSampleTests
{
    private static readonly string[] Figures =
    [
        "anon", "file", "kernel", "kernel_stack", "pagetables", "sec_pagetables", "percpu", "sock", "vmalloc", "shmem", "file_mapped", "file_dirty",
        "anon_thp", "slab_reclaimable", "slab_unreclaimable", "slab", "workingset_refault_anon", "pgfault",
    ];

    [Fact]
    public void Diagnose_KeptSamples_SaysTheSameAsOfWholeOnes()
    {
        var process = new ProcessSources("/proc", TimeProvider.System).Processes.Read(Environment.ProcessId);
        Sample[] samples = [.. Enumerable.Range(0, 40).Select(i => SampleOf(process, i))];

        Assert.Equal(Answer(samples), Answer([.. samples.Select(KeptSample.Of)]));
        Assert.NotEqual(Answer(samples), Answer([.. samples.Select(static sample => sample with { Cgroup = null })]));
    }

    // The control groups that it rests on are those of the samples: they differ, as they shall.
    private static string Answer(IReadOnlyList<Sample> samples)
    {
        var verdict = Diagnostician.Diagnose(new Observation { Target = new() { Name = "a", Pid = 1 }, Samples = samples, Ledgers = [] });
        return JsonSerializer.Serialize(verdict with { Cgroup = null, CgroupFrom = null });
    }

    private static Sample SampleOf(ProcessMemory process, int i)
    {
        var time = DateTimeOffset.UnixEpoch.AddDays(20_000).AddSeconds(i);
        return new Sample
        {
            Time = time,
            Process = process with { TakenAt = time, Res = new ByteSize((100 + i) << 20) },
            Cgroup = new CgroupMemory
            {
                Version = 2,
                Path = "/a",
                Usage = new ByteSize((200L + (3 * i)) << 20),
                Stat = Figures.Select(static (name, place) => (name, place)).ToDictionary(static each => each.name, each => (10L + (i * each.place)) << 20, StringComparer.Ordinal),
                Events = new Dictionary<string, long>(StringComparer.Ordinal) { ["oom_kill"] = i },
            },
            Go = new GoMemory
            {
                TakenAt = time,
                Source = "memory",
                HeapAlloc = new ByteSize((50 + i) << 20),
                HeapMarked = new ByteSize((40 + i) << 20),
                NumGC = i,
                Pauses = [new GcPause(i, i, 5)],
                BySize = [new GoSizeClassCount(8, i, i)],
            },
        };
    }
}
