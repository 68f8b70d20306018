using Resident.Monitoring.Sampling;
using Resident.Sources.Binary;
using Resident.Sources.Detection;
using Resident.Sources.Procfs;
using Resident.Store;

namespace Resident.Cli.Sessions;

/// <summary>TARGET where it is a file: an existing one is known by its content, and never searched for as a
/// name.</summary>
internal static class TargetFile
{
    private static readonly string[] Endings = [".resident", ".pb.gz", ".jsonl"];

    /// <summary>Tells whether a word is the path of a file, be it there or not; what is a number, an address or a
    /// control group is none.</summary>
    public static bool IsMeant(string text) =>
        !IsOtherKind(text) && (File.Exists(text) || LooksLikePath(text));

    /// <summary>Tells whether a word is the path of a recording.</summary>
    public static bool IsRecording(string text) =>
        !IsOtherKind(text) && FileIdentity.IsRegularFile(text) && RecordingFile.IsRecording(text);

    /// <summary>Finds the processes that run a file.</summary>
    /// <param name="path">The file: a program, or one that was deleted or replaced since a process started it.</param>
    /// <param name="sources">Read the processes.</param>
    /// <exception cref="IOException">There is no such file, or no process runs it.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="WrongRequestException">It is no program; the message says what it is, and what reads
    /// it.</exception>
    public static IReadOnlyList<ProcessEntry> FindRunning(string path, ProcessSources sources)
    {
        var finder = new TargetFinder(sources.List);
        if (!File.Exists(path))
        {
            return Directory.Exists(path) ? throw new WrongRequestException($"{path}: a folder. Expected a process, an address or a recording.")
                : finder.FindRunning(path) is { Count: > 0 } deleted ? deleted
                : throw new FileNotFoundException($"{path}: no such file", path);
        }

        var content = FileContentDetector.Detect(path);
        if (content == FileContent.Database && RecordingFile.IsRecording(path))
        {
            throw new WrongRequestException($"{path}: a recording. Look at it with: resident watch {path}");
        }

        if (content != FileContent.Executable)
        {
            throw new WrongRequestException($"{path}: {Explain(path, content)}");
        }

        return finder.FindRunning(path) is { Count: > 0 } running
            ? running
            : throw new IOException($"{path}: a program, and no process runs it. {sources.List.ExplainHiding() ?? $"Start it with: resident run -- {path}"}");
    }

    /// <summary>Says what a file is and which command takes it.</summary>
    public static string Explain(string path, FileContent content) => content switch
    {
        FileContent.Empty => "an empty file.",
        FileContent.Executable => "a program or a script, and no log.",
        FileContent.Special => "a pipe or a device. Expected a process, an address or a recording.",
        FileContent.Core => "a core file. Core files are not read; take a recording while the process runs: resident record PID -o FILE",
        FileContent.Database => "an SQLite database, and no recording of Resident.",
        FileContent.Profile => $"a pprof profile. Look at it with: resident pprof -http=: {path}",
        FileContent.ExecutionTrace => $"an execution trace of Go. Look at it with: go tool trace {path}",
        FileContent.Samples => $"samples in text. Make a recording of them with: resident import {path} -o {Path.GetFileNameWithoutExtension(path)}.resident",
        FileContent.GcTrace => $"a log with GC traces. Look at it with: resident trace {path}",
        FileContent.VerdictDocument => "an answer of resident why --json. Expected what it was made from: a process or a recording.",
        FileContent.Html => "an HTML page. Open it in a browser; a report of ours holds all that it shows.",
        FileContent.Zstandard => $"compressed with zstd. If it is a log with GC traces, look at it with: resident trace {path}",
        FileContent.Text => "a text file without GC traces or samples. Expected a process, an address or a recording.",
        _ => "a file of a kind that is not known here. Expected a process, an address or a recording.",
    };

    private static bool LooksLikePath(string text) =>
        text.Contains('/', StringComparison.Ordinal) || Endings.Any(ending => text.EndsWith(ending, StringComparison.Ordinal));

    private static bool IsOtherKind(string text) =>
        text.All(char.IsAsciiDigit) || text.StartsWith("cgroup:", StringComparison.Ordinal) || text.StartsWith("pod/", StringComparison.Ordinal) || TargetText.IsAddress(text);
}
