using Microsoft.Extensions.Time.Testing;
using Resident.Model;
using Resident.Monitoring.Sampling;
using Resident.Testing;

namespace Resident.Monitoring.Tests.Sampling;

/// <summary>Samples a stored proc tree that changes under the sampler, as a living one does.</summary>
public sealed class ProcessSamplerTests : IDisposable
{
    private const int Pid = 4711;

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch.AddDays(20_000));
    private readonly string _root = Directory.CreateTempSubdirectory("resident-proc").FullName;

    public ProcessSamplerTests()
    {
        Copy(Repository.PathOf("tests", "Resident.Sources.Tests", "Procfs", "testdata", "go"), _root);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task ReadAsync_ALivingProcess_HasItsFiguresAndSums()
    {
        using var sampler = NewSampler();

        var sample = await ReadAsync(sampler);

        Assert.True(sample.Process!.Res > default(ByteSize));
        Assert.NotNull(sample.Process.Rollup);
    }

    [Fact]
    public async Task ReadAsync_TheProcessVanishes_SaysWhatItHeld()
    {
        using var sampler = NewSampler();
        var last = await ReadAsync(sampler);
        Directory.Delete(Path.Combine(_root, "4711"), recursive: true);

        var ended = await Assert.ThrowsAsync<TargetEndedException>(() => ReadAsync(sampler));

        Assert.Equal($"Process 4711 ({last.Process!.Comm}) ended. RES was {last.Process.Res}, at most {last.Process.PeakRes}.", ended.Message);
        Assert.False(ended.IsOutOfMemory);
    }

    [Fact]
    public async Task ReadAsync_AnotherProcessHasThePid_IsTheEndOfTheFirst()
    {
        using var sampler = NewSampler();
        _ = await ReadAsync(sampler);
        ChangeStat(static fields => fields[21] = "999999");

        var ended = await Assert.ThrowsAsync<TargetEndedException>(() => ReadAsync(sampler));

        Assert.EndsWith("Another process has its PID now.", ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_AZombie_HasEnded()
    {
        using var sampler = NewSampler();
        _ = await ReadAsync(sampler);
        ChangeStat(static fields => fields[2] = "Z");

        var ended = await Assert.ThrowsAsync<TargetEndedException>(() => ReadAsync(sampler));

        Assert.EndsWith("its parent has not asked for its exit status yet.", ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_NeverThere_IsNoEndButAMistake()
    {
        Directory.Delete(Path.Combine(_root, "4711"), recursive: true);
        using var sampler = NewSampler();

        var error = await Assert.ThrowsAsync<IOException>(() => ReadAsync(sampler));

        Assert.Equal("Process 4711: There is no such process. List the Go processes here with: resident ps", error.Message);
    }

    [Fact]
    public async Task ReadAsync_RuntimeThatRefuses_LeavesTheKernelsFigures()
    {
        using var sampler = NewSampler(new Refusing());

        var sample = await ReadAsync(sampler);

        Assert.Null(sample.Go);
        Assert.NotNull(sample.Process);
        Assert.Contains("memory: Not today.", sample.Warnings);
    }

    [Fact]
    public async Task ReadAsync_StandingWarnings_AreInEverySample()
    {
        using var sampler = new ProcessSampler(Pid, new ProcessSources(_root, _clock), [], new ReadBudget(_clock)) { StandingWarnings = ["No right."] };

        Assert.Contains("No right.", (await ReadAsync(sampler)).Warnings);
        Assert.Contains("No right.", (await ReadAsync(sampler)).Warnings);
    }

    private static void Copy(string from, string to)
    {
        foreach (string folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(folder.Replace(from, to, StringComparison.Ordinal));
        }

        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, file.Replace(from, to, StringComparison.Ordinal));
        }
    }

    private async Task<Sample> ReadAsync(ProcessSampler sampler) =>
        await sampler.ReadAsync(_clock.GetUtcNow(), TestContext.Current.CancellationToken);

    private void ChangeStat(Action<string[]> change)
    {
        string path = Path.Combine(_root, "4711", "stat");
        string[] fields = File.ReadAllText(path).Split(' ');
        change(fields);
        File.WriteAllText(path, string.Join(' ', fields));
    }

    private ProcessSampler NewSampler(params IRuntimeReader[] runtimes) =>
        new(Pid, new ProcessSources(_root, _clock), runtimes, new ReadBudget(_clock));

    private sealed class Refusing : IRuntimeReader
    {
        public string Name => "memory";

        public void Dispose()
        {
        }

        public ValueTask<GoMemory> ReadAsync(CancellationToken cancellationToken) => throw new IOException("Not today.");
    }
}
