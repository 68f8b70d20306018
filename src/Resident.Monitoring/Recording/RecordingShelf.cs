using Resident.Model;
using Resident.Model.Observations;
using Resident.Sources.Binary;
using Resident.Store;

namespace Resident.Monitoring.Recording;

/// <summary>Finds the past of a process that runs in the recordings that lie in a folder, whoever of this user's
/// commands wrote them.</summary>
/// <remarks>A recording is used only where it is a regular file of this user that nobody else may write. One that is
/// damaged, or of a newer format, is passed over: another may be of this process, and without any the answer rests on
/// what is seen now.</remarks>
public static class RecordingShelf
{
    private const int MostFiles = 100;
    private const int MostJoined = 4;
    private const string Pattern = "*.resident";

    /// <summary>Finds the recordings of some processes: of the newest 100 files, also those that are being
    /// written.</summary>
    /// <param name="folder">Where they lie; null or missing: there are none.</param>
    /// <param name="isWanted">Tells whose are wanted, by PID.</param>
    public static IReadOnlyList<RecordingHead> Find(string? folder, Func<int, bool> isWanted)
    {
        ArgumentNullException.ThrowIfNull(isWanted);
#pragma warning disable RS0030 // Recordings are this room's own files: it lists what it opens
        if (folder is null || !Directory.Exists(folder))
#pragma warning restore RS0030
        {
            return [];
        }

        var files = new DirectoryInfo(folder).EnumerateFiles(Pattern).OrderByDescending(LastWritten).Take(MostFiles);
        return [.. files.Select(file => Read(file.FullName, reader => HeadOf(reader, isWanted))).OfType<RecordingHead>()];
    }

    /// <summary>Reads the past of a process: of the newest four recordings of it, one after the other, no stretch
    /// twice.</summary>
    /// <param name="heads">The recordings, the newest first.</param>
    /// <param name="process">The process.</param>
    /// <param name="startedAt">When it started by the clock, or null where that is not known: then nothing can be told
    /// to be its own.</param>
    /// <param name="span">The stretch that is wanted.</param>
    /// <param name="size">How much is wanted.</param>
    /// <returns>What was seen, or null where that is nothing.</returns>
    public static Observation? Read(
        IEnumerable<RecordingHead> heads, ProcessMemory process, DateTimeOffset? startedAt, RecordedSpan span, ObservationSize size)
    {
        ArgumentNullException.ThrowIfNull(heads);
        ArgumentNullException.ThrowIfNull(span);
        Observation? past = null;
        var own = heads.Where(head => head.IsOf(process, startedAt) && head.FromUnixMs <= span.ToUnixMs && head.ToUnixMs >= span.FromUnixMs);
        foreach (var head in own.Take(MostJoined).OrderBy(static head => head.FromUnixMs))
        {
            long from = past is null ? span.FromUnixMs : past.Samples[^1].Time.ToUnixTimeMilliseconds() + 1;
            if (from <= Math.Min(head.ToUnixMs, span.ToUnixMs) && Read(head.Path, reader => RecordedObservation.Read(reader, from, span.ToUnixMs, size)) is { } next)
            {
                past = past is null ? next : ObservationJoin.Join(past, next);
            }
        }

        return past is null ? null : ObservationJoin.Told(past);
    }

    private static DateTime LastWritten(FileInfo file)
    {
        // What is being written lies in the log beside it until that is taken over.
        var log = new FileInfo(file.FullName + "-wal");
        return log.Exists && log.LastWriteTimeUtc > file.LastWriteTimeUtc ? log.LastWriteTimeUtc : file.LastWriteTimeUtc;
    }

    private static RecordingHead? HeadOf(RecordingReader reader, Func<int, bool> isWanted) =>
        reader.Runs() is [.., { Pid: { } pid, StartedAt: { } startedAt } run]
        && isWanted(pid)
        && reader.Extent(RecordingLog.Samples) is { } extent
        && reader.ReadLastSample() is { Process: { } process }
        && process.Pid == pid
            ? new RecordingHead(reader.Path, pid, process.StartTicks, startedAt, Math.Max(run.FromUnixMs, extent.FromUnixMs), extent.ToUnixMs, reader.Info.Writer)
            : null;

    private static T? Read<T>(string file, Func<RecordingReader, T?> read)
        where T : class
    {
        try
        {
            if (!FileOwner.IsOwnAlone(file))
            {
                return null;
            }

            using var reader = RecordingReader.Open(file);
            return read(reader);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or MalformedInputException or LimitExceededException)
        {
            return null;
        }
    }
}
