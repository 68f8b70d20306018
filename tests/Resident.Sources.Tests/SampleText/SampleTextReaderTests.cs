using CsCheck;
using Resident.Model;
using Resident.Sources.SampleText;

namespace Resident.Sources.Tests.SampleText;

public sealed class SampleTextReaderTests
{
    [Fact]
    public void Read_JsonLines_GivesTheirSamples()
    {
        var samples = Read("""
            {"schema":"resident.sample/1","time":"2026-11-23T05:00:00Z","run":1,"process":{"pid":7,"name":"api","res":1835008,"cpuSeconds":1.5,"pss":162816},"cgroup":{"path":"/a","usage":5,"stat":{"anon":3}},"go":{"HeapAlloc":4096,"gogc":-1,"LastGC":null,"source":"memory"},"gc":[],"warnings":["w"],"later":[1,{"a":2}]}

            {"time":"2026-11-23T05:00:01+00:00","process":{"res":1}}
            """);

        Assert.Equal(2, samples.Count);
        Assert.Equal((1, 7, "api", 1_835_008L), (samples[0].Run, samples[0].Process!.Pid, samples[0].Process!.Comm, samples[0].Process!.Res.Bytes));
        Assert.Equal(TimeSpan.FromSeconds(1.5), samples[0].Process!.CpuTime);
        Assert.Equal(162_816, samples[0].Process!.Rollup!.Pss.Bytes);
        Assert.Equal(3, samples[0].Cgroup!.Stat["anon"]);
        Assert.Equal((4_096L, -1), (samples[0].Go!.HeapAlloc!.Value.Bytes, samples[0].Go!.Gogc!.Value));
        Assert.Equal(["w"], samples[0].Warnings);
        Assert.Null(samples[1].Go);
    }

    [Fact]
    public void Read_AmountBelowZero_IsNamed() => Assert.Equal(
        "f:1: Expected an amount of bytes in \"process.res\", found -5.",
        Assert.Throws<MalformedInputException>(static () => Read("{\"time\":\"2026-11-23T05:00:01Z\",\"process\":{\"res\":-5}}")).Message);

    [Fact]
    public void Read_JsonThatIsOneLongWord_IsQuotedInPart() =>
        Assert.InRange(Assert.Throws<MalformedInputException>(static () => Read("{\"time\":t" + new string('x', 9_000))).Message.Length, 20, 400);

    [Fact]
    public void Read_Csv_GivesItsSamples()
    {
        var samples = Read("time,process.name,process.res,unknown,go.goroutines\n2026-11-23T05:00:00Z,\"a,\"\"b\"\"\",4096,x,\n2026-11-23 05:00:01,c,8192,,12\n");

        Assert.Equal(["a,\"b\"", "c"], samples.Select(static sample => sample.Process!.Comm));
        Assert.Equal(8_192, samples[1].Process!.Res.Bytes);
        Assert.Equal(12, samples[1].Go!.Goroutines);
        Assert.Null(samples[0].Go);
    }

    [Theory]
    [InlineData("res\n1", "f:1: Expected JSON lines of resident.sample/1, or a CSV header with a column \"time\", found \"res\".")]
    [InlineData("time,process.res\n2026-11-23T05:00:00Z,1\n2026-11-23T05:00:00Z", "f:3: Expected 2 columns as in the header, found 1.")]
    [InlineData("time,process.res\n2026-11-23T05:00:00Z,1.5", "f:2: Expected a whole number in \"process.res\", found \"1.5\".")]
    [InlineData("time,process.res\nyesterday,1", "f:2: Expected a time such as 2026-11-23T05:00:00Z in \"time\", found \"yesterday\".")]
    [InlineData("{\"time\":\"2026-11-23T05:00:00Z\"}\n{}", "f:2: Expected a field \"time\", found none.")]
    [InlineData("{\"schema\":\"resident.ps/1\"}", "f:1: Expected an object of schema resident.sample/1, found another one.")]
    public void Read_ADamagedLine_NamesIt(string text, string message)
    {
        var problem = Assert.Throws<MalformedInputException>(() => Read(text));

        Assert.Equal(message, problem.Message);
    }

    [Fact]
    public void Read_AnyText_GivesSamplesOrNamesTheLine() => Gen.String[0, 200].Sample(static text =>
    {
        foreach (string start in (string[])["", "{\"time\":", "time,process.res\n"])
        {
            try
            {
                _ = Read(start + text);
            }
            catch (MalformedInputException problem)
            {
                Assert.StartsWith("f:", problem.Message, StringComparison.Ordinal);
            }
        }
    });

    private static List<Sample> Read(string text)
    {
        using var reader = new StringReader(text);
        return [.. new SampleTextReader("f").Read(reader)];
    }
}
