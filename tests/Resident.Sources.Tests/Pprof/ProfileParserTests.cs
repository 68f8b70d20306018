using CsCheck;
using Resident.Model;
using Resident.Model.Profiles;
using Resident.Sources.Pprof;

namespace Resident.Sources.Tests.Pprof;

public sealed class ProfileParserTests
{
    [Fact]
    public void Parse_NoBytes_SaysThatTheFileIsEmpty()
    {
        var error = Assert.Throws<MalformedInputException>(static () => ProfileParser.Parse([], "x.pb"));

        Assert.Equal("x.pb: parsing profile: empty input file", error.Message);
    }

    [Fact]
    public void Parse_AnyBytes_GivesAProfileOrAClearError() =>
        Gen.Byte.Array[0, 400].Sample(static bytes => ParsesOrRefuses(bytes), iter: 20_000);

    [Fact]
    public void Parse_DamagedProfile_GivesAProfileOrAClearError() =>
        Gen.Select(Gen.Int[0, 10_000], Gen.Byte).Array[1, 6].Sample(static changes =>
        {
            byte[] bytes = Encode(Small());
            foreach (var (place, value) in changes)
            {
                bytes[place % bytes.Length] = value;
            }

            ParsesOrRefuses(bytes);
        }, iter: 20_000);

    [Theory]
    [InlineData("heap profile: 1: 8 [1: 8] @ heap/2\n")]
    [InlineData("goroutine profile: total 1\n1 @ 0x1 0x2\n")]
    [InlineData("--- mutex:\ncycles/second=1\nsampling period=1\n1 1 @ 0x1\n")]
    [InlineData("--- threadz 1 ---\n\n--- Thread 1f (name: a/1) stack: ---\n 0x1 0x2\n--- Memory map: ---\n")]
    [InlineData("--- heapz 1 ---\nformat = java\nresolution = bytes\n 8 1 @ 0x1\n 0x1 f (F.java:1)\n")]
    public void Parse_DamagedText_GivesAProfileOrAClearError(string text) =>
        Gen.Select(Gen.Int[0, 1000], Gen.Byte).Array[0, 4].Sample(changes =>
        {
            byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
            foreach (var (place, value) in changes)
            {
                bytes[place % bytes.Length] = value;
            }

            ParsesOrRefuses(bytes);
        }, iter: 3_000);

    [Theory]
    [InlineData("--- threadz 1 ---\n")]
    [InlineData("--- threadz 1 ---\n\n--- Thread 1f (name: a/1) stack: ---\n 0x1 0x2\n")]
    public void Parse_ThreadsWithoutTheirMemoryMap_IsRefusedAsByPprof(string text)
    {
        var error = Assert.Throws<MalformedInputException>(() => ProfileParser.Parse(System.Text.Encoding.UTF8.GetBytes(text), "x"));

        Assert.Contains("unrecognized profile format", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_ThenDecode_GivesTheSameProfile()
    {
        var profile = Small();

        var decoded = ProfileParser.Parse(Encode(profile), "x");

        Assert.Equal(Encode(profile), Encode(decoded));
        Assert.Equal(profile.Samples.Values.AsSpan(), decoded.Samples.Values.AsSpan());
        Assert.Equal(profile.Samples.Labels.AsSpan(), decoded.Samples.Labels.AsSpan());
    }

    [Fact]
    public void Encode_AnyValuesAndLabels_ComeBack() => Gen.Select(Gen.Long.Array[2], Gen.Long, Gen.Long, Gen.ULong[1, ulong.MaxValue], Gen.Bool).Sample(
        static (values, number, line, address, isFolded) =>
        {
            var small = Small();
            var profile = small with
            {
                Samples = small.Samples with { Values = [.. values], Labels = [new SampleLabel(3, 4, -1, 0), new SampleLabel(3, -1, 5, number)] },
                Locations = small.Locations with { Addresses = [address, 1], Lines = [line], Folded = [isFolded, false] },
                TimeNanoseconds = number,
                DurationNanoseconds = line,
            };
            var decoded = ProfileParser.Parse(Encode(profile), "x");
            return decoded.Samples.Values.AsSpan().SequenceEqual(values)
                && decoded.Samples.Labels.AsSpan().SequenceEqual(profile.Samples.Labels.AsSpan())
                && decoded.Locations.Addresses[0] == address && decoded.Locations.Lines[0] == line && decoded.Locations.Folded[0] == isFolded
                && decoded.TimeNanoseconds == number && decoded.DurationNanoseconds == line;
        }, iter: 2_000);

    [Fact]
    public void Parse_ManySampleTypesAndEmptySamples_TakesNoRoomForTheirProduct()
    {
        // 20,000 sample types and 20,000 samples without a value: 3 GB of values, had they been believed.
        byte[] bytes = [.. Enumerable.Repeat((byte[])[0x0A, 0x00], 20_000).SelectMany(static part => part), .. Enumerable.Repeat((byte[])[0x12, 0x00], 20_000).SelectMany(static part => part), 0x32, 0x00];
        long before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<MalformedInputException>(() => ProfileParser.Parse(bytes, "x"));

        Assert.Equal("x: malformed profile: mismatch: sample has 0 values vs. 20000 types", error.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024 * 1024);
    }

    [Fact]
    public void Parse_GoroutineDump_IsReadWhenMoreIsAskedFor()
    {
        byte[] dump = "goroutine 7 [chan receive, 5 minutes]:\nmain.wait(0x1)\n\t/src/main.go:12 +0x1d\ncreated by main.main in goroutine 1\n\t/src/main.go:3 +0x5\n"u8.ToArray();

        var profile = ProfileParser.Parse(dump, "x", new ProfileReadOptions { ReadsMore = true });

        Assert.Equal(1, profile.Samples.Count);
        Assert.Contains("main.wait", profile.Strings.AsEnumerable());
        Assert.Throws<MalformedInputException>(() => ProfileParser.Parse(dump, "x"));
    }

    [Fact]
    public void Read_BombOfGzip_StopsAtTheLimit()
    {
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(new byte[4 * 1024 * 1024]);
        }

        packed.Position = 0;
        var options = new ProfileReadOptions { Limits = new InputLimits { ProfileBytes = 1024 * 1024 } };

        Assert.Throws<LimitExceededException>(() => ProfileReader.Read(packed, "bomb", options));
    }

    private static void ParsesOrRefuses(byte[] bytes)
    {
        try
        {
            _ = ProfileParser.Parse(bytes, "x", new ProfileReadOptions { ReadsMore = true });
        }
        catch (MalformedInputException e)
        {
            Assert.StartsWith("x: ", e.Message, StringComparison.Ordinal);
        }
    }

    private static byte[] Encode(Profile profile)
    {
        using var stream = new MemoryStream();
        ProfileEncoder.Write(profile, stream);
        return stream.ToArray();
    }

    private static Profile Small() => new()
    {
        SampleTypes = [new SampleType("space", "bytes")],
        Strings = [string.Empty, "f", "f.go", "key", "value", "bytes"],
        Functions = new FunctionTable { Ids = [1], Names = [1], SystemNames = [1], FileNames = [2], StartLines = [3] },
        Locations = new LocationTable
        {
            Ids = [1, 2],
            Addresses = [16, 32],
            Mappings = [0, -1],
            Folded = [false, true],
            LineStarts = [0, 1, 1],
            Functions = [0],
            Lines = [7],
            Columns = [1],
        },
        Mappings = [new ProfileMapping { Id = 1, Start = 1, Limit = 64, File = "/app" }],
        Samples = new SampleTable
        {
            ValueCount = 1,
            Values = [5, -6],
            StackStarts = [0, 2, 3],
            Stacks = [0, 1, 0],
            LabelStarts = [0, 2, 2],
            Labels = [new SampleLabel(3, 4, -1, 0), new SampleLabel(3, -1, 5, 9)],
        },
        PeriodType = new SampleType("space", "bytes"),
        Period = 1,
    };
}
