using Microsoft.Extensions.Time.Testing;
using Resident.Monitoring.Sampling;

namespace Resident.Monitoring.Tests.Sampling;

public sealed class ReadBudgetTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void IsDue_CheapRead_WaitsTheLeastSpacing()
    {
        var budget = NewBudget("smaps_rollup");
        _ = budget.Run("smaps_rollup", () => Cost(TimeSpan.FromMilliseconds(4)));

        _clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(budget.IsDue("smaps_rollup"));
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(budget.IsDue("smaps_rollup"));
    }

    [Fact]
    public void SpacingOf_DearReads_KeepsAllOfThemWithinTheShare()
    {
        var budget = NewBudget("smaps", "spans");
        _ = budget.Run("smaps", () => Cost(TimeSpan.FromMilliseconds(200)));
        _ = budget.Run("spans", () => Cost(TimeSpan.FromMilliseconds(60)));

        double share = (0.200 / budget.SpacingOf("smaps").TotalSeconds) + (0.060 / budget.SpacingOf("spans").TotalSeconds);

        Assert.Equal(0.005, share, 6);
    }

    [Fact]
    public void Run_FailingRead_CountsAsAnAttempt()
    {
        var budget = NewBudget("smaps");

        _ = Assert.Throws<IOException>(() => budget.Run<int>("smaps", static () => throw new IOException("gone")));

        Assert.False(budget.IsDue("smaps"));
    }

    private int Cost(TimeSpan time)
    {
        _clock.Advance(time);
        return 0;
    }

    private ReadBudget NewBudget(params string[] names)
    {
        var budget = new ReadBudget(_clock);
        foreach (string name in names)
        {
            budget.Register(name);
        }

        return budget;
    }
}
