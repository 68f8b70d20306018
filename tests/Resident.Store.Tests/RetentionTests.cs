namespace Resident.Store.Tests;

public sealed class RetentionTests
{
    private static readonly RetentionPolicy Short = new()
    {
        Tiers = [new(TimeSpan.Zero, TimeSpan.FromHours(2)), new(TimeSpan.FromSeconds(10), TimeSpan.FromHours(6)), new(TimeSpan.FromMinutes(1), TimeSpan.FromHours(48))],
        MostBytes = long.MaxValue,
    };

    [Fact]
    public void Append_BeyondTheRetention_ThinsToTheExtremesAndTheLast()
    {
        using var scratch = new Scratch();
        var walk = new Walk(5);
        var res = new List<(long Time, long Bytes)>();
        using (var writer = RecordingWriter.Open(scratch.File, new RecordingOptions { Name = "thin", Retention = Short }))
        {
            for (int part = 0; part < 36; part++)
            {
                RecordedStep[] steps = [.. Enumerable.Range(0, 900).Select(_ => walk.NextStep())];
                res.AddRange(steps.Select(static step => (step.UnixMs, step.Sample!.Process!.Res.Bytes)));
                writer.Append(steps);
            }
        }

        using var reader = RecordingReader.Open(scratch.File);
        var blocks = reader.ReadRows(RecordingLog.Samples, ["process.res"]).ToList();
        var widths = blocks.Select(static block => block.WidthMs).Distinct().ToList();

        Assert.Equal([10_000L, 0L], widths);
        foreach (var block in blocks)
        {
            for (int row = 0; row < block.TimesUnixMs.Length; row++)
            {
                long start = block.WidthMs == 0 ? block.TimesUnixMs[row] : block.TimesUnixMs[row] / block.WidthMs * block.WidthMs;
                var covered = res.Where(one => one.Time >= start && one.Time <= block.TimesUnixMs[row]).ToList();
                Assert.Equal(covered.Min(static one => one.Bytes), block.Min[0][row]);
                Assert.Equal(covered.Max(static one => one.Bytes), block.Max[0][row]);
                Assert.Equal(covered[^1].Bytes, block.Last[0][row]);
            }
        }

        Assert.Empty(reader.Check());
        Assert.Equal(res[0].Time / 10_000, reader.Extent(RecordingLog.Samples)!.Value.FromUnixMs / 10_000);
    }

    [Fact]
    public void Append_BeyondTheMostBytes_StaysBelow()
    {
        using var scratch = new Scratch();
        const long Most = 1_500_000;
        var policy = Short with { MostBytes = Most };
        var walk = new Walk(6);
        using (var writer = RecordingWriter.Open(scratch.File, new RecordingOptions { Name = "small", Retention = policy with { Tiers = RetentionPolicy.Default.Tiers } }))
        {
            for (int part = 0; part < 100; part++)
            {
                writer.Append([.. Enumerable.Range(0, 900).Select(_ => walk.NextStep())]);
            }
        }

        using var reader = RecordingReader.Open(scratch.File);

        Assert.InRange(new FileInfo(scratch.File).Length, 1, Most + 1_000_000);
        Assert.Empty(reader.Check());
        Assert.True(reader.ReadSamples().Any());
    }
}
