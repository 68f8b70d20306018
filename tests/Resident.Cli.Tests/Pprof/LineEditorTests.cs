using Resident.Cli.Pprof.Shell;

namespace Resident.Cli.Tests.Pprof;

public sealed class LineEditorTests
{
    private static readonly ConsoleKeyInfo Enter = Key('\r', ConsoleKey.Enter);
    private static readonly ConsoleKeyInfo Left = Key('\0', ConsoleKey.LeftArrow);
    private static readonly ConsoleKeyInfo Up = Key('\0', ConsoleKey.UpArrow);
    private static readonly ConsoleKeyInfo Down = Key('\0', ConsoleKey.DownArrow);
    private static readonly ConsoleKeyInfo Tab = Key('\t', ConsoleKey.Tab);

    [Fact]
    public void ReadLine_KeysInTheMiddle_EditsThere() =>
        Assert.Equal("top10 -cum", Read([.. Type("tp10 -cum"), .. Enumerable.Repeat(Left, 8), .. Type("o"), Enter]));

    [Fact]
    public void ReadLine_ControlKeys_CutAsShellsDo()
    {
        Assert.Equal("peek ", Read([.. Type("peek main"), Control(ConsoleKey.W), Enter]));
        Assert.Equal("main", Read([.. Type("peek main"), .. Enumerable.Repeat(Left, 4), Control(ConsoleKey.U), Enter]));
        Assert.Equal("peek", Read([.. Type("peek main"), .. Enumerable.Repeat(Left, 5), Control(ConsoleKey.K), Enter]));
        Assert.Equal("xtop", Read([.. Type("top"), Control(ConsoleKey.A), .. Type("x"), Enter]));
    }

    [Fact]
    public void ReadLine_CharacterOfTwoUnits_IsDeletedAsOne() =>
        Assert.Equal("a", Read([.. Type("a\U0001F600"), Key('\b', ConsoleKey.Backspace), Enter]));

    [Fact]
    public void ReadLine_EndOfInput_IsNullOnAnEmptyLineOnly()
    {
        Assert.Null(Read([Control(ConsoleKey.D)]));
        Assert.Equal("ab", Read([.. Type("abc"), Left, Control(ConsoleKey.D), Enter]));
        Assert.Equal(string.Empty, Read([.. Type("abc"), Control(ConsoleKey.C)]));
    }

    [Fact]
    public void ReadLine_History_GivesEarlierLinesAndTheDraft()
    {
        Assert.Equal("second", Read([Up, Enter], "first", "second"));
        Assert.Equal("first", Read([Up, Up, Up, Enter], "first", "second"));
        Assert.Equal("draft", Read([.. Type("draft"), Up, Down, Enter], "first"));
    }

    [Fact]
    public void ReadLine_Tab_TakesWhatAllChoicesShare_AndListsThemAtTheSecond()
    {
        var written = new System.Text.StringBuilder();

        string? line = Read([.. Type("t"), Tab, Tab, Enter], new LineCompletion(0, "to", ["top", "topproto"]), written);

        Assert.Equal("to", line);
        Assert.Contains("\r\ntop\r\ntopproto\r\n", written.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ReadLine_LineWiderThanTheTerminal_ShowsThePartAroundTheCursor()
    {
        var written = new System.Text.StringBuilder();

        Read([.. Type(new string('a', 50) + "END"), Enter], new LineCompletion(0, string.Empty, []), written);

        string last = written.ToString().Split('\r')[^2];
        Assert.Contains("END", last, StringComparison.Ordinal);
        Assert.True(last.Split('\u001b')[0].Length <= 30, last);
    }

    private static ConsoleKeyInfo Key(char character, ConsoleKey key) => new(character, key, shift: false, alt: false, control: false);

    private static ConsoleKeyInfo Control(ConsoleKey key) => new('\0', key, shift: false, alt: false, control: true);

    private static IEnumerable<ConsoleKeyInfo> Type(string text) => text.Select(static character => Key(character, ConsoleKey.None));

    private static string? Read(ConsoleKeyInfo[] keys, params string[] history) => Read(keys, new LineCompletion(0, string.Empty, []), new System.Text.StringBuilder(), history);

    private static string? Read(ConsoleKeyInfo[] keys, LineCompletion completion, System.Text.StringBuilder written, params string[] history)
    {
        var queue = new Queue<ConsoleKeyInfo>(keys);
        var host = new LineEditorHost
        {
            ReadKey = queue.Dequeue,
            Write = text => written.Append(text),
            Columns = static () => 30,
            Complete = _ => completion,
        };
        return new LineEditor(host, history).ReadLine("> ");
    }
}
