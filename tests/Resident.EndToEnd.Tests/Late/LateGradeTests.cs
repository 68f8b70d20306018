using System.Text.Json;

namespace Resident.EndToEnd.Tests.Late;

/// <summary>What an answer to a late look is worth.</summary>
public sealed class LateGradeTests
{
    [Theory]
    [InlineData("leak", "go-live-heap-leak", "main.keep", "right")]
    [InlineData("leak", "go-finalizer-backlog", "main.keep", "right")]
    [InlineData("leak", "go-live-heap-leak", "main.other", "weak")]
    [InlineData("leak", "not-sure-yet", "main.keep", "weak")]
    [InlineData("leak", "healthy-steady", "main.keep", "FALSE")]
    [InlineData("leak", "go-gc-headroom", "main.keep", "FALSE")]
    [InlineData("healthy", "healthy-steady", "", "right")]
    [InlineData("healthy", "go-gc-headroom", "", "right")]
    [InlineData("healthy", "not-sure-yet", "", "weak")]
    [InlineData("healthy", "go-goroutine-leak", "", "FALSE")]
    [InlineData("over", "not-sure-yet", "", "right")]
    [InlineData("over", "go-live-heap-leak", "", "FALSE")]
    [InlineData("unsure", "not-sure-yet", "", "right")]
    [InlineData("unsure", "go-live-heap-leak", "", "right")]
    [InlineData("unsure", "healthy-saturating", "", "FALSE")]
    [InlineData("go-gc-disabled", "go-gc-disabled", "", "right")]
    [InlineData("go-gc-disabled", "healthy-steady", "", "FALSE")]
    public void From_ExpectedAndFound_IsTheState(string expected, string found, string place, string state)
    {
        var grade = LateGrade.From(CaseOf(expected), VerdictOf(found, place), canSeePlaces: true);

        Assert.Equal(state, grade.State);
        Assert.Equal($"{found} (low), 3 GCs, at {place}: It is so.", grade.Summary);
    }

    [Fact]
    public void From_NoRightToSeePlaces_AsksForNone() =>
        Assert.Equal("right", LateGrade.From(CaseOf("leak"), VerdictOf("go-live-heap-leak", ""), canSeePlaces: false).State);

    private static LateCase CaseOf(string expected) => new()
    {
        Name = "case",
        Program = "aged",
        Args = [],
        Env = new Dictionary<string, string>(StringComparer.Ordinal),
        Flavour = "stripped",
        Age = 1,
        For = 1,
        Expect = expected,
        Site = "keep",
        Always = false,
        Why = "it is so",
    };

    private static JsonElement VerdictOf(string id, string place) => JsonDocument.Parse(
        $$"""{ "verdict": "{{id}}", "confidence": "low", "headline": "It is so.", "window": { "gcCycles": 3 }, "sites": [{ "function": "{{place}}" }] }""").RootElement;
}
