using System.Globalization;
using System.Net;
using System.Net.WebSockets;

namespace Resident.Web.Tests;

public sealed class PageServerTests
{
    [Fact]
    public async Task Port_InUse_IsToldWithWhatToDo()
    {
        await using var page = await PageFixture.StartAsync();
        int port = page.Server.Url.Port;

        var problem = await Assert.ThrowsAsync<PageAddressUnavailableException>(
            () => PageFixture.StartAsync(change: options => options with { Port = port }));

        Assert.Equal(
            string.Create(
                CultureInfo.InvariantCulture,
                $"127.0.0.1:{port}: The port is in use by another program. Choose another with --listen HOST:PORT, or leave the port out to get a free one."),
            problem.Message);
    }

    [Fact]
    public async Task Address_OfAnotherMachine_IsToldWithWhatToDo()
    {
        // 192.0.2.0/24 is set aside for documentation: no machine has it.
        var problem = await Assert.ThrowsAsync<PageAddressUnavailableException>(
            static () => PageFixture.StartAsync(change: static options => options with { ListenAddress = IPAddress.Parse("192.0.2.1"), Port = 8080 }));

        Assert.Equal("192.0.2.1:8080: The address does not belong to this machine. Give one of its own with --listen HOST:PORT.", problem.Message);
    }

    [Fact]
    public async Task Stop_WithAReaderConnected_EndsItsConnection()
    {
        await using var page = await PageFixture.StartAsync();
        using var socket = await page.ConnectAsync();
        _ = await PageFixture.ReceiveAsync(socket);

        await page.Server.StopAsync(TestContext.Current.CancellationToken);

        await Assert.ThrowsAnyAsync<WebSocketException>(() => PageFixture.ReceiveAsync(socket));
    }
}
