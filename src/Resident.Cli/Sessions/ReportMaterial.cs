using System.Globalization;
using Resident.Analysis.Diagnosis;
using Resident.Analysis.Profiles;
using Resident.Cli.Pprof.Output;
using Resident.Cli.Prometheus;
using Resident.Model;
using Resident.Model.Observations;
using Resident.Model.Profiles;
using Resident.Monitoring.Feeds;
using Resident.Monitoring.History;
using Resident.Monitoring.Observing;
using Resident.Monitoring.Prometheus;
using Resident.Monitoring.Recording;
using Resident.Monitoring.Sampling;
using Resident.Sources.Pprof;
using Resident.Store;
using Resident.Web.Reports;

namespace Resident.Cli.Sessions;

/// <summary>Gathers what a report is made of: out of a recording, or by watching a process.</summary>
internal static class ReportMaterial
{
    private const string HeapBytes = "inuse_space";
    private static readonly TimeSpan DefaultDuration = TimeSpan.FromSeconds(30);

    /// <summary>Takes it out of a recording.</summary>
    /// <param name="reader">The recording.</param>
    /// <param name="timeline">The same recording.</param>
    /// <param name="request">How much of its end, and in which words.</param>
    public static ReportContent OfRecording(RecordingReader reader, RecordedTimeline timeline, ReportRequest request)
    {
        var span = RecordingTarget.Resolve(reader, request.Window, request.Duration);
        bool hasSamples = reader.Extent(RecordingLog.Samples) is not null;
        if (request.WithArguments)
        {
            Console.Error.WriteLine("resident: --with-arguments: A recording has no command lines. The report goes without.");
        }

        return Content(timeline, request) with
        {
            Verdict = hasSamples ? Diagnostician.Diagnose(RecordedObservation.Read(reader, span.FromUnixMs, span.ToUnixMs)) : null,
            Goroutines = reader.Census(span.ToUnixMs)?.Census,
            Flame = LastHeapProfile(reader, span) is { } profile ? FlameOf(profile) : default,
            FromUnixMs = span.FromUnixMs,
            ToUnixMs = span.ToUnixMs,
        };
    }

    /// <summary>Watches a process.</summary>
    /// <param name="request">Which, and how long.</param>
    /// <param name="cancellationToken">Ends the watch early.</param>
    /// <exception cref="WrongRequestException">The word means no process, or several.</exception>
    /// <exception cref="IOException">There is no such process, or it ended at once.</exception>
    public static async Task<ReportContent> WatchAsync(ReportRequest request, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var sources = new ProcessSources("/proc", clock);
        var target = TargetText.Find(request.Target, sources, request.Pick);
        if (target.Pid is not { } pid)
        {
            throw new WrongRequestException(
                $"Expected a recording or a process here, found the address {target.Address}. Give the process, and the address with --endpoint.");
        }

        var now = clock.GetUtcNow();
        var span = request.Window.Resolve(now, request.Window.To is null ? null : request.Duration);
        var known = KnownPast.Find(sources, other => other == pid, request.IsFresh);
        var past = request.Window.IsGiven ? known.Demand(pid, span) : known.Read(pid, RecordedSpan.All, ObservationSize.Whole);
        return span.ToUnixMs < now.ToUnixTimeMilliseconds()
            ? OfPast(past!, request, clock)
            : await WatchAsync(pid, past, request, sources, cancellationToken);
    }

    private static async Task<ReportContent> WatchAsync(
        int pid, Observation? past, ReportRequest request, ProcessSources sources, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var duration = request.Duration ?? DefaultDuration;
        using var runtimes = new RuntimeReaders(request.Endpoint, clock);
        using var probe = new ProcessProbe(pid, sources, UserCache.Locations, runtimes.Endpoint, clock, runtimes.Profiles);
        var options = new ObserverOptions { Duration = duration };
        var timeline = new Timeline(Describe(probe.Target) with { Sources = probe.Sources, State = "live", Interval = options.SampleInterval }, clock);
        timeline.AddEarlier(past?.Samples ?? []);
        var feed = new ObserverFeed(timeline, new SelfMeter(sources.Processes));
        var progress = new WhyProgress(duration, request.IsQuiet || Console.IsErrorRedirected, clock);
        var observer = new Observer(probe, clock, options);
        var kept = ProcessHistory.TryReadAsync(request.History, probe.Target.StartedAt, cancellationToken);
        var observation = await observer.ObserveAsync(
            sample =>
            {
                feed.Take(sample);
                progress.Show(sample);
            },
            cancellationToken);
        progress.Clear();
        timeline.ChangeTarget(target => target with { State = "ended", Ending = observer.Ending ?? "Watching was stopped.", Warnings = [.. probe.Warnings] });
        return Content(timeline, request) with
        {
            Verdict = Diagnostician.Diagnose(await kept is { } history ? JoinedHistory.Prepend(ObservationJoin.Continue(past, observation), history) : ObservationJoin.Continue(past, observation)),
            Goroutines = observation.Goroutines.Count > 0 ? observation.Goroutines[^1] : null,
            Flame = observer.Ending is null ? FlameOf(pid, probe) : default,
            Arguments = request.WithArguments && observer.Ending is null ? sources.List.Read(pid).Arguments : null,
        };
    }

    // Of a stretch that is over there is nothing to watch.
    private static ReportContent OfPast(Observation past, ReportRequest request, TimeProvider clock)
    {
        var timeline = new Timeline(Describe(past.Target) with { State = "ended", Ending = "The stretch that was asked for is over." }, clock);
        timeline.AddEarlier(past.Samples);
        return Content(timeline, request) with
        {
            Verdict = Diagnostician.Diagnose(past),
            Goroutines = past.Goroutines.Count > 0 ? past.Goroutines[^1] : null,
        };
    }

    private static TargetDescription Describe(ObservedTarget target) => new()
    {
        Pid = target.Pid,
        Name = target.Name,
        Executable = target.Executable,
        Runtime = target.Runtime,
        StartedAt = target.StartedAt,
    };

    private static ReportContent Content(ITimeline timeline, ReportRequest request) =>
        new() { Timeline = timeline, Language = request.Language, Version = Product.Version, Clock = TimeProvider.System };

    // A copy without its folder of profiles is a recording all the same.
    private static Profile? LastHeapProfile(RecordingReader reader, RecordedSpan span)
    {
        foreach (var profile in reader.Profiles().Reverse().Where(profile => profile.Kind is "heap" && profile.UnixMs >= span.FromUnixMs && profile.UnixMs <= span.ToUnixMs))
        {
            try
            {
                return ProfileReader.ReadFile(reader.PathOf(profile));
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or MalformedInputException)
            {
                Console.Error.WriteLine($"resident: {problem.Message} The report goes without this profile.");
            }
        }

        return null;
    }

    private static byte[]? FlameOf(int pid, ProcessProbe probe)
    {
        try
        {
            if (probe.ReadHeapProfileFile() is not var (file, _))
            {
                return null;
            }

            using var stream = new MemoryStream(file);
            return FlameOf(ProfileReader.Read(stream, string.Create(CultureInfo.InvariantCulture, $"the heap profile of {pid}")));
        }
        catch (TargetEndedException)
        {
            return null;
        }
    }

    private static byte[]? FlameOf(Profile profile)
    {
        int index = profile.IndexOfSampleType(HeapBytes);
        if (index < 0)
        {
            return null;
        }

        var options = new ReportOptions { ValueIndex = index, SampleType = HeapBytes, SampleUnit = profile.SampleTypes[index].Unit };
        options = options with { Total = ProfileTotals.Compute(profile, options) };
        return PprofFlame.Document(ProfileAggregation.Aggregate(profile, "functions", withInlines: true, withColumns: false), options);
    }
}
