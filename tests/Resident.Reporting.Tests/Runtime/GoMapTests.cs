using System.Text;
using System.Text.Json;
using Resident.Model;
using Resident.Reporting.Runtime;

namespace Resident.Reporting.Tests.Runtime;

public sealed class GoMapTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Gap, pages, class + 1, objects of each span; 163 is two bytes of a varint.</summary>
    private static byte[] SpanBytes { get; } = [0, 1, 6, 0xa3, 1, 0, 1, 6, 91, 0, 1, 0, 0];

    [Fact]
    public void GoMapText_SmallHeap_ShowsSumsMapAndSizeClasses()
    {
        using var text = new StringWriter();

        GoMapText.Write(Map(), text, width: 80, color: false);

        Assert.Equal(
            """
            PAGES               BYTES     RESIDENT
            idle             16.0 KiB     8.00 KiB
            released         16.0 KiB          0 B
            objects          16.0 KiB     16.0 KiB
            stacks           8.00 KiB     8.00 KiB
            other            8.00 KiB          0 B

            1 sign = 8.00 KiB:  1-9 objects, full to tenths (9 is full)  S stacks  o idle
            . released  ? other
            0xc000000000
              95Soo..?

                OBJECT    SPANS      OBJECTS        SLOTS        BYTES   FULL   FRAGMENTED
                  48 B        2          254          340     16.0 KiB    74%     4.09 KiB

            """,
            text.ToString());
    }

    [Theory]
    [InlineData(48)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(121)]
    public void GoMapText_AnyWidth_FitsIt(int width)
    {
        using var text = new StringWriter();

        GoMapText.Write(Map(), text, width, color: false);

        Assert.All(text.ToString().Split('\n'), line => Assert.InRange(line.Length, 0, width));
    }

    [Fact]
    public void GoMapText_Colour_EndsEachSign()
    {
        using var text = new StringWriter();

        GoMapText.Write(Map(), text, width: 16, color: true);

        Assert.Contains("\e[32m9\e[0m\e[36m5\e[0m\e[34mS\e[0m", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void GoMapJson_SmallHeap_HasAByteForEachPage()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            GoMapJson.Write(Map(), json);
        }

        using var document = JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray()));
        var root = document.RootElement;
        Assert.Equal("resident.map/1", root.GetProperty("schema").GetString());
        Assert.Equal(16384, root.GetProperty("totals").GetProperty("objects").GetProperty("bytes").GetInt64());
        Assert.Equal<byte[]>([2, 2, 3, 0, 0, 1, 1, 4], root.GetProperty("regions")[0].GetProperty("kinds").GetBytesFromBase64());
        Assert.Equal<byte[]>(SpanBytes, root.GetProperty("regions")[0].GetProperty("spans").GetBytesFromBase64());
        Assert.Equal(4192, root.GetProperty("sizeClasses")[0].GetProperty("fragmentationBytes").GetInt64());
    }

    [Fact]
    public void GoroutineText_TwoGroups_ShowsTheLargestFirstAndTheCount()
    {
        using var text = new StringWriter();
        var census = Census(
            Waiting("chan receive", new("main.leakOne", "/app/main.go", 12, 12), new("main.main", "/app/main.go", 62, 40), TimeSpan.FromMinutes(12)),
            new() { State = "running", Count = 1, StackBytes = new(8192), IsSystem = false, ExampleId = 1 });

        GoroutineText.Write(census, text, most: 1, withSystem: false);

        Assert.Equal(
            """
               COUNT STATE                        LONGEST     STACKS  RUNS / CREATED BY
                1000 chan receive                     12m   1.95 MiB  main.leakOne / main.main /app/main.go:62
                   1 in 1 more groups
                1001 goroutines

            """,
            text.ToString());
    }

    [Theory]
    [InlineData(200, "    1000 select        2s   1.95 MiB  net/http.(*conn).serve / net/http.(*Server).Serve /go/src/net/http/server.go:3608")]
    [InlineData(102, "    1000 select        2s   1.95 MiB  net/http.(*conn).serve / net/http.(*Server).Serve server.go:3608")]
    [InlineData(80, "    1000 select        2s   1.95 MiB  net/http.(*conn).serve / server.go:3608")]
    [InlineData(75, "    1000 select        2s   1.95 MiB  http.(*conn).serve / server.go:3608")]
    [InlineData(60, "    1000 select        2s   1.95 MiB  http.(*conn).serve / …")]
    public void GoroutineText_NarrowTerminal_TellsPlacesMoreShortly(int width, string expected)
    {
        using var text = new StringWriter();
        var census = Census(Waiting(
            "select",
            new("net/http.(*conn).serve", "/go/src/net/http/server.go", 1900, 1900),
            new("net/http.(*Server).Serve", "/go/src/net/http/server.go", 3608, 3500),
            TimeSpan.FromSeconds(2)));

        GoroutineText.Write(census, text, most: 30, withSystem: false, width);

        Assert.Equal(expected, text.ToString().Split('\n')[1]);
    }

    private static GoroutineCensus Census(params GoroutineGroup[] groups) => new() { TakenAt = Time, Groups = groups };

    private static GoroutineGroup Waiting(string reason, GoFrame start, GoFrame creator, TimeSpan longest) => new()
    {
        State = "waiting",
        WaitReason = reason,
        Start = start,
        CreatedBy = creator,
        Count = 1000,
        LongestWait = longest,
        StackBytes = new(2048 * 1000),
        IsSystem = false,
        ExampleId = 7,
    };

    private static GoPageMap Map() => new()
    {
        TakenAt = Time,
        PageBytes = 8192,
        Regions =
        [
            new()
            {
                Address = 0xc000000000,
                Pages = 8,
                Runs = new GoPageRun[]
                {
                    new(1, GoPageKind.Objects, 96, 100), new(1, GoPageKind.Objects, 53, 100), new(1, GoPageKind.Stacks, 0, 100),
                    new(1, GoPageKind.Idle, 0, 100), new(1, GoPageKind.Idle, 0, 0), new(2, GoPageKind.Released, 0, 0), new(1, GoPageKind.Other, 0, 0),
                },
                IsResidencyKnown = true,
            },
        ],
        Totals =
        [
            new(GoPageKind.Idle, new(16384), new ByteSize(8192)),
            new(GoPageKind.Released, new(16384), new ByteSize(0)),
            new(GoPageKind.Objects, new(16384), new ByteSize(16384)),
            new(GoPageKind.Stacks, new(8192), new ByteSize(8192)),
            new(GoPageKind.Other, new(8192), new ByteSize(0)),
        ],
        Spans = new()
        {
            TakenAt = Time,
            Spans =
            [
                new(0xc000000000, 8192, GoSpanState.InUse, 5, 48, 170, 163),
                new(0xc000002000, 8192, GoSpanState.InUse, 5, 48, 170, 91),
                new(0xc000004000, 8192, GoSpanState.Manual, 0, 8192, 0, 0),
            ],
            InUse = new(16384),
            Manual = new(8192),
            SizeClasses = [new() { SizeClass = 5, ObjectBytes = 48, Spans = 2, Slots = 340, Objects = 254, Bytes = new(16384), ObjectTotal = new(12192) }],
        },
    };
}
