using System.Diagnostics;
using Resident.Sources.GoRuntime;
using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Executables;

namespace Resident.Sources.Tests.GoRuntime;

/// <summary>What is opened, what is refused, and what happens when a target goes away.</summary>
public sealed class GoProcessTests
{
    [Fact]
    public void TryOpen_NoSuchProcess_SaysSo()
    {
        bool opened = GoProcess.TryOpen(int.MaxValue, new(), out _, out var refusal);

        Assert.False(opened);
        Assert.Equal(AttachRefusalKind.NoSuchProcess, refusal!.Kind);
        Assert.Equal("There is no process 2147483647 here, or it ended, or hidepid hides it.", refusal.Message);
    }

    [Fact]
    public void TryOpen_ProgramOfAnotherLanguage_IsNotGo()
    {
        using var sleep = Process.Start(new ProcessStartInfo("sleep", "600") { UseShellExecute = false })!;

        bool opened = GoProcess.TryOpen(sleep.Id, new(), out _, out var refusal);
        sleep.Kill();

        Assert.False(opened);
        Assert.Equal(AttachRefusalKind.NotGo, refusal!.Kind);
    }

    [Fact]
    public async Task ReadMemory_TargetEnded_SaysSo()
    {
        using var target = await GoTargetProcess.StartAsync(GoToolchains.Target(GoToolchains.Versions[^1], "stripped"));
        using var process = target.Open();
        _ = process.ReadMemory();
        target.End();

        var exception = Assert.Throws<IOException>(() => process.ReadMemory());

        Assert.Equal($"Process {target.Pid} has ended.", exception.Message);
        Assert.Throws<IOException>(() => process.ReadGoroutines());
        Assert.Throws<IOException>(() => process.ReadHeapProfile());
        Assert.Throws<IOException>(() => process.ReadPageMap());
    }

    [Fact]
    public async Task TryOpen_SecondTime_TakesThePlacesFromTheCache()
    {
        string folder = Directory.CreateTempSubdirectory("resident-cache-").FullName;
        try
        {
            using var target = await GoTargetProcess.StartAsync(GoToolchains.Target(GoToolchains.Versions[^1], "stripped"));
            using var first = target.Open(new GoLocationCache(folder));
            string file = Assert.Single(Directory.GetFiles(folder));

            using var second = target.Open(new GoLocationCache(folder));
            Assert.Equal(first.ReadMemory().HeapSys, second.ReadMemory().HeapSys);
            Assert.Equal(first.Identity, second.Identity);

            // A place that is wrong is not confirmed, and all is searched for again.
            await File.WriteAllTextAsync(
                file, (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Replace("\n4", "\n5", StringComparison.Ordinal), TestContext.Current.CancellationToken);
            using var third = target.Open(new GoLocationCache(folder));
            Assert.Equal(first.ReadMemory().HeapSys, third.ReadMemory().HeapSys);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task TryOpen_WithSymbols_FindsTheSamePlaces()
    {
        using var target = await GoTargetProcess.StartAsync(GoToolchains.Target(GoToolchains.Versions[^1], "plain"), ("RATE", "12345"));
        using var searched = target.Open(useSymbols: false);
        using var named = target.Open(useSymbols: true);

        Assert.Equal(searched.ReadMemory().HeapSys, named.ReadMemory().HeapSys);
        Assert.Equal(12345, named.ReadHeapProfile().Period);
        Assert.Equal(searched.ReadGoroutines().Count, named.ReadGoroutines().Count);
    }

    [Fact]
    public async Task ReadMemory_ChurningTarget_StaysPlausible()
    {
        using var target = await GoTargetProcess.StartAsync(GoToolchains.Target(GoToolchains.Versions[^1], "stripped"), ("CHURN", "2"));
        using var process = target.Open();
        long cycles = 0;

        for (int round = 0; round < 1000; round++)
        {
            var read = process.ReadMemory();
            Assert.True(read.NumGC >= cycles);
            Assert.True(read.HeapAlloc!.Value.Bytes > 0 && read.HeapAlloc <= read.HeapSys);
            Assert.Equal(read.HeapSys, read.HeapInuse!.Value + read.HeapIdle!.Value);
            Assert.Equal((int)Math.Min(read.NumGC!.Value, 256), read.Pauses.Count);
            cycles = read.NumGC.Value;
        }
    }
}
