using Resident.Cli.CommandLine;
using Resident.Model.Verdicts;
using Resident.Monitoring.Feeds;
using Resident.Monitoring.History;
using Resident.Monitoring.Sampling;
using Resident.Reporting.Processes;
using Resident.Reporting.Verdicts;

namespace Resident.Cli.Sessions;

/// <summary>Draws frames until somebody has seen enough: on a terminal in its other screen, in a pipe one after the other.</summary>
internal sealed class TopSession
{
    private const int PipeWidth = 100;
    private static readonly TimeSpan KeyPace = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ListPace = TimeSpan.FromSeconds(2);

    private readonly TimeSpan _interval;
    private readonly TimeSpan? _duration;
    private readonly long? _count;
    private readonly bool _hasColor;
    private readonly VerdictWords _words;
    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly bool _isFresh;
    private int _top;

    /// <summary>Initializes a new instance of the <see cref="TopSession"/> class.</summary>
    /// <param name="interval">The time between frames.</param>
    /// <param name="duration">How long, or null: until q or Ctrl-C.</param>
    /// <param name="count">How many frames, or null.</param>
    /// <param name="hasColor">Whether colours are wanted.</param>
    /// <param name="words">The verdict's language.</param>
    /// <param name="isFresh">Whether what was recorded before is left out.</param>
    public TopSession(TimeSpan interval, TimeSpan? duration, long? count, bool hasColor, VerdictWords words, bool isFresh = false)
    {
        _isFresh = isFresh;
        _interval = interval;
        _duration = duration;
        _count = count;
        _hasColor = hasColor;
        _words = words;
    }

    /// <summary>Shows all processes.</summary>
    public async Task<int> ListAsync()
    {
        using var interrupts = new Interrupts();
        var sources = new ProcessSources("/proc", _clock);
        var pace = _interval < ListPace ? ListPace : _interval;
        await DrawAsync(
            async width =>
            {
                using var text = new StringWriter { NewLine = "\n" };
                PsText.Write(text, await ProcessRows.ReadAsync(sources, all: false, []), width);
                return [.. text.ToString().TrimEnd('\n').Split('\n')];
            },
            pace,
            interrupts.Token);
        return ExitCode.Done;
    }

    /// <summary>Shows one process.</summary>
    /// <param name="text">Which.</param>
    /// <param name="endpoint">Where it tells of its runtime, or null.</param>
    /// <param name="pick">Which of several.</param>
    public async Task<int> WatchAsync(string text, Uri? endpoint, TargetPick pick = TargetPick.Ask)
    {
        var sources = new ProcessSources("/proc", _clock);
        var target = TargetText.Find(text, sources, pick);
        using var interrupts = new Interrupts();
        using var runtimes = new RuntimeReaders(target.Address ?? endpoint, _clock);
        var timeline = new Timeline(new TargetDescription { Name = target.NameOf(sources), Pid = target.Pid, Interval = _interval }, _clock);
        var watch = new TargetWatch(sources, target, runtimes, _clock)
        {
            Opened = found => timeline.ChangeTarget(_ => found with { State = "live", Interval = _interval }),
        };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(interrupts.Token);
        await using var verdicts = Page.Stand(timeline, runtimes, isFresh: _isFresh);
        var running = new ProcessFeed(timeline, watch.CreateLoop(new LoopOptions { Interval = _interval }), new SelfMeter(sources.Processes)).RunAsync(stop.Token);
        var frame = new TargetFrame(timeline, _words, _hasColor);
        await DrawAsync(
            async width => frame.Compose(await VerdictAsync(token => verdicts.DiagnoseAsync(span: null, token), stop.Token), width), _interval, stop.Token, until: running);
        await stop.CancelAsync();
        if (await running == LoopEnd.TargetEnded)
        {
            await Console.Error.WriteLineAsync($"resident: {timeline.Target.Ending}");
            return ExitCode.TargetRefused;
        }

        return ExitCode.Done;
    }

    // In a pipe the one frame that there is must have a verdict in it: wait for it, not for ever.
    private async Task<Verdict?> VerdictAsync(Func<CancellationToken, Task<Verdict?>> diagnose, CancellationToken cancellationToken)
    {
        for (int attempt = 0; ; attempt++)
        {
            var verdict = await diagnose(cancellationToken);
            if (verdict is not null || !Console.IsOutputRedirected || attempt == 10)
            {
                return verdict;
            }

            await Task.Delay(_interval, _clock, cancellationToken);
        }
    }

    private async Task DrawAsync(Func<int, Task<List<string>>> compose, TimeSpan pace, CancellationToken cancellationToken, Task? until = null)
    {
        using var screen = Console.IsOutputRedirected ? null : new AnsiScreen(Terminal.Draw);
        long start = _clock.GetTimestamp();
        try
        {
            for (long frames = 1; ; frames++)
            {
                var lines = await compose(screen is null ? PipeWidth : Console.WindowWidth);
                Show(screen, lines);
                bool isOver = frames >= _count || _clock.GetElapsedTime(start) >= _duration || until?.IsCompleted == true;
                if (isOver || await IsQuitAsync(screen, lines, pace, cancellationToken))
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C: the screen is given back.
        }
    }

    private void Show(AnsiScreen? screen, List<string> lines)
    {
        if (screen is not null)
        {
            // The last line tells the keys, and what is not seen.
            int height = Math.Max(1, Console.WindowHeight - 1);
            _top = Math.Clamp(_top, 0, Math.Max(0, lines.Count - height));
            int below = lines.Count - _top - height;
            string more = below > 0 ? "   " + _words.Say("top-more", VerdictFigure.Count("count", below)) : "";
            var shown = lines.Skip(_top).Take(height).Concat(Enumerable.Repeat("", Math.Max(0, -below)));
            screen.Draw([.. shown, _words["top-keys"] + more], Console.WindowWidth, Console.WindowHeight);
            return;
        }

        foreach (string line in lines)
        {
            Console.Out.WriteLine(line);
        }
    }

    // Waits for the next frame; keys act at once.
    private async Task<bool> IsQuitAsync(AnsiScreen? screen, List<string> lines, TimeSpan pace, CancellationToken cancellationToken)
    {
        long start = _clock.GetTimestamp();
        while (_clock.GetElapsedTime(start) < pace)
        {
            while (screen is not null && !Console.IsInputRedirected && Console.KeyAvailable)
            {
                var key = Console.ReadKey(intercept: true);
                if (key is { KeyChar: 'q' } or { Key: ConsoleKey.Escape })
                {
                    return true;
                }

                _top = Math.Max(0, _top + StepOf(key.Key));
                Show(screen, lines);
            }

            await Task.Delay(pace < KeyPace ? pace : KeyPace, _clock, cancellationToken);
        }

        return false;
    }

    private static int StepOf(ConsoleKey key) => key switch
    {
        ConsoleKey.DownArrow => 1,
        ConsoleKey.UpArrow => -1,
        ConsoleKey.PageDown => Console.WindowHeight - 1,
        ConsoleKey.PageUp => 1 - Console.WindowHeight,
        ConsoleKey.Home => -1_000_000,
        _ => 0,
    };
}
