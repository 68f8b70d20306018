using System.Globalization;
using Resident.Model;

namespace Resident.Cli.Pprof.Shell;

/// <summary>Lets a line be edited on a terminal: movement, history, completion. A line wider than the terminal is scrolled.</summary>
/// <remarks>
/// Keys are those of shells: arrows, Home, End, Delete; Ctrl-A E B F K U W L P N; Alt-B F D; Tab once completes, twice lists. Ctrl-C
/// drops the line, Ctrl-D in an empty one ends.
/// </remarks>
internal sealed class LineEditor
{
    private const int FewestColumns = 20;

    private readonly LineEditorHost _host;
    private readonly List<string> _history;
    private readonly LineBuffer _line = new();
    private string _prompt = string.Empty;
    private string _draft = string.Empty;
    private int _place;
    private bool _wasTab;

    /// <summary>Initializes a new instance of the <see cref="LineEditor"/> class.</summary>
    /// <param name="host">The terminal.</param>
    /// <param name="history">The lines of before, oldest first.</param>
    public LineEditor(LineEditorHost host, IEnumerable<string> history)
    {
        _host = host;
        _history = [.. history];
    }

    /// <summary>Reads a line. Null at the end of the input.</summary>
    public string? ReadLine(string prompt)
    {
        _prompt = prompt;
        _line.Set(string.Empty);
        _place = _history.Count;
        Draw();
        while (true)
        {
            var key = _host.ReadKey();
            bool isTab = key.Key == ConsoleKey.Tab;
            if (Finish(key) is { } answer)
            {
                return answer.Line;
            }

            if (isTab)
            {
                Complete();
            }
            else
            {
                Edit(key);
            }

            _wasTab = isTab;
            Draw();
        }
    }

    private (string? Line, bool IsDone)? Finish(ConsoleKeyInfo key)
    {
        bool isControl = key.Modifiers.HasFlag(ConsoleModifiers.Control);
        if (key.Key == ConsoleKey.Enter || (isControl && key.Key is ConsoleKey.J or ConsoleKey.M))
        {
            _host.Write("\r\n");
            Remember(_line.Text);
            return (_line.Text, true);
        }

        if (isControl && key.Key == ConsoleKey.C)
        {
            _host.Write("^C\r\n");
            return (string.Empty, true);
        }

        if (isControl && key.Key == ConsoleKey.D && _line.Text.Length == 0)
        {
            _host.Write("\r\n");
            return (null, true);
        }

        return null;
    }

    private void Remember(string line)
    {
        if (line.Trim().Length > 0 && (_history.Count == 0 || !string.Equals(_history[^1], line, StringComparison.Ordinal)))
        {
            _history.Add(line);
        }
    }

    private void Edit(ConsoleKeyInfo key)
    {
        if (key.Modifiers.HasFlag(ConsoleModifiers.Control))
        {
            Control(key.Key);
        }
        else if (key.Modifiers.HasFlag(ConsoleModifiers.Alt))
        {
            Word(key.Key);
        }
        else
        {
            Plain(key);
        }
    }

    private void Plain(ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.Backspace:
                _line.DeleteLeft();
                break;
            case ConsoleKey.Delete:
                _line.DeleteRight();
                break;
            case ConsoleKey.LeftArrow:
                _line.Move(-1);
                break;
            case ConsoleKey.RightArrow:
                _line.Move(1);
                break;
            case ConsoleKey.Home:
                _line.MoveTo(0);
                break;
            case ConsoleKey.End:
                _line.MoveTo(int.MaxValue);
                break;
            case ConsoleKey.UpArrow:
                Recall(-1);
                break;
            case ConsoleKey.DownArrow:
                Recall(1);
                break;
            default:
                if (!char.IsControl(key.KeyChar))
                {
                    _line.Insert(key.KeyChar.ToString());
                }

                break;
        }
    }

    private void Control(ConsoleKey key)
    {
        switch (key)
        {
            case ConsoleKey.A:
                _line.MoveTo(0);
                break;
            case ConsoleKey.E:
                _line.MoveTo(int.MaxValue);
                break;
            case ConsoleKey.B:
                _line.Move(-1);
                break;
            case ConsoleKey.F:
                _line.Move(1);
                break;
            case ConsoleKey.D:
                _line.DeleteRight();
                break;
            case ConsoleKey.H:
                _line.DeleteLeft();
                break;
            case ConsoleKey.P or ConsoleKey.N:
                Recall(key == ConsoleKey.P ? -1 : 1);
                break;
            case ConsoleKey.L:
                _host.Write("\u001b[H\u001b[2J");
                break;
            default:
                Cut(key);
                break;
        }
    }

    private void Cut(ConsoleKey key)
    {
        switch (key)
        {
            case ConsoleKey.K:
                _line.DeleteTo(int.MaxValue);
                break;
            case ConsoleKey.U:
                _line.DeleteTo(0);
                break;
            case ConsoleKey.W or ConsoleKey.Backspace:
                _line.DeleteTo(_line.WordLeft());
                break;
            case ConsoleKey.LeftArrow:
                _line.MoveTo(_line.WordLeft());
                break;
            case ConsoleKey.RightArrow:
                _line.MoveTo(_line.WordRight());
                break;
        }
    }

    private void Word(ConsoleKey key)
    {
        switch (key)
        {
            case ConsoleKey.B or ConsoleKey.LeftArrow:
                _line.MoveTo(_line.WordLeft());
                break;
            case ConsoleKey.F or ConsoleKey.RightArrow:
                _line.MoveTo(_line.WordRight());
                break;
            case ConsoleKey.D:
                _line.DeleteTo(_line.WordRight());
                break;
            case ConsoleKey.Backspace:
                _line.DeleteTo(_line.WordLeft());
                break;
        }
    }

    private void Recall(int step)
    {
        int place = Math.Clamp(_place + step, 0, _history.Count);
        if (place != _place)
        {
            _draft = _place == _history.Count ? _line.Text : _draft;
            _place = place;
            _line.Set(place == _history.Count ? _draft : _history[place]);
        }
    }

    private void Complete()
    {
        string before = _line.Text[.._line.Cursor];
        var completion = _host.Complete(before);
        _line.Replace(completion.Start, completion.Text);
        if (completion.Choices.Count > 1 && _wasTab)
        {
            _host.Write("\r\n" + string.Join("\r\n", completion.Choices.Take(completion.Shown).Select(PrintableText.OneLine)) + "\r\n");
            if (completion.Choices.Count > completion.Shown)
            {
                _host.Write(string.Create(CultureInfo.InvariantCulture, $"... and {completion.Choices.Count - completion.Shown} more\r\n"));
            }
        }
    }

    /// <summary>Draws the part of the line around the cursor that fits.</summary>
    private void Draw()
    {
        int room = Math.Max(FewestColumns, _host.Columns()) - _prompt.Length - 1;
        int start = 0;
        while (LineBuffer.WidthOf(_line.Text.AsSpan(start, _line.Cursor - start)) >= room)
        {
            start++;
        }

        int end = _line.Text.Length;
        while (end > _line.Cursor && LineBuffer.WidthOf(_line.Text.AsSpan(start, end - start)) >= room)
        {
            end--;
        }

        int column = _prompt.Length + LineBuffer.WidthOf(_line.Text.AsSpan(start, _line.Cursor - start)) + 1;
        _host.Write(string.Create(CultureInfo.InvariantCulture, $"\r{_prompt}{PrintableText.OneLine(_line.Text[start..end])}\u001b[K\u001b[{column}G"));
    }
}
