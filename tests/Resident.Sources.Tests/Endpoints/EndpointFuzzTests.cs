using System.Text;
using Resident.Model;
using Resident.Sources.Expvar;
using Resident.Sources.OpenMetrics;
using Resident.Sources.Pprof;
using Resident.Sources.Prometheus;
using Resident.Sources.SampleText;
using Resident.Testing.Fuzzing;

namespace Resident.Sources.Tests.Endpoints;

/// <summary>Damaged answers of endpoints through every parser that reads one: figures or a clear error, soon and in little
/// memory.</summary>
/// <remarks>tests/attack/fuzz runs it for as long as it is told.</remarks>
[Trait("Kind", "Attack")]
public sealed class EndpointFuzzTests
{
    private const int MostBytes = 128 * 1024;

    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] Words =
    [
        "go_memstats_heap_sys_bytes ", "go_memstats_heap_alloc_bytes 1\n", "go_info{version=\"", "go_", "process_", "process_resident_memory_bytes ", "\n", "# EOF\n", "# runtime.MemStats\n",
        "# HeapSys = 1\n", "# PauseNs = [", "# PauseEnd = [", " = ", " / ", "# NumGC = ", "{\"memstats\":{", "\"HeapSys\":", "\"PauseNs\":[", "\"NumGC\":", "{", "}", "[", "]", ",", "\"", "\\", "\\ud800",
        "goroutine profile: total ", "heap profile: 1: 8 [1: 8] @ heap/2\n", "threadcreate profile: total 1\n", " @ 0x1", "#\t0x1\tmain.f+0x1\t/a.go:1\n", "goroutine 1 [running]:\n", "created by ",
        "<td>", "</td>", "goroutine?debug=1", "\"status\":\"success\"", "\"values\":[[1,\"2\"]]", "\"metric\":{}", "\"resultType\":\"matrix\"", "2026-11-23T05:00:00Z", "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00+14:00", "\"process\":{", "\"go\":{", "\"cgroup\":{\"stat\":{", "\"schema\":\"resident.sample/1\"", "\"warnings\":[", "MAPPED_LIBRARIES:\n", "# labels: {\"a\":\"b\"}\n", "\u001f\u008b",
    ];

    [Fact]
    public void DamagedAnswers_GiveFiguresOrAClearError()
    {
        var mutator = new Mutator(Fuzzer.Corpus("endpoint"), Words, MostBytes);

        var result = Fuzzer.Run("endpoint", new FuzzBounds { BytesPerByte = 2048 }, mutator.Next, Read);

        TestContext.Current.TestOutputHelper?.WriteLine(result.ToString());
        result.ThrowIfFailed();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(9)]
    public void GzipThatEndsInItsHeader_IsRefused(int length)
    {
        using var stream = new MemoryStream(((byte[])[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0])[..length]);

        Assert.StartsWith("answer: ", Assert.Throws<MalformedInputException>(() => ProfileReader.Read(stream, "answer")).Message, StringComparison.Ordinal);
    }

    private static void Read(byte[] bytes)
    {
        Refuse(() => Check(ExpvarParser.Parse(bytes, "answer", Now)));
        Refuse(() => Check(HeapTextParser.Parse(bytes, "answer", Now)));
        Refuse(() => Check(OpenMetricsParser.Parse(bytes, "answer", Now)));
        var process = OpenMetricsParser.ReadProcess(bytes);
        _ = PrometheusSample.FindProcess(Now, "answer", process);
        Assert.InRange(GoroutineCountParser.Find(bytes) ?? 0, 0, long.MaxValue);
        Refuse(() => Check(PrometheusParser.Parse(bytes, "answer")));
        _ = PrometheusParser.FindError(bytes);
        Refuse(() => ReadSamples(bytes));
        Refuse(() => ReadProfile(bytes, new ProfileReadOptions { ReadsMore = true }));
        Refuse(() => ReadProfile(bytes, new ProfileReadOptions()));
    }

    private static void Refuse(Action read)
    {
        try
        {
            read();
        }
        catch (Exception problem) when (problem is MalformedInputException or LimitExceededException or HttpRequestException)
        {
            Assert.InRange(problem.Message.Length, 1, 4096);
        }
    }

    private static void Check(GoMemory memory)
    {
        Assert.True(memory.HeapSys is null || memory.HeapSys.Value.Bytes >= 0);
        Assert.All(memory.Pauses, static pause => Assert.True(pause.PauseNs >= 0 && pause.Number >= 0, pause.ToString()));
    }

    private static void Check(PrometheusAnswer answer)
    {
        foreach (var series in answer.Series)
        {
            Assert.Equal(series.UnixMs.Count, series.Values.Count);
            for (int i = 0; i < series.Values.Count; i++)
            {
                Assert.True(double.IsFinite(series.Values[i]));
                var time = DateTimeOffset.FromUnixTimeMilliseconds(series.UnixMs[i]);
                var metrics = new Dictionary<string, double>(StringComparer.Ordinal) { [series.Name] = series.Values[i], ["go_memstats_heap_sys_bytes"] = series.Values[i] };
                _ = PrometheusSample.Create(time, "answer", metrics, null, "/");
                _ = PrometheusSample.FindProcess(time, "answer", metrics);
            }
        }
    }

    private static void ReadSamples(byte[] bytes)
    {
        using var text = new StringReader(Encoding.UTF8.GetString(bytes));
        foreach (var sample in new SampleTextReader("answer").Read(text))
        {
            Assert.True(sample.Process is null || sample.Process.Res.Bytes >= 0);
        }
    }

    private static void ReadProfile(byte[] bytes, ProfileReadOptions options)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        var profile = ProfileReader.Read(stream, "answer", options);
        using var output = new MemoryStream();
        ProfileEncoder.Write(profile, output);
    }
}
