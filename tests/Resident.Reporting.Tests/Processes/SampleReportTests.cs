using System.Buffers;
using System.Text;
using System.Text.Json;
using Resident.Model;
using Resident.Reporting.Processes;
using Resident.Testing;

namespace Resident.Reporting.Tests.Processes;

public sealed class SampleReportTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly long NoonNs = (Noon.ToUnixTimeSeconds() * 1_000_000_000) + 7;

    [Fact]
    public void Json_OfAFullSample_IsTheContract()
    {
        var output = new ArrayBufferWriter<byte>();

        SampleJson.WriteLine(output, FullSample(0), isWhole: true);
        SampleJson.WriteLine(output, new() { Time = Noon });

        Golden.Compare(Encoding.UTF8.GetString(output.WrittenSpan), "sample.jsonl");
    }

    [Fact]
    public void Json_OfASample_IsOneLineOfJson()
    {
        var output = new ArrayBufferWriter<byte>();

        SampleJson.WriteLine(output, FullSample(0));

        Assert.Equal(output.WrittenCount - 1, output.WrittenSpan.IndexOf((byte)'\n'));
        using var document = JsonDocument.Parse(output.WrittenMemory);
        Assert.Equal(60L << 20, document.RootElement.GetProperty("process").GetProperty("res").GetInt64());
        Assert.Equal(24L << 20, document.RootElement.GetProperty("go").GetProperty("HeapAlloc").GetInt64());
        Assert.False(document.RootElement.GetProperty("go").TryGetProperty("PauseNs", out _));
    }

    [Fact]
    public void StatText_OfTwentyOneSamples_HasTwoHeadingsIn80Columns()
    {
        using var text = new StringWriter { NewLine = "\n" };
        var stat = new StatText(text);

        stat.Write(new() { Time = Noon });
        for (int i = 1; i <= 20; i++)
        {
            stat.Write(FullSample(i));
        }

        Assert.All(text.ToString().Split('\n'), static line => Assert.InRange(line.Length, 0, 80));
        Golden.Compare(text.ToString(), "stat.txt");
    }

    [Fact]
    public void PsText_At80Columns_CutsCommandsAndHidesControls()
    {
        using var text = new StringWriter { NewLine = "\n" };

        PsText.Write(text, Rows(), width: 80);
        PsText.Write(text, Rows(), width: 0);

        Assert.DoesNotContain('\e', text.ToString());
        Golden.Compare(text.ToString(), "ps.txt");
    }

    [Fact]
    public void PsJson_IsTheContract()
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output, new() { Indented = true, NewLine = "\n" }))
        {
            PsJson.Write(writer, Noon, Rows(), ["42 may not be read; run as root."]);
        }

        Golden.Compare(Encoding.UTF8.GetString(output.WrittenSpan), "ps.json");
    }

    private static ProcessRow[] Rows()
    {
        var sample = FullSample(0);
        return
        [
            new(sample.Process!, new("go", "go1.26.5", "example.org/orders", "buildinfo"), sample.Go, "/srv/orders-api -port 80 -config /etc/orders.yaml"),
            new(sample.Process! with { Pid = 12 }, new("go", Version: null, Module: null, "pclntab") { Era = "1.20 or later" }, Go: null, "x\e[31m\ny"),
            new(sample.Process! with { Pid = 31_007 }, new("dotnet", "10.0.1", Module: null, "libcoreclr"), Go: null, "dotnet app.dll"),
        ];
    }

    private static Sample FullSample(int second) => new()
    {
        Time = Noon.AddSeconds(second),
        Process = new()
        {
            Pid = 4711,
            TakenAt = Noon.AddSeconds(second),
            StartTicks = 99,
            Comm = "orders-api",
            Virt = ByteSize.FromMebibytes(1240),
            Res = ByteSize.FromMebibytes(60),
            Shr = ByteSize.FromMebibytes(10),
            Swap = default,
            Code = ByteSize.FromKibibytes(5396),
            Data = ByteSize.FromMebibytes(120),
            PeakRes = ByteSize.FromMebibytes(64),
            PeakVirt = ByteSize.FromMebibytes(1241),
            RssAnon = ByteSize.FromMebibytes(50),
            RssFile = ByteSize.FromMebibytes(10),
            RssShmem = default,
            PageTables = ByteSize.FromKibibytes(300),
            Locked = default,
            Threads = 9,
            MinorFaults = 1000,
            MajorFaults = 3,
            CpuTime = TimeSpan.FromSeconds(1.5),
            Stat = "Sl",
            Tty = "?",
            Rollup = new()
            {
                TakenAt = Noon,
                Rss = ByteSize.FromMebibytes(60),
                Pss = ByteSize.FromMebibytes(55),
                Uss = ByteSize.FromMebibytes(51),
                Anonymous = ByteSize.FromMebibytes(50),
                LazyFree = default,
                AnonHugePages = ByteSize.FromMebibytes(2),
                Swap = default,
            },
            Warnings = ["Open files are not counted."],
        },
        Cgroup = new()
        {
            Version = 2,
            Path = "/api",
            Usage = ByteSize.FromMebibytes(70),
            Limit = ByteSize.FromMebibytes(256),
            LimitPath = "/api",
            Events = new Dictionary<string, long>(StringComparer.Ordinal) { ["oom_kill"] = 1 },
        },
        Go = new()
        {
            TakenAt = Noon.AddSeconds(second),
            Source = "expvar",
            HeapAlloc = ByteSize.FromMebibytes(24),
            NextGC = ByteSize.FromMebibytes(32),
            NumGC = 100 + (2 * second),
            LastGCUnixNs = NoonNs,
            BySize = [new(0, 0, 0), new(8, 1_000, 900)],
            LastCycle = new()
            {
                SweepTerminationNs = 40_000,
                MarkNs = 2_000_000,
                MarkTerminationNs = 5_508,
                HeapStart = ByteSize.FromMebibytes(30),
                HeapEnd = ByteSize.FromMebibytes(31),
                HeapMarked = ByteSize.FromMebibytes(16),
                IsForced = true,
            },
            GCCPUFraction = 0.0123,
            Goroutines = 41,
            Pauses = [new(99, NoonNs - 500_000_001, 40_000), new(100, NoonNs, 45_508)],
        },
        GcCycles = second % 2 == 0
            ? [new() { Line = 7, Number = 100, ClockMilliseconds = [0.1, 2, 0.01], CpuMilliseconds = [0.2, 10, 4, 30, 0.02], HeapStartMebibytes = 30, HeapEndMebibytes = 31, HeapLiveMebibytes = 16, GoalMebibytes = 32, Procs = 2, Era = "1.18", PauseMilliseconds = 0.11 }]
            : [],
        Warnings = ["VmRSS is off."],
    };
}
