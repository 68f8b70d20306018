using Resident.Model.Profiles;

namespace Resident.Sources.Pprof.Legacy;

/// <summary>Tries the formats from before profile.proto, one after the other.</summary>
internal static class LegacyParser
{
    /// <summary>Parses a legacy profile.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="withSymbols">Whether symbols in comments are read, which pprof does not.</param>
    /// <param name="error">What is wrong, in pprof's words; or null.</param>
    public static Profile? TryParse(ReadOnlySpan<byte> data, bool withSymbols, out string? error)
    {
        error = null;
        var builder = CpuBinaryParser.TryParse(data)
            ?? HeapTextParser.TryParse(data, out error)
            ?? (error is null ? CountTextParser.TryParse(data, withSymbols, out error) : null)
            ?? (error is null ? ThreadTextParser.TryParse(data) : null)
            ?? (error is null ? ContentionTextParser.TryParse(data) : null)
            ?? (error is null ? JavaTextParser.TryParse(data, out error) : null);
        if (builder is null)
        {
            error ??= PprofErrors.Unrecognized;
            return null;
        }

        if (withSymbols)
        {
            GoSymbolLines.Read(data, builder);
        }

        return LegacyFrames.Mark(builder.Build());
    }
}
