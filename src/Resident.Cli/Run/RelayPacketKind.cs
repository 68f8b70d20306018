namespace Resident.Cli.Run;

/// <summary>The first byte of what the relay tells us.</summary>
internal enum RelayPacketKind
{
    /// <summary>Counts, then trace text, cut anywhere.</summary>
    Trace = 'T',

    /// <summary>Counts. All that was in the pipe when we asked has been handed on.</summary>
    Drained = 'D',

    /// <summary>Counts. All writers have closed the pipe, nothing more comes.</summary>
    End = 'E',

    /// <summary>Nothing else. From here on signals are reported.</summary>
    Ready = 'R',

    /// <summary>Signal number, code and sender: the relay got a signal, so the whole process group did.</summary>
    Signal = 'S',
}
