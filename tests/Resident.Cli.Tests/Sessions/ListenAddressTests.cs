using Resident.Cli.Sessions;

namespace Resident.Cli.Tests.Sessions;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:0", "127.0.0.1:0")]
    [InlineData(":8080", "127.0.0.1:8080")]
    [InlineData("8080", "127.0.0.1:8080")]
    [InlineData("0.0.0.0:80", "0.0.0.0:80")]
    [InlineData("localhost", "127.0.0.1:0")]
    [InlineData("*:80", "0.0.0.0:80")]
    [InlineData("[::1]:80", "::1:80")]
    [InlineData("::1", "::1:0")]
    public void Parse_WhatPeopleWrite_IsUnderstood(string text, string expected)
    {
        var listen = ListenAddress.Parse(text);

        Assert.Equal(expected, $"{listen.Address}:{listen.Port}");
    }

    [Fact]
    public void Parse_PortPastTheLast_SaysWhatAPortIs()
    {
        var error = Assert.Throws<WrongRequestException>(static () => ListenAddress.Parse("127.0.0.1:70000"));

        Assert.Equal("--listen: Expected HOST:PORT with a port from 0 to 65535, found \"127.0.0.1:70000\".", error.Message);
    }

    [Fact]
    public void Parse_GcvisOptions_GoOverListen() =>
        Assert.Equal(new ListenAddress(System.Net.IPAddress.Any, 90), ListenAddress.Parse("127.0.0.1:80", "0.0.0.0", 90));
}
