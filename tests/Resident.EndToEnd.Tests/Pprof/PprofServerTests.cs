using Resident.Cli.Pprof.Output;
using Resident.Web;
using Resident.Web.Profiles;

namespace Resident.EndToEnd.Tests.Pprof;

public sealed class PprofServerTests
{
    [Fact]
    public async Task Server_PortInUse_SaysWhatToDo()
    {
        var token = TestContext.Current.CancellationToken;
        await using var server = await ProfileServer.StartAsync(PprofPageTests.Answers(), PprofWeb.Parse("localhost:0", TimeProvider.System), token);
        var options = PprofWeb.Parse(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"localhost:{server.Url.Port}"), TimeProvider.System);

        var problem = await Assert.ThrowsAsync<PageAddressUnavailableException>(() => ProfileServer.StartAsync(PprofPageTests.Answers(), options, token));

        Assert.EndsWith(
            "The port is in use by another program. Choose another with -http HOST:PORT, or leave the port out to get a free one.", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_OnAllAddresses_PrintsOneThatCanBeOpened()
    {
        var options = PprofWeb.Parse("0.0.0.0:0", TimeProvider.System);
        await using var server = await ProfileServer.StartAsync(PprofPageTests.Answers(), options, TestContext.Current.CancellationToken);

        Assert.Equal("127.0.0.1", server.Url.Host);
        Assert.StartsWith("?token=", server.Url.Query, StringComparison.Ordinal);
    }
}
