using Resident.Cli.CommandLine;

namespace Resident.Cli.Tests.CommandLine;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("0", true)]
    [InlineData("0s", true)]
    [InlineData("0.0m", true)]
    [InlineData("1s", false)]
    [InlineData("0x", false)]
    [InlineData("", false)]
    [InlineData("s", false)]
    public void IsZero_Text_IsNoTimeAtAll(string text, bool isZero) => Assert.Equal(isZero, DurationText.IsZero(text));

    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("1s", 1)]
    [InlineData("1.5m", 90)]
    [InlineData("1h30m", 5_400)]
    [InlineData("3d", 259_200)]
    [InlineData("10", 10)]
    public void TryParse_WhatPeopleWrite_IsUnderstood(string text, double seconds)
    {
        Assert.True(DurationText.TryParse(text, out var duration));
        Assert.Equal(seconds, duration.TotalSeconds, 3);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0s")]
    [InlineData("-1s")]
    [InlineData("1 week")]
    [InlineData("ms")]
    [InlineData("1..5s")]
    [InlineData("99999999d")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.False(DurationText.TryParse(text, out _));
}
