using System.Text.RegularExpressions;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;
using Resident.Reporting.Verdicts;

namespace Resident.Reporting.Tests.Verdicts;

/// <summary>Holds the sentences: each language has all of them, with the same figures in them.</summary>
public sealed partial class VerdictWordsTests
{
    [Fact]
    public void BothLanguages_HaveTheSameSentences() =>
        Assert.Equal(VerdictWords.English.Ids.Order(StringComparer.Ordinal), VerdictWords.Chinese.Ids.Order(StringComparer.Ordinal));

    [Fact]
    public void BothLanguages_HaveTheSameFiguresInASentence() =>
        Assert.All(VerdictWords.English.Ids, static id => Assert.Equal(FiguresOf(VerdictWords.English[id]), FiguresOf(VerdictWords.Chinese[id])));

    [Fact]
    public void EveryVerdict_HasItsHeadline() =>
        Assert.All(
            VerdictIds.All.Except(MadeOfTerms, StringComparer.Ordinal),
            static verdict => Assert.True(VerdictWords.English.Has("what:" + verdict) || VerdictWords.English.Has("because:" + verdict), verdict));

    [Fact]
    public void NoSentence_HasAWordThatTheProductDoesNotUse() => Assert.All(
        VerdictWords.English.Ids, static id => Assert.DoesNotMatch(WordsToDrop(), Braces().Replace(VerdictWords.English[id], "")));

    [Fact]
    public void EveryTerm_HasItsName() =>
        Assert.All(LedgerTermNames.All, static term => Assert.Contains("term:" + LedgerTermNames.NameOf(term), VerdictWords.English.Ids));

    [Theory]
    [InlineData(25, "25 s", "25 秒")]
    [InlineData(22_800, "6 h 20 min", "6 小时 20 分钟")]
    [InlineData(259_200, "3 d", "3 天")]
    public void Time_IsWrittenAsAPersonWouldSay(double seconds, string english, string chinese)
    {
        Assert.Equal(english, VerdictWords.English.Time(seconds));
        Assert.Equal(chinese, VerdictWords.Chinese.Time(seconds));
    }

    [Fact]
    public void Say_FillsFiguresWithTheirUnits()
    {
        string text = VerdictWords.English.Say("live-rises", VerdictFigure.Change("change", 3 << 20), VerdictFigure.Count("cycles", 1234));

        Assert.Equal("Live heap after each GC rose 3.00 MiB over 1,234 cycles.", text);
    }

    [Fact]
    public void Chinese_AroundATime_HasNoSpaceBetweenItsOwnWords() =>
        Assert.All(VerdictWords.Chinese.Ids, static id => Assert.DoesNotMatch(SpaceInChinese(), VerdictWords.Chinese.Say(id, TimesAndRates)));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Say_AFigureThatIsNotKnown_SaysSo(double value)
    {
        Assert.Equal("It rises by not known.", VerdictWords.English.Say("It rises by {slope}.", VerdictFigure.PerHour("slope", value)));
        Assert.Equal("未知", VerdictWords.Chinese.Write(VerdictFigure.Bytes("level", value)));
        Assert.Equal("?", VerdictWords.WriteChange(value));
    }

    [Fact]
    public void Say_MoreThanAnyMemory_IsCutOff() => Assert.Equal("+4.00 EiB", VerdictWords.WriteChange(1e300));

    // Their headline says what RES consists of.
    private static string[] MadeOfTerms { get; } = [VerdictIds.HealthySteady, VerdictIds.ResLevel, VerdictIds.ResFell, VerdictIds.NotSureYet];

    private static VerdictFigure[] TimesAndRates { get; } =
    [
        .. ((string[])["window", "gap", "left", "cycle", "time"]).Select(static name => VerdictFigure.Seconds(name, 25)),
        .. ((string[])["rate", "slope"]).Select(static name => VerdictFigure.PerHour(name, 5 << 20)),
    ];

    private static SortedSet<string> FiguresOf(string sentence) =>
        new(Braces().Matches(sentence).Select(static match => match.Value), StringComparer.Ordinal);

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs} \p{IsCJKUnifiedIdeographs}", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex SpaceInChinese();

    [GeneratedRegex(@"\b(anew|dear|terms?|look|by what|level|masked|hides?|room (that|above))\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex WordsToDrop();

    [GeneratedRegex(@"\{(abs:)?\w+\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Braces();
}
