using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Resident.Cli.Pprof;
using Resident.Cli.Pprof.Arguments;
using Resident.Cli.Pprof.Output;
using Resident.Model.Profiles;
using Resident.Sources.Pprof;
using Resident.Testing;
using Resident.Web;
using Resident.Web.Profiles;

namespace Resident.EndToEnd.Tests.Pprof;

public sealed class PprofPageTests
{
    private static readonly Dictionary<string, string> NoParameters = [];

    [Fact]
    public void Flame_OfARealProfile_UnpacksToTheTotal()
    {
        using var flame = Ask("flame", NoParameters);
        using var top = Ask("top", NoParameters);

        Assert.Equal("resident.profile.flame/1", flame.RootElement.GetProperty("schema").GetString());
        Assert.Equal(top.RootElement.GetProperty("total").GetInt64(), Unpack(flame.RootElement).Sum(static node => node.Self + node.Hidden));
        Assert.Equal(flame.RootElement.GetProperty("nodes").GetInt32(), Unpack(flame.RootElement).Count);
    }

    [Fact]
    public void Flame_WithIgnore_IsSmaller()
    {
        using var all = Ask("flame", NoParameters);
        using var some = Ask("flame", new() { ["i"] = "main\\." });

        Assert.True(some.RootElement.GetProperty("nodes").GetInt32() < all.RootElement.GetProperty("nodes").GetInt32());
    }

    [Fact]
    public void Graph_OfARealProfile_HasEdgesBetweenItsNodes()
    {
        using var graph = Ask("graph", new() { ["n"] = "10" });

        int count = graph.RootElement.GetProperty("nodes").GetArrayLength();
        Assert.InRange(count, 1, 10);
        Assert.All(graph.RootElement.GetProperty("edges").EnumerateArray(), edge => Assert.InRange(edge.GetProperty("target").GetInt32(), 0, count - 1));
    }

    [Fact]
    public void Peek_OfAFunction_ShowsItsCallers()
    {
        using var peek = Ask("peek", new() { ["f"] = "^runtime\\.mallocgc$" });

        var node = Assert.Single(peek.RootElement.GetProperty("nodes").EnumerateArray());
        Assert.NotEqual(0, node.GetProperty("callers").GetArrayLength());
    }

    [Theory]
    [InlineData("top", "nosuch", "1")]
    [InlineData("top", "output", "/tmp/x")]
    [InlineData("top", "focus", "(")]
    [InlineData("peek", "si", "cpu")]
    public void Answer_WrongParameter_IsRefused(string view, string name, string value) =>
        Assert.Throws<ArgumentException>(() => Answers().Answer(view, new Dictionary<string, string> { [name] = value }));

    [Fact]
    public async Task Server_AFilterThatIsNoExpression_SaysWhichAndWhy()
    {
        var token = TestContext.Current.CancellationToken;
        await using var server = await ProfileServer.StartAsync(Answers(), new PageOptions { Clock = TimeProvider.System }, token);
        using HttpClient client = new() { BaseAddress = server.Url };

        using var response = await client.GetAsync("api/profile/top?focus=((", token);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(token));

        Assert.Equal("Focus is not a regular expression: missing closing ): `((`", problem.RootElement.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Server_OtherHostOrOrigin_RefusesThem()
    {
        var token = TestContext.Current.CancellationToken;
        await using var server = await ProfileServer.StartAsync(Answers(), new PageOptions { Clock = TimeProvider.System }, token);
        using HttpClient client = new() { BaseAddress = server.Url };

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "api/profile/top?focus=main", static _ => { }));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "", static _ => { }));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client, "api/profile/nosuch", static _ => { }));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(client, "api/profile/top?focus=(", static _ => { }));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(client, "api/profile/top", static request => request.Headers.Host = "attacker.example"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(client, "api/profile/top", static request => request.Headers.Add("Origin", "http://attacker.example")));
    }

    [Fact]
    public void FlameGraph_AsAFile_AsksForNothing()
    {
        var profile = Read();
        using MemoryStream output = new();
        new PprofReporter(profile, Host(output)).Generate(PprofCommandTable.Find("flamegraph")!, null, new PprofConfig());

        string page = Encoding.UTF8.GetString(output.ToArray());
        Assert.Contains("window.residentFlame = {", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<link", page, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path, Action<HttpRequestMessage> change)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        change(request);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static JsonDocument Ask(string view, Dictionary<string, string> parameters) => JsonDocument.Parse(Answers().Answer(view, parameters));

    internal static PprofAnswers Answers() => new(Read(), new PprofConfig(), Host(Stream.Null));

    private static PprofHost Host(Stream output) => new() { Output = output, Error = TextWriter.Null, Input = TextReader.Null };

    private static Profile Read()
    {
        using var cases = ZipFile.OpenRead(Repository.PathOf("tests", "Resident.EndToEnd.Tests", "Pprof", "testdata", "conformance.zip"));
        using var stream = cases.GetEntry("own/go127/cpu.pb.gz")!.Open();
        return ProfileReader.Read(stream, "cpu.pb.gz");
    }

    private static List<(int Depth, long Self, long Hidden)> Unpack(JsonElement flame)
    {
        using MemoryStream packed = new(flame.GetProperty("tree").GetBytesFromBase64());
        using GZipStream gzip = new(packed, CompressionMode.Decompress);
        using MemoryStream bytes = new();
        gzip.CopyTo(bytes);
        bytes.Position = 0;
        List<(int Depth, long Self, long Hidden)> nodes = [];
        int depth = -1;
        while (bytes.Position < bytes.Length)
        {
            depth = depth + 1 - (int)Varint(bytes);
            Varint(bytes);
            nodes.Add((depth, Signed(bytes), Signed(bytes)));
        }

        return nodes;
    }

    private static long Signed(Stream bytes)
    {
        ulong value = Varint(bytes);
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private static ulong Varint(Stream bytes)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            int part = bytes.ReadByte();
            value |= ((ulong)part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }
}
