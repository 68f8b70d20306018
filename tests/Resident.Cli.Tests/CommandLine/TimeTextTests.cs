using Resident.Cli.CommandLine;

namespace Resident.Cli.Tests.CommandLine;

public sealed class TimeTextTests
{
    private static readonly DateTimeOffset Now = AtHome(2026, 11, 30, 14, 30, 0);

    [Theory]
    [InlineData("-2h", 12, 30)]
    [InlineData("2h ago", 12, 30)]
    [InlineData("-1h30m", 13, 0)]
    [InlineData("now", 14, 30)]
    [InlineData("14:02", 14, 2)]
    [InlineData("9:05", 9, 5)]
    [InlineData("2026-11-30T08:15", 8, 15)]
    [InlineData("2026-11-30 08:15:00", 8, 15)]
    public void TryParse_TimesOfThisDay_AreRead(string text, int hour, int minute)
    {
        Assert.True(TimeText.TryParse(text, Now, out var time));

        Assert.Equal(AtHome(2026, 11, 30, hour, minute, 0), time);
    }

    [Fact]
    public void TryParse_TimeOfDayThatIsYetToCome_WasYesterday()
    {
        Assert.True(TimeText.TryParse("23:15:30", Now, out var time));

        Assert.Equal(AtHome(2026, 11, 29, 23, 15, 30), time);
    }

    [Fact]
    public void TryParse_TimeWithAZone_IsOfThatZone()
    {
        Assert.True(TimeText.TryParse("2026-11-30T08:15:00Z", Now, out var time));

        Assert.Equal(new DateTimeOffset(2026, 11, 30, 8, 15, 0, TimeSpan.Zero), time);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("25:00")]
    [InlineData("2h")]
    [InlineData("-")]
    [InlineData("-0s")]
    [InlineData("-99y")]
    [InlineData("-100000d")]
    [InlineData("11/30")]
    [InlineData("2026-13-01")]
    public void TryParse_NoTime_IsRefused(string text) => Assert.False(TimeText.TryParse(text, Now, out _));

    private static DateTimeOffset AtHome(int year, int month, int day, int hour, int minute, int second)
    {
        var local = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Unspecified);
        return new(local, TimeZoneInfo.Local.GetUtcOffset(local));
    }
}
