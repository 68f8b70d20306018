namespace Resident.Sources.Pprof;

/// <summary>What pprof says about inputs that it cannot read. The words are part of the interface: scripts look for them.</summary>
internal static class PprofErrors
{
    public const string Empty = "empty input file";
    public const string Concatenated = "concatenated profiles detected";
    public const string Unrecognized = "unrecognized profile format";
    public const string Malformed = "malformed profile format";
}
