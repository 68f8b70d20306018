using System.Globalization;
using Resident.Model;
using Resident.Monitoring.History;
using Resident.Monitoring.Inspection;
using Resident.Monitoring.Observing;
using Resident.Monitoring.Prometheus;
using Resident.Monitoring.Sampling;
using Resident.Web;

namespace Resident.Cli.Sessions;

/// <summary>Serves a timeline's page and tells the person where it is.</summary>
internal static class Page
{
    /// <summary>Starts the page where it was asked for.</summary>
    /// <param name="timeline">What it shows.</param>
    /// <param name="request">Where and how.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null where no page is wanted.</returns>
    /// <exception cref="WrongRequestException">The address cannot be had.</exception>
    public static Task<PageServer?> StartAsync(ITimeline timeline, PageRequest request, CancellationToken cancellationToken) =>
        StartAsync(timeline, request, verdicts: null, cancellationToken);

    /// <summary>Starts the page where it was asked for, with verdicts that others ask for, too.</summary>
    /// <param name="timeline">What it shows.</param>
    /// <param name="request">Where and how.</param>
    /// <param name="verdicts">Works the verdict out, or null: the page has its own. The caller owns it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null where no page is wanted.</returns>
    /// <exception cref="WrongRequestException">The address cannot be had.</exception>
    public static async Task<PageServer?> StartAsync(ITimeline timeline, PageRequest request, IVerdictSource? verdicts, CancellationToken cancellationToken)
    {
        if (!request.IsWanted)
        {
            return null;
        }

        var clock = TimeProvider.System;
        var inspector = new GoInspector(() => timeline.Target is { State: "live", Pid: { } pid } ? pid : null, clock, UserCache.Locations);
#pragma warning disable CA2000 // the server owns them
        IVerdictSource source = verdicts is null ? Stand(timeline) : new SharedVerdicts(verdicts);
#pragma warning restore CA2000
        return await StartAsync(timeline, request, inspector, source, cancellationToken);
    }

    /// <summary>Begins to gather what a verdict on a timeline's process is made from.</summary>
    /// <param name="timeline">Whose process.</param>
    /// <param name="runtimes">Ask the target's address, where it has one, for what cannot be read from outside; or
    /// null.</param>
    /// <param name="shared">What a recorder reads beside it, or null.</param>
    /// <param name="history">What a server kept of the process before, or null.</param>
    /// <param name="isFresh">Whether what was recorded before is left out.</param>
    public static StandingWatch Stand(
        ITimeline timeline, RuntimeReaders? runtimes = null, SharedReadings? shared = null, PrometheusHistory? history = null, bool isFresh = false)
    {
        var clock = TimeProvider.System;
        var sources = new ProcessSources("/proc", clock);
        return new StandingWatch(timeline, clock, Open, shared, new PagePast(sources, isFresh)) { History = history };

        ITargetProbe Open(ProcessMemory process) => process.Pid > 0
            ? new ProcessProbe(process.Pid, sources, UserCache.Locations, endpoint: null, clock, runtimes?.Profiles)
            : new EndpointProbe(runtimes!.Address!, runtimes.Endpoint!, runtimes.Profiles);
    }

    /// <summary>Starts the page beside a program that must run whatever happens to the page: where the port is taken, any free
    /// one is used, and where none can be had there is no page. Either is said.</summary>
    /// <param name="timeline">What it shows.</param>
    /// <param name="request">Where and how.</param>
    /// <param name="verdicts">Works the verdict out. The caller owns it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<PageServer?> TryStartAsync(ITimeline timeline, PageRequest request, IVerdictSource? verdicts, CancellationToken cancellationToken)
    {
        try
        {
            return await StartAsync(timeline, request, verdicts, cancellationToken);
        }
        catch (WrongRequestException problem) when (request.Listen.Port != 0)
        {
            await Console.Error.WriteLineAsync($"resident: {problem.Message} The program runs; its page takes a free port.");
            return await TryStartAsync(timeline, request with { Listen = request.Listen with { Port = 0 } }, verdicts, cancellationToken);
        }
        catch (WrongRequestException problem)
        {
            await Console.Error.WriteLineAsync($"resident: {problem.Message} The program runs without a page.");
            return null;
        }
    }

    /// <summary>Starts the page of a recording.</summary>
    /// <param name="timeline">The recording.</param>
    /// <param name="request">Where and how.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WrongRequestException">The address cannot be had.</exception>
    public static Task<PageServer?> StartAsync(RecordedTimeline timeline, PageRequest request, CancellationToken cancellationToken) =>
        StartAsync(timeline, request, new RecordedInspector(timeline.Path), new RecordedVerdicts(timeline.Path), cancellationToken);

    private static async Task<PageServer?> StartAsync(
        ITimeline timeline, PageRequest request, IInspector inspector, IVerdictSource verdicts, CancellationToken cancellationToken)
    {
        try
        {
            var options = new PageOptions
            {
                ListenAddress = request.Listen.Address,
                Port = request.Listen.Port,
                Token = request.Token,
                IsOpenToAll = request.IsOpenToAll,
                Caller = SudoCaller.Find(),
                Version = Product.Version,
                Clock = TimeProvider.System,
                Inspector = inspector,
                Verdicts = verdicts,
                TraceSummaries = request.TraceSummaries,
            };
            return Announce(await PageServer.StartAsync(timeline, options, cancellationToken), request, timeline);
        }
        catch (PageAddressUnavailableException problem)
        {
            throw new WrongRequestException(problem.Message, problem);
        }
    }

    private static PageServer Announce(PageServer page, PageRequest request, ITimeline timeline)
    {
        var address = request.Language.Length == 0 ? page.Url : new Uri(page.Url + "#lang=" + request.Language);
        bool opened = request.OpensBrowser && BrowserDoor.TryOpen(address, page.Token is not null);
        if (request.IsOpenToAll && page.Token is null)
        {
            Console.Error.WriteLine("resident: --open-to-all: Every user of this machine can look at this page, and at what the process is doing.");
        }

        if (!request.IsQuiet)
        {
            string what = timeline.Target.Pid is { } pid ? string.Create(CultureInfo.InvariantCulture, $"{timeline.Target.Name} (pid {pid})") : timeline.Target.Name;
            Console.Error.WriteLine($"resident: {what} is at {address}{(opened ? " (opened in the browser)" : "")}");
        }

        return page;
    }
}
