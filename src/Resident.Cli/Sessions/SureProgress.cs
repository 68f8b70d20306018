using System.Globalization;
using Resident.Cli.CommandLine;
using Resident.Model;
using Resident.Model.Verdicts;

namespace Resident.Cli.Sessions;

/// <summary>Tells on stderr how far `why --until-sure` has come: on a terminal in one line that changes, else a line
/// each time that the answer is another one.</summary>
internal sealed class SureProgress : IDisposable
{
    private readonly TimeSpan _longest;
    private readonly bool _isHidden;
    private readonly bool _isTerminal = !Console.IsErrorRedirected;
    private readonly TimeProvider _clock;
    private readonly long _start;
    private string? _told;
    private int _width;

    public SureProgress(TimeSpan longest, bool isHidden, TimeProvider clock)
    {
        _longest = longest;
        _isHidden = isHidden;
        _clock = clock;
        _start = clock.GetTimestamp();
    }

    /// <summary>Tells of a sample, and of the answer of now; null while there is none.</summary>
    public void Show(Sample sample, Verdict? verdict)
    {
        if (_isHidden)
        {
            return;
        }

        var passed = _clock.GetElapsedTime(_start);
        if (_isTerminal)
        {
            Draw($"watching for {Tell(passed)} of at most {Tell(_longest)}, RES {sample.Process?.Res}, {verdict?.Id ?? "no answer yet"}");
        }
        else if (verdict is not null && !string.Equals(verdict.Id, _told, StringComparison.Ordinal))
        {
            Console.Error.WriteLine($"resident: after {Tell(passed)}: {verdict.Id}");
        }

        _told = verdict?.Id;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_width > 0)
        {
            Terminal.Order("\r" + new string(' ', _width) + "\r");
        }
    }

    private static string Tell(TimeSpan time) => time.TotalMinutes < 2
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min");

    private void Draw(string line)
    {
        Terminal.ShowProgress(line.PadRight(_width));
        _width = Math.Max(_width, line.Length);
    }
}
