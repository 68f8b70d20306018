using System.CommandLine;
using Resident.Model;
using Resident.Monitoring.Recording;
using Resident.Monitoring.Sampling;
using Resident.Store;

namespace Resident.Cli.Sessions;

/// <summary>The options of commands that record by the way.</summary>
internal sealed class RecordingSettings
{
    private readonly Option<bool> _noStore = new("--no-store") { Description = "Keep no recording. By default one is kept in $XDG_STATE_HOME/resident, of bounded size." };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command) => command.Options.Add(_noStore);

    /// <summary>Tells whether a recording is wanted.</summary>
    public bool IsWanted(ParseResult result) => !result.GetValue(_noStore);

    /// <summary>Opens a recording in the default place. That it cannot be had is told, and ends nothing.</summary>
    /// <param name="isWanted">Whether one is wanted.</param>
    /// <param name="name">The target's name.</param>
    /// <param name="pid">Its process, or null.</param>
    /// <param name="interval">The time between samples.</param>
    /// <param name="sources">Tell whether other writers are there.</param>
    public static Recorder? TryOpenDefault(bool isWanted, string name, int? pid, TimeSpan interval, ProcessSources sources)
    {
        if (!isWanted || RecordingPlace.FindFolder() is not { } folder)
        {
            return null;
        }

        try
        {
            string file = new RecordingPlace(folder, writer => WriterIdentity.IsAlive(sources, writer)).NewFile(name, pid, TimeProvider.System.GetUtcNow());
            return Open(file, name, interval, sources, RetentionPolicy.Default);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or MalformedInputException)
        {
            Console.Error.WriteLine($"resident: {problem.Message} Nothing is recorded.");
            return null;
        }
    }

    /// <summary>Opens a recording.</summary>
    public static Recorder Open(string file, string name, TimeSpan interval, ProcessSources sources, RetentionPolicy retention)
    {
        var options = new RecordingOptions
        {
            Name = name,
            Interval = interval,
            Tool = "resident " + Product.Version,
            Writer = WriterIdentity.Own(sources),
            IsWriterAlive = other => WriterIdentity.IsAlive(sources, other),
            Retention = retention,
        };
#pragma warning disable CA2000 // the recorder owns the writer
        return new Recorder(RecordingWriter.Open(file, options), TimeProvider.System, static words => Console.Error.WriteLine("resident: " + words));
#pragma warning restore CA2000
    }
}
