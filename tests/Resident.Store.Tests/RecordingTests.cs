using System.Text.Json;
using Resident.Model;

namespace Resident.Store.Tests;

public sealed class RecordingTests
{
    private static readonly RecordingOptions Options = new() { Name = "orders-api" };

    [Theory]
    [InlineData(1)]
    [InlineData(899)]
    [InlineData(900)]
    [InlineData(2_000)]
    public void ReadSamples_WhatWasAppended_GivesItBack(int count)
    {
        using var scratch = new Scratch();
        var expected = Record(scratch.File, count);

        using var reader = RecordingReader.Open(scratch.File);
        var found = reader.ReadSamples().ToList();

        Assert.Equal(count, found.Count);
        for (int i = 0; i < count; i++)
        {
            AssertSame(expected[i], found[i]);
        }

        Assert.Empty(reader.Warnings);
        Assert.Empty(reader.Check());
        Assert.Equal((expected[0].Time.ToUnixTimeMilliseconds(), expected[^1].Time.ToUnixTimeMilliseconds()), reader.Extent(RecordingLog.Samples));
    }

    [Fact]
    public void ReadSamples_OfAStretch_GivesThatStretchAlone()
    {
        using var scratch = new Scratch();
        var all = Record(scratch.File, 2_500);
        long from = all[890].Time.ToUnixTimeMilliseconds();
        long to = all[1_810].Time.ToUnixTimeMilliseconds();

        using var reader = RecordingReader.Open(scratch.File);
        var found = reader.ReadSamples(from, to).ToList();

        Assert.Equal(all.Skip(890).Take(921).Select(static sample => sample.Time), found.Select(static sample => sample.Time));
    }

    [Fact]
    public void Open_AgainAfterItsEnd_GoesOnWithTheTail()
    {
        using var scratch = new Scratch();
        var walk = new Walk(1);
        for (int part = 0; part < 4; part++)
        {
            using var writer = RecordingWriter.Open(scratch.File, Options);
            writer.Append([.. Enumerable.Range(0, 500).Select(_ => walk.NextStep())]);
        }

        using var reader = RecordingReader.Open(scratch.File);

        Assert.Equal(2_000, reader.ReadSamples().Count());
        Assert.Equal(2_000, reader.CountRows(RecordingLog.Samples));
        Assert.Equal("orders-api", reader.Info.Name);
        Assert.Null(reader.Info.Writer);
        Assert.False(File.Exists(scratch.File + "-wal"));
    }

    [Fact]
    public void ReadSamples_WhileTheyAreWritten_SeesEachStep()
    {
        using var scratch = new Scratch();
        var walk = new Walk(2);
        using var writer = RecordingWriter.Open(scratch.File, Options);
        writer.Append(walk.NextStep());
        using var reader = RecordingReader.Open(scratch.File);

        for (int i = 2; i < 1_000; i += 111)
        {
            writer.Append([.. Enumerable.Range(0, 111).Select(_ => walk.NextStep())]);

            Assert.Equal(i + 110, reader.ReadSamples().Count());
        }
    }

    [Fact]
    public void Append_ATimeThatTurnsBack_CountsAsTheLast()
    {
        using var scratch = new Scratch();
        var walk = new Walk(3);
        var early = walk.NextStep();
        var late = walk.NextStep();
        using (var writer = RecordingWriter.Open(scratch.File, Options))
        {
            writer.Append(late);
            writer.Append(early);
        }

        using var reader = RecordingReader.Open(scratch.File);

        Assert.Equal([late.UnixMs, late.UnixMs], reader.ReadSamples().Select(static sample => sample.Time.ToUnixTimeMilliseconds()));
    }

    [Fact]
    public void ReadCycles_WhatWasAppended_GivesItBack()
    {
        using var scratch = new Scratch();
        var cycle = new GcCycle
        {
            Line = 17,
            Number = 3,
            Source = "api",
            AtSeconds = 12.345,
            WallTime = Walk.Start,
            CpuPercentSinceStart = 2,
            ClockMilliseconds = [0.024, 1.5, 0.007],
            CpuMilliseconds = [0.048, 0.5, 1.1, 0, 0.014],
            HeapStartMebibytes = 10,
            HeapEndMebibytes = 11,
            HeapLiveMebibytes = 5,
            GoalMebibytes = 12,
            StacksMebibytes = 0,
            GlobalsMebibytes = null,
            Procs = 8,
            Forced = true,
            Era = "1.18",
            PauseMilliseconds = 0.031,
        };
        var entry = new RecordedCycle(1_000, cycle, 1.25, 2_000_000);
        var scavenge = new ScavengeEvent { Line = 18, Era = "1.21", Work = new ByteSize(4_096), UtilizationPercent = 78, Forced = true };
        using (var writer = RecordingWriter.Open(scratch.File, Options))
        {
            writer.Append(new RecordedStep { UnixMs = 1_000, Cycles = [entry], Scavenges = [new RecordedScavenge(1_001, scavenge)] });
        }

        using var reader = RecordingReader.Open(scratch.File);

        var found = Assert.Single(reader.ReadCycles());
        Assert.Equal((1_000, 1.25, 2_000_000), (found.UnixMs, found.CpuPercent, found.AllocationRate));
        Assert.Equal(JsonSerializer.Serialize(cycle), JsonSerializer.Serialize(found.Cycle));
        Assert.Equal(new RecordedScavenge(1_001, scavenge), Assert.Single(reader.ReadScavenges()));
    }

    [Fact]
    public void Runs_WhatWasAppended_GivesItBack()
    {
        using var scratch = new Scratch();
        var run = new RecordedRun
        {
            Number = 0,
            FromUnixMs = 5,
            Name = "orders-api",
            Pid = 4_711,
            Executable = "/srv/orders-api",
            Runtime = new RuntimeIdentity("go", "go1.26.5", "example.com/orders", "buildinfo"),
            StartedAt = Walk.Start,
            Sources = ["procfs", "memory"],
        };
        using (var writer = RecordingWriter.Open(scratch.File, Options))
        {
            writer.Append(new RecordedStep { UnixMs = 5, Run = run, Events = [new RecordedEvent(5, "mark", "deploy 42")] });
        }

        using var reader = RecordingReader.Open(scratch.File);

        Assert.Equal(JsonSerializer.Serialize(run), JsonSerializer.Serialize(Assert.Single(reader.Runs())));
        Assert.Equal(new RecordedEvent(5, "mark", "deploy 42"), Assert.Single(reader.Events()));
    }

    [Fact]
    public void Census_WhatWasAdded_GivesItBack()
    {
        using var scratch = new Scratch();
        var census = new GoroutineCensus
        {
            TakenAt = Walk.Start,
            Groups =
            [
                new GoroutineGroup
                {
                    State = "waiting",
                    WaitReason = "chan receive",
                    Start = new GoFrame("main.worker", "/src/main.go", 42, 40),
                    CreatedBy = null,
                    Count = 1_200,
                    LongestWait = TimeSpan.FromMinutes(3),
                    StackBytes = new ByteSize(4_096_000),
                    IsSystem = false,
                    ExampleId = 77,
                },
            ],
        };
        using (var writer = RecordingWriter.Open(scratch.File, Options))
        {
            writer.AddGoroutines(6, 0, census);
        }

        using var reader = RecordingReader.Open(scratch.File);

        Assert.Equal(census.Groups, reader.Census(6)!.Census.Groups);
        Assert.Null(reader.Census(5));
    }

    [Fact]
    public void Profiles_TheSameTwice_AreOneFile()
    {
        using var scratch = new Scratch();
        byte[] bytes = [0x1f, 0x8b, 1, 2, 3];
        RecordedProfile profile;
        using (var writer = RecordingWriter.Open(scratch.File, Options with { Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["env"] = "test" } }))
        {
            writer.AddDocument(new RecordedDocument(7, "resident.verdict/1", "{}"u8.ToArray()));
            profile = writer.AddProfile(8, 0, "heap", bytes, "baseline");
            _ = writer.AddProfile(9, 0, "heap", bytes, "again");
        }

        using var reader = RecordingReader.Open(scratch.File);

        Assert.Equal("{}"u8.ToArray(), Assert.Single(reader.Documents("resident.verdict/1")).Utf8.ToArray());
        Assert.Equal(["baseline", "again"], reader.Profiles().Select(static one => one.Reason));
        Assert.Equal(bytes, File.ReadAllBytes(reader.PathOf(profile)));
        Assert.Equal("test", reader.Info.Labels["env"]);
    }

    private static List<Sample> Record(string file, int count)
    {
        var walk = new Walk(count);
        var samples = new List<Sample>();
        using var writer = RecordingWriter.Open(file, Options);
        for (int i = 0; i < count; i++)
        {
            var step = walk.NextStep();
            samples.Add(step.Sample!);
            writer.Append(step);
        }

        return samples;
    }

    private static void AssertSame(Sample expected, Sample found)
    {
        // Times are kept to the millisecond; the rest to the byte.
        Assert.Equal(expected.Time.ToUnixTimeMilliseconds(), found.Time.ToUnixTimeMilliseconds());
        Assert.Equal(expected.Process, found.Process! with { Warnings = expected.Process!.Warnings });
        Assert.Equal(JsonSerializer.Serialize(expected.Cgroup), JsonSerializer.Serialize(found.Cgroup));
        Assert.Equal(
            JsonSerializer.Serialize(expected.Go! with { GCCPUFraction = null }), JsonSerializer.Serialize(found.Go! with { GCCPUFraction = null }));
        Assert.Equal(expected.Go!.GCCPUFraction!.Value, found.Go!.GCCPUFraction!.Value, 1e-9);
        Assert.Equal(expected.Warnings, found.Warnings);
    }
}
