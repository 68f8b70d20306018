using Resident.Cli.Sessions;
using Resident.Model.Verdicts;

namespace Resident.Cli.Tests.Sessions;

public sealed class FailOnTests
{
    [Fact]
    public void Parse_WordsWithCommas_AreTakenApart() =>
        Assert.Equal(["leak", VerdictIds.GoFragmentation], FailOn.Parse(["leak, go-fragmentation"]));

    [Fact]
    public void Parse_UnknownWord_SaysWhatIsExpected()
    {
        var refused = Assert.Throws<WrongRequestException>(static () => FailOn.Parse(["leaks"]));

        Assert.Equal("--fail-on: Expected leak, growth, unsure or a verdict such as go-live-heap-leak, found \"leaks\".", refused.Message);
    }

    [Theory]
    [InlineData("leak", VerdictIds.GoLiveHeapLeak, true)]
    [InlineData("leak", VerdictIds.FileMappedGrowth, false)]
    [InlineData("growth", VerdictIds.FileMappedGrowth, true)]
    [InlineData("growth", VerdictIds.HealthyStep, false)]
    [InlineData(VerdictIds.HealthyStep, VerdictIds.HealthyStep, true)]
    public void Matches_LooksAtTheCauses(string word, string cause, bool expected) =>
        Assert.Equal(expected, FailOn.Matches([word], VerdictOf(cause)));

    // What is only possible is no reason to fail a build, or to wake a person.
    [Theory]
    [InlineData("leak", false)]
    [InlineData("growth", false)]
    [InlineData(VerdictIds.GoLiveHeapLeak, false)]
    [InlineData("unsure", true)]
    [InlineData(VerdictIds.NotSureYet, true)]
    public void Matches_NotSureYet_IsNoneButUnsure(string word, bool expected)
    {
        var suspected = VerdictOf(VerdictIds.GoLiveHeapLeak);
        var verdict = suspected with { Id = VerdictIds.NotSureYet, Causes = [VerdictOf(VerdictIds.NotSureYet).Causes[0], .. suspected.Causes] };

        Assert.Equal(expected, FailOn.Matches([word], verdict));
    }

    [Fact]
    public void Matches_Unsure_IsNoVerdictThatIsSure() => Assert.False(FailOn.Matches(["unsure"], VerdictOf(VerdictIds.GoLiveHeapLeak)));

    private static Verdict VerdictOf(string cause) => new()
    {
        Target = new() { Name = "orders" },
        Window = new(default, default, 2, 2, null),
        Id = cause,
        Confidence = Confidence.High,
        ConfidenceReason = new("confidence-clear"),
        ResFrom = default,
        ResTo = default,
        Ledger = [],
        Causes = [new() { Verdict = cause, Change = new(1 << 20) }],
        Forecast = new(),
    };
}
