using System.Globalization;
using System.Text;
using Resident.Model;

namespace Resident.Cli.Sessions;

/// <summary>A terminal's other screen, drawn line by line: only lines that changed are sent, each frame at once. What was on the terminal is there
/// again afterwards.</summary>
internal sealed class AnsiScreen : IDisposable
{
    // The other screen, no cursor, no wrapping; then all of that taken back.
    private const string Enter = "\e[?1049h\e[?25l\e[?7l\e[2J";
    private const string Leave = "\e[?7h\e[?25h\e[?1049l";

    private readonly Action<string> _send;
    private readonly StringBuilder _frame = new();
    private List<string> _shown = [];
    private (int Width, int Height) _size;
    private bool _isLeft;

    /// <summary>Initializes a new instance of the <see cref="AnsiScreen"/> class, and takes the terminal.</summary>
    /// <param name="send">Writes to the terminal, at once.</param>
    public AnsiScreen(Action<string> send)
    {
        _send = send;
        _send(Enter);
    }

    /// <summary>Draws a frame.</summary>
    /// <param name="lines">Its lines; those below the screen's end are left out.</param>
    /// <param name="width">The terminal's columns.</param>
    /// <param name="height">The terminal's rows.</param>
    public void Draw(IReadOnlyList<string> lines, int width, int height)
    {
        bool isResized = _size != (width, height);
        _size = (width, height);
        _ = _frame.Clear().Append("\e[?2026h").Append(isResized ? "\e[2J" : "");
        var next = lines.Take(height).ToList();
        for (int row = 0; row < Math.Max(next.Count, _shown.Count); row++)
        {
            string line = row < next.Count ? next[row] : "";
            string before = row < _shown.Count ? _shown[row] : "";
            if ((isResized && line.Length > 0) || !string.Equals(line, before, StringComparison.Ordinal))
            {
                _ = _frame.Append(CultureInfo.InvariantCulture, $"\e[{row + 1};1H");
                _ = PrintableText.Append(_frame, line, hasStyles: true).Append("\e[0m\e[K");
            }
        }

        _shown = next;
        _send(_frame.Append("\e[?2026l").ToString());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isLeft)
        {
            _isLeft = true;
            _send(Leave);
        }
    }
}
