using Resident.Cli.Sessions;
using Resident.Monitoring.Recording;

namespace Resident.Cli.Tests.Sessions;

public sealed class AskedWindowTests
{
    private static readonly DateTimeOffset Now = new(new DateTime(2026, 11, 30, 14, 30, 0, DateTimeKind.Local));

    [Theory]
    [InlineData("-2h", "-1h", null, -120, -60)]
    [InlineData("-2h", null, 30, -120, -90)]
    [InlineData(null, "-1h", 30, -90, -60)]
    [InlineData(null, null, 30, -30, null)]
    [InlineData("-2h", null, null, -120, null)]
    public void Resolve_EndsAndLength_GiveTheStretch(string? from, string? to, int? minutes, int fromMinutes, int? toMinutes)
    {
        var length = minutes is { } known ? TimeSpan.FromMinutes(known) : (TimeSpan?)null;

        var span = new AskedWindow(from, to).Resolve(Now, length);

        Assert.Equal(new RecordedSpan(At(fromMinutes), toMinutes is { } end ? At(end) : long.MaxValue), span);
    }

    [Fact]
    public void Resolve_NothingAsked_IsAllTime() => Assert.Equal(RecordedSpan.All, new AskedWindow(null, null).Resolve(Now, length: null));

    [Theory]
    [InlineData("-1h", "-2h", null, "--from: Expected a time before --to (2026-11-30 12:30:00), found 2026-11-30 13:30:00.")]
    [InlineData("2026-12-01T00:00", null, null, "--from: Expected a time before the end of what there is (2026-11-30 14:30:00), found 2026-12-01 00:00:00.")]
    [InlineData("soon", null, null, "--from: Expected a time such as 2026-11-30T14:02, 14:02, -2h or \"2h ago\", found \"soon\".")]
    [InlineData(null, "12.5", null, "--to: Expected a time such as 2026-11-30T14:02, 14:02, -2h or \"2h ago\", found \"12.5\".")]
    [InlineData("-2h", "-1h", 5, "--from, --to, --for: Expected two of the three, found all. --from and --to say the stretch by themselves.")]
    public void Resolve_NoStretch_SaysWhy(string? from, string? to, int? minutes, string message)
    {
        var length = minutes is { } known ? TimeSpan.FromMinutes(known) : (TimeSpan?)null;

        var refused = Assert.Throws<WrongRequestException>(() => new AskedWindow(from, to).Resolve(Now, length));

        Assert.Equal(message, refused.Message);
    }

    private static long At(int minutes) => Now.AddMinutes(minutes).ToUnixTimeMilliseconds();
}
