using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Resident.Web.Security;

namespace Resident.Web.Tests.Security;

/// <summary>Whose a connection is: by real connections, and by tables as the kernel writes them.</summary>
[Trait("Kind", "Attack")]
public sealed class PeerUserTests : IDisposable
{
    private const string Heading = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    private static readonly IPEndPoint Remote = new(IPAddress.Loopback, 0x8F2A);
    private static readonly IPEndPoint Local = new(IPAddress.Loopback, 0x1F90);

    private readonly string _folder = Directory.CreateTempSubdirectory("resident-net-").FullName;

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("::1", "::1")]
    [InlineData("::", "127.0.0.1")]
    public async Task Find_AConnectionOfOurs_IsOurs(string listen, string connect)
    {
        using var listener = new TcpListener(IPAddress.Parse(listen), 0);
        if (listen is "::")
        {
            listener.Server.DualMode = true;
        }

        listener.Start();
        using var client = new TcpClient(connect.Contains(':', StringComparison.Ordinal) ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork);
        await client.ConnectAsync(IPAddress.Parse(connect), ((IPEndPoint)listener.LocalEndpoint).Port, TestContext.Current.CancellationToken);
        using var accepted = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        uint own = uint.Parse((await File.ReadAllLinesAsync("/proc/self/status", TestContext.Current.CancellationToken)).First(static line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[2], CultureInfo.InvariantCulture);

        uint? found = PeerUser.Find((IPEndPoint)accepted.Client.RemoteEndPoint!, (IPEndPoint)accepted.Client.LocalEndPoint!);

        Assert.Equal(own, found);
    }

    [Theory]
    [InlineData("01", "1000", "48213", 1000u)]
    [InlineData("01", "0", "48213", 0u)]
    [InlineData("01", "0", "0", null)]
    [InlineData("06", "0", "0", null)]
    [InlineData("05", "0", "48213", null)]
    [InlineData("01", "65534", "48213", null)]
    [InlineData("01", "-1", "48213", null)]
    public void Find_ASocketThatNobodyHasAnyMore_IsNobodys(string state, string user, string inode, uint? expected)
    {
        Write("tcp", $"   0: 0100007F:8F2A 0100007F:1F90 {state} 00000000:00000000 00:00000000 00000000  {user}        0 {inode} 1 0000000000000000 20 4 30 10 -1\n");

        Assert.Equal(expected, PeerUser.Find(Remote, Local, _folder));
    }

    [Fact]
    public void Find_TheOtherDirection_IsNotThePeer()
    {
        Write("tcp", "   0: 0100007F:1F90 0100007F:8F2A 01 00000000:00000000 00:00000000 00000000  1000        0 48213 1 0 20 4 30 10 -1\n");

        Assert.Null(PeerUser.Find(Remote, Local, _folder));
    }

    [Fact]
    public void Find_NoTables_IsNull() => Assert.Null(PeerUser.Find(Remote, Local, Path.Combine(_folder, "none")));

    [Fact]
    public async Task Page_AConnectionOfSomebodyElse_IsRefused_UnlessOpenToAll()
    {
        // Nothing else than our own connections come here: that of another user is shown by the command's own tests, as
        // root.
        await using var own = await PageFixture.StartAsync();
        await using var open = await PageFixture.StartAsync(change: static options => options with { IsOpenToAll = true });

        using var first = await own.GetAsync("/api/hello");
        using var second = await open.GetAsync("/api/hello");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string table, string line) => File.WriteAllText(Path.Combine(_folder, table), Heading + line);
}
