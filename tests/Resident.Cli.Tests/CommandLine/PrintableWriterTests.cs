using System.Text;
using Resident.Cli.CommandLine;
using Resident.Model;

namespace Resident.Cli.Tests.CommandLine;

/// <summary>What a name from outside may do to a terminal: nothing.</summary>
[Trait("Kind", "Attack")]
public sealed class PrintableWriterTests
{
    [Theory]
    [InlineData("plain, Ünïcödé, 中文, a\ttab\n", "plain, Ünïcödé, 中文, a\ttab\n")]
    [InlineData("evil\u001b[2J\u001b]0;title\u0007", "evil\\x1b[2J\\x1b]0;title\\x07")]
    [InlineData("a\rb\bc\u007f", "a\\x0db\\x08c\\x7f")]
    [InlineData("\u009b31m", "\\u009b31m")]
    [InlineData("abc\u202edef\u2066", "abc\\u202edef\\u2066")]
    [InlineData("\u2028\u2029\ufeff", "\\u2028\\u2029\\ufeff")]
    public void Write_OrdersToATerminal_AreShown(string text, string shown)
    {
        using var output = new StringWriter();
        using var writer = new PrintableWriter(output);

        writer.Write(text);
        foreach (char letter in text)
        {
            writer.Write(letter);
        }

        Assert.Equal(shown + shown, output.ToString());
    }

    [Theory]
    [InlineData("\u001b[31mred\u001b[0m", "\u001b[31mred\u001b[0m")]
    [InlineData("\u001b[8mhidden", "\\x1b[8mhidden")]
    [InlineData("\u001b[5mblink", "\\x1b[5mblink")]
    [InlineData("\u001b[31;8mx", "\\x1b[31;8mx")]
    [InlineData("\u001b[2J\u001b[1;1H", "\\x1b[2J\\x1b[1;1H")]
    [InlineData("\u001b[99999999999m", "\\x1b[99999999999m")]
    [InlineData("\u001b", "\\x1b")]
    public void Write_WhereColoursAreWanted_NothingElsePasses(string text, string shown)
    {
        using var output = new StringWriter();
        using var writer = new PrintableWriter(output) { HasStyles = true };

        writer.WriteLine(text);

        Assert.Equal(shown + "\n", output.ToString());
    }

    [Fact]
    public void OneLine_LineEnds_AreShownToo() => Assert.Equal("x\\x1b[31m\\ny\\tz", PrintableText.OneLine("x\u001b[31m\ny\tz"));

    [Fact]
    public void Stream_BytesCutAnywhere_ComeOutWhole()
    {
        using var output = new StringWriter();
        using var stream = new PrintableStream(output);

        foreach (byte one in Encoding.UTF8.GetBytes("中\u001b[2J文\n"))
        {
            stream.Write([one]);
        }

        Assert.Equal("中\\x1b[2J文\n", output.ToString());
    }

    [Theory]
    [InlineData("", "--token: Expected a secret, found nothing.")]
    [InlineData("  ", "--token: Expected a secret, found nothing.")]
    [InlineData("@/nonexistent/file", "--token: /nonexistent/file cannot be read: Could not find a part of the path '/nonexistent/file'.")]
    public void Secret_ThatIsNone_IsRefused(string given, string message) =>
        Assert.Equal(message, Assert.Throws<WrongRequestException>(() => SecretText.Read("--token", given, variable: null)).Message);

    [Fact]
    public void Secret_InAFile_IsItsFirstLine()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "s3cret\nmore\n");
            Assert.Equal("s3cret", SecretText.Read("--token", "@" + file, variable: null));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
