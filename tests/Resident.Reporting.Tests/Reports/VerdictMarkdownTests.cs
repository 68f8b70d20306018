using Resident.Reporting.Reports;

namespace Resident.Reporting.Tests.Reports;

public sealed class VerdictMarkdownTests
{
    [Theory]
    [InlineData("plain words", "plain words")]
    [InlineData("main.go_x *and* <b>", "main.go\\_x \\*and\\* \\<b>")]
    [InlineData("in `store.(*Cache).Put_it` now", "in `store.(*Cache).Put_it` now")]
    [InlineData("a | b", "a \\| b")]
    [InlineData("two\nlines", "two lines")]
    public void Escape_AText_HasNoMarks(string text, string expected)
    {
        Assert.Equal(expected, VerdictMarkdown.Escape(text));
    }
}
