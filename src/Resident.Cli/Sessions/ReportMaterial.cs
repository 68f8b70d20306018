using System.Globalization;
using Resident.Analysis.Diagnosis;
using Resident.Analysis.Profiles;
using Resident.Cli.Pprof.Output;
using Resident.Cli.Prometheus;
using Resident.Model;
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
        long from = request.Duration is { } length && timeline.Extent is { } whole ? whole.ToUnixMs - (long)length.TotalMilliseconds : long.MinValue;
        bool hasSamples = reader.Extent(RecordingLog.Samples) is { } extent && extent.ToUnixMs >= from;
        if (request.WithArguments)
        {
            Console.Error.WriteLine("resident: --with-arguments: A recording has no command lines. The report goes without.");
        }

        return Content(timeline, request) with
        {
            Verdict = hasSamples ? Diagnostician.Diagnose(RecordedObservation.Read(reader, from)) : null,
            Goroutines = reader.Census(long.MaxValue)?.Census,
            Flame = LastHeapProfile(reader, from) is { } profile ? FlameOf(profile) : default,
            FromUnixMs = from,
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

        var duration = request.Duration ?? DefaultDuration;
        using var runtimes = new RuntimeReaders(request.Endpoint, clock);
        using var probe = new ProcessProbe(pid, sources, UserCache.Locations, runtimes.Endpoint, clock, runtimes.Profiles);
        var options = new ObserverOptions { Duration = duration };
        var timeline = new Timeline(Describe(probe) with { State = "live", Interval = options.SampleInterval }, clock);
        var feed = new ObserverFeed(timeline, new SelfMeter(sources.Processes));
        var progress = new WhyProgress(duration, request.IsQuiet || Console.IsErrorRedirected, clock);
        var observer = new Observer(probe, clock, options);
        var past = ProcessHistory.TryReadAsync(request.History, probe.Target.StartedAt, cancellationToken);
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
            Verdict = Diagnostician.Diagnose(await past is { } history ? JoinedHistory.Prepend(observation, history) : observation),
            Goroutines = observation.Goroutines.Count > 0 ? observation.Goroutines[^1] : null,
            Flame = observer.Ending is null ? FlameOf(pid, probe) : default,
            Arguments = request.WithArguments && observer.Ending is null ? sources.List.Read(pid).Arguments : null,
        };
    }

    private static TargetDescription Describe(ProcessProbe probe) => new()
    {
        Pid = probe.Target.Pid,
        Name = probe.Target.Name,
        Executable = probe.Target.Executable,
        Runtime = probe.Target.Runtime,
        StartedAt = probe.Target.StartedAt,
        Sources = probe.Sources,
    };

    private static ReportContent Content(ITimeline timeline, ReportRequest request) =>
        new() { Timeline = timeline, Language = request.Language, Version = Product.Version, Clock = TimeProvider.System };

    // A copy without its folder of profiles is a recording all the same.
    private static Profile? LastHeapProfile(RecordingReader reader, long from)
    {
        foreach (var profile in reader.Profiles().Reverse().Where(profile => profile.Kind is "heap" && profile.UnixMs >= from))
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
