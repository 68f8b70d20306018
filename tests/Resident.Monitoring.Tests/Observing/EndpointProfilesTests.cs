using System.Net;
using Resident.Analysis.Diagnosis.Sites;
using Resident.Model;
using Resident.Model.Profiles;
using Resident.Monitoring.Observing;
using Resident.Sources.Endpoints;
using Resident.Sources.Pprof;

namespace Resident.Monitoring.Tests.Observing;

public sealed class EndpointProfilesTests
{
    [Theory]
    [InlineData("http://host:6060")]
    [InlineData("http://host:6060/")]
    [InlineData("http://host:6060/debug/pprof/")]
    [InlineData("http://host:6060/debug/vars")]
    [InlineData("http://host:6060/metrics?x=1")]
    public void ReadHeap_OfAnyOfItsAddresses_AsksForTheHeapProfile(string address)
    {
        using var server = new Stub(Encode(Heap()));

        var found = Open(server, address).ReadHeap();

        Assert.Equal("http://host:6060/debug/pprof/heap", server.Asked);
        Assert.NotNull(found);
    }

    [Fact]
    public void ReadHeap_AsServed_NamesThePlaceAndItsBytes()
    {
        using var server = new Stub(Encode(Heap()));

        var sites = new SiteFinder("example.com/shop").Find(Open(server, "http://host:6060").ReadHeap()!.Profile);

        var site = Assert.Single(sites.Sites);
        Assert.Equal(new GoFrame("example.com/shop.(*Cache).Put", "cache.go", 118, 100), site.Frame);
        Assert.Equal(4_096, site.InuseBytes);
        Assert.Equal(2, site.InuseObjects);
    }

    [Fact]
    public void ReadGoroutines_AsServed_AreGroupedByWhatTheyRunAndAwait()
    {
        using var server = new Stub(Encode(Goroutines()));

        var census = Open(server, "http://host:6060").ReadGoroutines().Census;

        Assert.Equal(8, census.Count);
        var group = census.Groups[0];
        Assert.Equal((7L, "waiting", "chan receive", "main.worker"), (group.Count, group.State, group.WaitReason, group.Start!.Value.Function));
        Assert.Equal((1L, "running", "main.main"), (census.Groups[1].Count, census.Groups[1].State, census.Groups[1].Start!.Value.Function));
    }

    [Fact]
    public void Read_AnAddressWithoutProfiles_SaysWhatIsMissing()
    {
        using var server = new Stub([], HttpStatusCode.NotFound);

        var problem = Assert.Throws<HttpRequestException>(() => Open(server, "http://host:6060").ReadHeap());

        Assert.Equal(
            "http://host:6060/debug/pprof/heap: Expected a profile, found HTTP status 404. Does the service import net/http/pprof?", problem.Message);
    }

    [Fact]
    public void Read_SomethingElse_IsMalformed()
    {
        using var server = new Stub("<html>Sign in</html>"u8.ToArray());

        Assert.Throws<MalformedInputException>(() => Open(server, "http://host:6060").ReadHeap());
    }

    private static EndpointProfiles Open(Stub server, string address) =>
        new(new EndpointProfileReader(new HttpClient(server), new Uri(address), TimeProvider.System), TimeProvider.System);

    private static byte[] Encode(Profile profile)
    {
        using var stream = new MemoryStream();
        ProfileEncoder.Write(profile, stream);
        return stream.ToArray();
    }

    private static Profile Heap() => Make(
        ["alloc_objects", "alloc_space", "inuse_objects", "inuse_space"],
        [9, 99_999, 2, 4_096, 5, 5_000, 0, 0],
        [("runtime.mallocgc", "malloc.go", 1, 1), ("example.com/shop.(*Cache).Put", "cache.go", 118, 100), ("main.main", "main.go", 3, 2)],
        [[0, 1, 2], [0, 2]]);

    private static Profile Goroutines() => Make(
        ["goroutine"],
        [3, 4, 1],
        [("runtime.gopark", "proc.go", 1, 1), ("runtime.chanrecv", "chan.go", 1, 1), ("main.worker", "main.go", 9, 7), ("main.main", "main.go", 3, 2), ("runtime.chanrecv1", "chan.go", 2, 2)],
        [[0, 1, 2], [0, 1, 4, 2], [3]]);

    private static Profile Make(string[] types, long[] values, (string Name, string File, int Line, int Start)[] functions, int[][] stacks)
    {
        var strings = new List<string> { string.Empty };
        int Intern(string text)
        {
            int at = strings.IndexOf(text);
            if (at < 0)
            {
                strings.Add(text);
                at = strings.Count - 1;
            }

            return at;
        }

        int[] names = [.. functions.Select(one => Intern(one.Name))];
        int[] files = [.. functions.Select(one => Intern(one.File))];
        ulong[] ids = [.. Enumerable.Range(1, functions.Length).Select(static id => (ulong)id)];
        return new Profile
        {
            SampleTypes = [.. types.Select(static type => new SampleType(type, type.EndsWith("space", StringComparison.Ordinal) ? "bytes" : "count"))],
            Strings = [.. strings],
            Functions = new FunctionTable
            {
                Ids = [.. ids],
                Names = [.. names],
                SystemNames = [.. names],
                FileNames = [.. files],
                StartLines = [.. functions.Select(static one => (long)one.Start)],
            },
            Locations = new LocationTable
            {
                Ids = [.. ids],
                Addresses = [.. ids],
                Mappings = [.. ids.Select(static _ => -1)],
                Folded = [.. ids.Select(static _ => false)],
                LineStarts = [.. Enumerable.Range(0, functions.Length + 1)],
                Functions = [.. Enumerable.Range(0, functions.Length)],
                Lines = [.. functions.Select(static one => (long)one.Line)],
                Columns = [.. functions.Select(static _ => 0L)],
            },
            Samples = new SampleTable
            {
                ValueCount = types.Length,
                Values = [.. values],
                StackStarts = [.. stacks.Aggregate(new List<int> { 0 }, static (starts, stack) => [.. starts, starts[^1] + stack.Length])],
                Stacks = [.. stacks.SelectMany(static stack => stack)],
                LabelStarts = [.. Enumerable.Repeat(0, stacks.Length + 1)],
                Labels = [],
            },
        };
    }

    private sealed class Stub : HttpMessageHandler
    {
        private readonly byte[] _body;
        private readonly HttpStatusCode _status;

        public Stub(byte[] body, HttpStatusCode status = HttpStatusCode.OK)
        {
            _body = body;
            _status = status;
        }

        public string? Asked { get; private set; }

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) => Answer(request);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(Answer(request));

        private HttpResponseMessage Answer(HttpRequestMessage request)
        {
            Asked = request.RequestUri!.ToString();
            return new HttpResponseMessage(_status) { Content = new ByteArrayContent(_body) };
        }
    }
}
