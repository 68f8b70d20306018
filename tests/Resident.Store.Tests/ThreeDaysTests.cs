using System.Diagnostics;

namespace Resident.Store.Tests;

/// <summary>Three days at one sample a second: the size that the product promises.</summary>
public sealed class ThreeDaysTests
{
    private const int Days = 3;
    private const int SecondsADay = 86_400;
    private const long MostBytes = 25L * 1024 * 1024;

    [Fact]
    public void ThreeDays_AtOneHertz_TakeLessThan25Megabytes()
    {
        using var scratch = new Scratch();
        var walk = new Walk(72);
        using (var writer = RecordingWriter.Open(scratch.File, new RecordingOptions { Name = "three-days" }))
        {
            for (int i = 0; i < Days * SecondsADay; i += 900)
            {
                writer.Append([.. Enumerable.Range(0, 900).Select(_ => walk.NextStep())]);
            }
        }

        using var reader = RecordingReader.Open(scratch.File);
        long start = Stopwatch.GetTimestamp();
        int rows = reader.ReadRows(RecordingLog.Samples, ["process.res"]).Sum(static block => block.Last[0].Length);
        var first = Stopwatch.GetElapsedTime(start);
        start = Stopwatch.GetTimestamp();
        _ = reader.ReadRows(RecordingLog.Samples, ["go.heapAlloc"]).Sum(static block => block.Last[0].Length);
        var second = Stopwatch.GetElapsedTime(start);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{new FileInfo(scratch.File).Length} bytes, first query {first.TotalMilliseconds:0.0} ms, second {second.TotalMilliseconds:0.0} ms");

        Assert.Equal(Days * SecondsADay, rows);
        Assert.InRange(new FileInfo(scratch.File).Length, 1, MostBytes);
    }
}
