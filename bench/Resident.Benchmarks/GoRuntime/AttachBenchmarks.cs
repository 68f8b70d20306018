using BenchmarkDotNet.Attributes;
using Resident.Model;
using Resident.Sources.GoRuntime;

namespace Resident.Benchmarks.GoRuntime;

/// <summary>What reading a live Go process costs us. Set RESIDENT_BENCH_PID to a Go process: small ones and large ones tell
/// different things.</summary>
[MemoryDiagnoser]
public class AttachBenchmarks
{
    private GoProcess _process = null!;
    private int _pid;

    [GlobalSetup]
    public void Open()
    {
        _pid = int.Parse(Environment.GetEnvironmentVariable("RESIDENT_BENCH_PID") ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        if (!GoProcess.TryOpen(_pid, new(), out var process, out var refusal))
        {
            throw new InvalidOperationException($"Set RESIDENT_BENCH_PID to a Go process: {refusal!.Message}");
        }

        _process = process!;
    }

    [GlobalCleanup]
    public void Close() => _process.Dispose();

    [Benchmark]
    public GoMemory ReadMemoryWithoutCaches() => _process.ReadMemory(withCaches: false);

    [Benchmark]
    public GoMemory ReadMemory() => _process.ReadMemory();

    [Benchmark]
    public GoroutineCensus ReadGoroutines() => _process.ReadGoroutines();

    [Benchmark]
    public GoStackProfile ReadHeapProfile() => _process.ReadHeapProfile();

    [Benchmark]
    public GoSpanTable ReadSpans() => _process.ReadSpans();

    [Benchmark]
    public GoPageMap ReadPageMap() => _process.ReadPageMap();

    [Benchmark]
    public bool OpenAgain()
    {
        bool opened = GoProcess.TryOpen(_pid, new(), out var process, out _);
        process?.Dispose();
        return opened;
    }
}
