using System.Globalization;
using Resident.Cli.CommandLine;
using Resident.Model;

namespace Resident.Cli.Sessions;

/// <summary>Shows on a terminal's stderr how long the watch still takes, and RES.</summary>
internal sealed class WhyProgress
{
    private readonly TimeSpan _duration;
    private readonly bool _isHidden;
    private readonly TimeProvider _clock;
    private readonly long _start;
    private bool _isShown;

    public WhyProgress(TimeSpan duration, bool isHidden, TimeProvider clock)
    {
        _duration = duration;
        _isHidden = isHidden;
        _clock = clock;
        _start = clock.GetTimestamp();
    }

    public void Show(Sample sample)
    {
        if (_isHidden)
        {
            return;
        }

        double left = Math.Max(0, Math.Ceiling((_duration - _clock.GetElapsedTime(_start)).TotalSeconds));
        Terminal.ShowProgress(string.Create(CultureInfo.InvariantCulture, $"watching, {left:0} s left, RES {sample.Process?.Res}   "));
        _isShown = true;
    }

    public void Clear()
    {
        if (_isShown)
        {
            Terminal.Order("\r" + new string(' ', 60) + "\r");
        }
    }
}
