using Resident.Reporting.Verdicts;

namespace Resident.Reporting.Tests.Verdicts;

public sealed class TextColumnsTests
{
    [Theory]
    [InlineData("对象在增长。", 10, "对象在增", "长。")]
    [InlineData("对象，在增长", 5, "对", "象，", "在增", "长")]
    [InlineData("live objects rise", 12, "live objects", "rise")]
    public void Fold_Text_BreaksWhereTheLanguageDoes(string text, int width, params string[] lines) =>
        Assert.Equal(lines, TextColumns.Fold(text, width));
}
