using Microsoft.Extensions.Time.Testing;
using Resident.Monitoring.Inspection;

namespace Resident.Monitoring.Tests.Inspection;

public sealed class VerdictDebounceTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Take_AVerdictThatStands_IsToldOnce()
    {
        var debounce = new VerdictDebounce(_clock, TimeSpan.FromMinutes(1));

        Assert.False(debounce.Take(isThere: true));
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(debounce.Take(isThere: true));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(debounce.Take(isThere: true));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.False(debounce.Take(isThere: true));
    }

    [Fact]
    public void Take_AVerdictThatFlickers_IsNotTold()
    {
        var debounce = new VerdictDebounce(_clock, TimeSpan.FromMinutes(1));

        for (int i = 0; i < 20; i++)
        {
            Assert.False(debounce.Take(isThere: i % 2 == 0));
            _clock.Advance(TimeSpan.FromSeconds(40));
        }
    }

    [Fact]
    public void Take_GoneForAsLong_IsToldAnew()
    {
        var debounce = new VerdictDebounce(_clock, TimeSpan.FromMinutes(1));
        _ = debounce.Take(isThere: true);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(debounce.Take(isThere: true));

        Assert.False(debounce.Take(isThere: false));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(debounce.Take(isThere: false));
        Assert.False(debounce.Take(isThere: true));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(debounce.Take(isThere: true));
    }
}
