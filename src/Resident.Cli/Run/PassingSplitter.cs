namespace Resident.Cli.Run;

/// <summary>Takes nothing for a trace line.</summary>
internal sealed class PassingSplitter
{
    private readonly RealStderr _stderr;

    internal PassingSplitter(RealStderr stderr, bool keepTrace)
    {
        _stderr = stderr;
        _ = keepTrace;
    }

    /// <summary>Gets whether bytes are held back because they may still become a trace line.</summary>
    internal static bool HoldsBytes => false;

    /// <summary>Takes the next piece of stderr.</summary>
    internal void Write(ReadOnlySpan<byte> piece) => _stderr.Write(piece);

    /// <summary>Decides now about what is held back.</summary>
    internal static void Flush()
    {
    }
}
