namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>Runtimes whose heap is not read: what they are, and where their heap lies.</summary>
internal static class UnreadRuntimes
{
    private const string Unknown = "native";

    /// <summary>Tells whether what is observed is no Go program: its heap lies in memory that Go's figures do not tell
    /// of.</summary>
    public static bool IsUnread(CaseFile file) => file.LastGo is null && file.Observation.Target.Runtime is not { Kind: "go" };

    /// <summary>Tells whether it is not even known which runtime this is, as where the executable may not be read: it may
    /// be a Go program, and its anonymous memory a Go heap.</summary>
    public static bool IsUnknown(CaseFile file) => file.LastGo is null && file.Observation.Target.Runtime is null;

    /// <summary>Gets the runtime: "dotnet", "jvm", "node", "python", "ruby", or "native" where it is none that is
    /// known.</summary>
    public static string KindOf(CaseFile file) =>
        file.Observation.Target.Runtime is { Kind: ("dotnet" or "jvm" or "node" or "python" or "ruby") and var kind } ? kind : Unknown;

    /// <summary>Tells whether a runtime takes its objects from malloc as well as from mappings of its own.</summary>
    /// <remarks>Python: objects above 512 bytes (Objects/obmalloc.c). Ruby: what an object holds beside its slot
    /// (gc.c). Node: buffers.</remarks>
    public static bool UsesMalloc(string kind) => kind is "python" or "ruby" or "node";
}
