using System.Globalization;
using System.Text;
using CsCheck;
using Resident.Model;
using Resident.Sources.Expvar;
using Resident.Sources.OpenMetrics;
using Resident.Sources.Pprof;

namespace Resident.Sources.Tests.Endpoints;

public sealed class EndpointParserTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Expvar_RealAnswer_HasEveryFigure()
    {
        var memory = ExpvarParser.Parse(EndpointReaderTests.Stored("debug-vars.go1.19.8.json"), "x", Now);

        Assert.Equal((new ByteSize(42_182_640), new ByteSize(45_842_432)), (memory.HeapAlloc, memory.HeapSys));
        Assert.Equal((new ByteSize(3_104_768), new ByteSize(2_990_080)), (memory.HeapIdle, memory.HeapReleased));
        Assert.Equal(memory.HeapSys, memory.HeapIdle!.Value + memory.HeapInuse!.Value);
        Assert.Equal(
            memory.Sys,
            memory.HeapSys!.Value + memory.StackSys!.Value + memory.MSpanSys!.Value + memory.MCacheSys!.Value
                + memory.BuckHashSys!.Value + memory.GCSys!.Value + memory.OtherSys!.Value);
        Assert.Equal((6L, 986_312L), (memory.NumGC, memory.PauseTotalNs));
        Assert.Equal(memory.PauseTotalNs, memory.Pauses.Sum(static pause => pause.PauseNs));
        Assert.Equal([1, 2, 3, 4, 5, 6], memory.Pauses.Select(static pause => pause.Number));
        Assert.Equal(memory.LastGC, memory.Pauses[^1].EndedAt);
    }

    [Fact]
    public void HeapText_RealAnswer_EqualsExpvarOfTheSameProcess()
    {
        var memory = HeapTextParser.Parse(EndpointReaderTests.Stored("pprof-heap-debug1.go1.19.8.txt"), "x", Now);

        Assert.Equal((new ByteSize(294_912), new ByteSize(32_544), new ByteSize(15_600)), (memory.StackSys, memory.MSpanSys, memory.MCacheSys));
        Assert.Equal((6L, 2L), (memory.NumGC, memory.NumForcedGC));
        Assert.Equal(0.111_429_555, memory.GCCPUFraction!.Value, 9);
        Assert.Equal([8984, 384_780, 153_778, 14_231, 379_031, 45_508], memory.Pauses.Select(static pause => pause.PauseNs));
    }

    [Fact]
    public void Metrics_HaveTheFiguresThatClientGolangExports()
    {
        var memory = OpenMetricsParser.Parse(EndpointReaderTests.Stored("metrics.txt"), "x", Now);

        Assert.Equal((new ByteSize(42_737_664), new ByteSize(56_734_984)), (memory.HeapInuse, memory.Sys));
        Assert.Equal((6L, 4L, 100), (memory.NumGC, memory.Goroutines, memory.Gogc));
        Assert.Equal(("go1.19.8", 986_312L), (memory.Version, memory.PauseTotalNs));
        Assert.Null(memory.MemoryLimit);
        Assert.Null(memory.StackInuse);
    }

    [Theory]
    [InlineData("go_gc_gogc_percent 1.8446744073709552e+19\n", -1)]
    [InlineData("go_gc_gogc_percent 50\n", 50)]
    public void Metrics_Gogc_OffIsMinusOne(string line, int gogc) =>
        Assert.Equal(gogc, OpenMetricsParser.Parse(Encoding.UTF8.GetBytes("go_memstats_heap_sys_bytes 1\n" + line), "x", Now).Gogc);

    [Theory]
    [InlineData("pprof-index.go1.19.8.html", 4L)]
    [InlineData("pprof-goroutine-debug1.go1.19.8.txt", 4L)]
    [InlineData("metrics.txt", null)]
    public void GoroutineCount_IsFoundInEitherPage(string file, long? count) =>
        Assert.Equal(count, GoroutineCountParser.Find(EndpointReaderTests.Stored(file)));

    [Fact]
    public void Rings_OfManyCycles_GiveTheLast256InOrder() =>
        Gen.Long[1, 2000].Sample(static cycles =>
        {
            long[] pauses = new long[256];
            for (long number = Math.Max(1, cycles - 255); number <= cycles; number++)
            {
                pauses[(number + 255) % 256] = number;
            }

            string ring = string.Join(',', pauses.Select(static pause => pause.ToString(CultureInfo.InvariantCulture)));
            string json = $"{{\"memstats\":{{\"HeapSys\":1,\"PauseNs\":[{ring}],\"PauseEnd\":[{ring}],\"NumGC\":{cycles}}}}}";

            var read = ExpvarParser.Parse(Encoding.UTF8.GetBytes(json), "x", Now).Pauses;

            Assert.Equal(Math.Min(cycles, 256), read.Count);
            Assert.All(read, static pause => Assert.Equal(pause.Number, pause.PauseNs));
            Assert.Equal(cycles, read[^1].Number);
        });

    [Theory]
    [InlineData("{\"cmdline\":[]}", "x: Expected the JSON of Go's expvar with an object \"memstats\", found none.")]
    [InlineData("[]", "x: Expected the JSON of Go's expvar with an object \"memstats\", found none.")]
    public void Expvar_WithoutMemstats_SaysSo(string json, string message) =>
        Assert.Equal(message, Assert.Throws<MalformedInputException>(() => ExpvarParser.Parse(Encoding.UTF8.GetBytes(json), "x", Now)).Message);

    [Fact]
    public void Expvar_ThatIsOneLongWord_IsQuotedInPart()
    {
        byte[] json = Encoding.UTF8.GetBytes("{\"memstats\":t" + new string('x', 9_000));

        Assert.InRange(Assert.Throws<MalformedInputException>(() => ExpvarParser.Parse(json, "x", Now)).Message.Length, 20, 400);
    }

    [Fact]
    public void AnyBytes_ParseOrAreMalformed() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 5000], Gen.Byte).Sample(static (file, place, value) =>
        {
            byte[] bytes = EndpointReaderTests.Stored(
                file switch { 0 => "debug-vars.go1.19.8.json", 1 => "pprof-heap-debug1.go1.19.8.txt", _ => "metrics.txt" });
            bytes[place % bytes.Length] = value;
            try
            {
                _ = file switch
                {
                    0 => ExpvarParser.Parse(bytes, "x", Now),
                    1 => HeapTextParser.Parse(bytes, "x", Now),
                    _ => OpenMetricsParser.Parse(bytes, "x", Now),
                };
            }
            catch (MalformedInputException)
            {
                // An answer; anything else fails the test.
            }
        });
}
