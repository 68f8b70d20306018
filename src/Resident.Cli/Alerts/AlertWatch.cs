using Resident.Cli.Sessions;
using Resident.Model.Verdicts;
using Resident.Monitoring.Inspection;
using Resident.Reporting.Verdicts;

namespace Resident.Cli.Alerts;

/// <summary>Looks at the verdict from time to time, and tells of it when what was waited for has stood long enough. What goes wrong in telling
/// is a warning on stderr; it never ends the watch.</summary>
internal sealed class AlertWatch : IAsyncDisposable
{
    private static readonly TimeSpan LeastPace = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MostPace = TimeSpan.FromSeconds(30);

    private readonly Func<CancellationToken, Task<Verdict?>> _diagnose;
    private readonly AlertRequest _request;
    private readonly IReadOnlyList<IAlertRoute> _routes;
    private readonly TimeProvider _clock;
    private readonly Action<string> _tell;
    private readonly VerdictDebounce _debounce;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    /// <summary>Initializes a new instance of the <see cref="AlertWatch"/> class, and begins.</summary>
    /// <param name="diagnose">Works the verdict out, null while there is too little for one.</param>
    /// <param name="request">What to look for.</param>
    /// <param name="routes">Whom to tell. The watch owns them.</param>
    /// <param name="clock">Sets the pace.</param>
    /// <param name="tell">Takes sentences for a person.</param>
    public AlertWatch(
        Func<CancellationToken, Task<Verdict?>> diagnose, AlertRequest request, IReadOnlyList<IAlertRoute> routes, TimeProvider clock, Action<string> tell)
    {
        _diagnose = diagnose;
        _request = request;
        _routes = routes;
        _clock = clock;
        _tell = tell;
        _debounce = new VerdictDebounce(clock, request.Stands);
        _running = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>Begins to watch, where there is something to look for.</summary>
    /// <param name="request">What to look for.</param>
    /// <param name="verdicts">Works the verdict out; null only where nothing is wanted.</param>
    public static AlertWatch? Start(AlertRequest request, StandingWatch? verdicts)
    {
        if (!request.IsWanted || verdicts is null)
        {
            return null;
        }

        var clock = TimeProvider.System;
        return new AlertWatch(
            verdicts.DiagnoseSeenAsync, request, RoutesOf(request, clock), clock, static words => Console.Error.WriteLine("resident: " + words));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        foreach (var route in _routes)
        {
            (route as IDisposable)?.Dispose();
        }

        _stop.Dispose();
    }

    private static List<IAlertRoute> RoutesOf(AlertRequest request, TimeProvider clock)
    {
        var routes = new List<IAlertRoute>();
        if (request.Command is { } command)
        {
            routes.Add(new ExecRoute(command, request.Patience));
        }

        if (request.Webhook is { } address)
        {
            routes.Add(new WebhookRoute(address, clock));
        }

        return routes;
    }

    private static byte[] Document(Verdict verdict) => JsonBytes.Of(json => VerdictJson.Write(json, verdict, VerdictWords.English));

    private async Task RunAsync()
    {
        var pace = _request.Stands / 2;
        using var timer = new PeriodicTimer(pace < LeastPace ? LeastPace : pace > MostPace ? MostPace : pace, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                await LookAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The watch is over.
        }
    }

    private async Task LookAsync()
    {
        var verdict = await _diagnose(_stop.Token);
        bool isThere = verdict is not null && FailOn.Matches(_request.On, verdict);
        if (!_debounce.Take(isThere))
        {
            return;
        }

        byte[] document = Document(verdict!);
        foreach (var route in _routes)
        {
            if (await route.SendAsync(verdict!.Id, document, _stop.Token) is { } problem)
            {
                _tell(problem + " Watching goes on.");
            }
        }
    }
}
