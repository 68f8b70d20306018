using System.Runtime.CompilerServices;

namespace Resident.Cli.Run;

/// <summary>The <c>sigset_t</c> of glibc and musl: 1024 bits, filled by sigaddset(3) only.</summary>
[InlineArray(16)]
internal struct SignalSet
{
    private ulong _firstWord;

    /// <summary>Makes a set of the given signals.</summary>
    internal static unsafe SignalSet Of(ReadOnlySpan<int> signals)
    {
        SignalSet set;
        _ = NativeMethods.Sigemptyset(&set);
        foreach (int signal in signals)
        {
            _ = NativeMethods.Sigaddset(&set, signal);
        }

        return set;
    }

    /// <summary>Adds the two signals that glibc keeps for itself, 32 and 33. sigaddset(3) refuses them.</summary>
    internal static SignalSet WithInternal(SignalSet set)
    {
        set[0] |= 0x1_8000_0000;
        return set;
    }
}
