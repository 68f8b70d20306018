using System.Globalization;
using Resident.Monitoring.History;
using Resident.Monitoring.Inspection;
using Resident.Monitoring.Observing;
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
    public static async Task<PageServer?> StartAsync(ITimeline timeline, PageRequest request, CancellationToken cancellationToken)
    {
        if (!request.IsWanted)
        {
            return null;
        }

        try
        {
            return Announce(await PageServer.StartAsync(timeline, OptionsOf(request, timeline), cancellationToken), request, timeline);
        }
        catch (PageAddressUnavailableException problem)
        {
            throw new WrongRequestException(problem.Message, problem);
        }
    }

    /// <summary>Starts the page beside a program that must run whatever happens to the page: where the port is taken, any free
    /// one is used, and where none can be had there is no page. Either is said.</summary>
    /// <param name="timeline">What it shows.</param>
    /// <param name="request">Where and how.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<PageServer?> TryStartAsync(ITimeline timeline, PageRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await StartAsync(timeline, request, cancellationToken);
        }
        catch (WrongRequestException problem) when (request.Listen.Port != 0)
        {
            await Console.Error.WriteLineAsync($"resident: {problem.Message} The program runs; its page takes a free port.");
            return await TryStartAsync(timeline, request with { Listen = request.Listen with { Port = 0 } }, cancellationToken);
        }
        catch (WrongRequestException problem)
        {
            await Console.Error.WriteLineAsync($"resident: {problem.Message} The program runs without a page.");
            return null;
        }
    }

    private static PageOptions OptionsOf(PageRequest request, ITimeline timeline) => new()
    {
        ListenAddress = request.Listen.Address,
        Port = request.Listen.Port,
        Token = request.Token,
        Version = Product.Version,
        Clock = TimeProvider.System,
        Inspector = new GoInspector(
            () => timeline.Target is { State: "live", Pid: { } pid } ? pid : null, TimeProvider.System, UserCache.Locations),
        Verdicts = new StandingWatch(
            timeline,
            TimeProvider.System,
            static pid => new ProcessProbe(pid, new ProcessSources("/proc", TimeProvider.System), UserCache.Locations, endpoint: null, TimeProvider.System)),
    };

    private static PageServer Announce(PageServer page, PageRequest request, ITimeline timeline)
    {
        var address = request.Language.Length == 0 ? page.Url : new Uri(page.Url + "#lang=" + request.Language);
        bool opened = request.OpensBrowser && Browser.TryOpen(address);
        if (!request.IsQuiet)
        {
            string what = timeline.Target.Pid is { } pid ? string.Create(CultureInfo.InvariantCulture, $"{timeline.Target.Name} (pid {pid})") : timeline.Target.Name;
            Console.Error.WriteLine($"resident: {what} is at {address}{(opened ? " (opened in the browser)" : "")}");
        }

        return page;
    }
}
