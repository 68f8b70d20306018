using Resident.Model;
using Resident.Model.Profiles;
using Resident.Sources.Pprof.Legacy;

namespace Resident.Sources.Pprof;

/// <summary>Reads a profile from bytes in hand, in any format that pprof reads.</summary>
public static class ProfileParser
{
    /// <summary>Parses a profile that is not compressed.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="source">The name of the input, for messages.</param>
    /// <param name="options">How to read; null for what pprof reads.</param>
    /// <returns>A valid profile: every index is in range, every sample has a value for each type.</returns>
    /// <exception cref="MalformedInputException">The bytes are no profile, or one that breaks the format's rules.</exception>
    public static Profile Parse(ReadOnlySpan<byte> data, string source, ProfileReadOptions? options = null) =>
        Parse(data, source, options, out _);

    /// <summary>Parses a profile, and tells whether it is profile.proto rather than an older format.</summary>
    internal static Profile Parse(ReadOnlySpan<byte> data, string source, ProfileReadOptions? options, out bool isProto)
    {
        if (data.IsEmpty)
        {
            throw new MalformedInputException($"{source}: parsing profile: {PprofErrors.Empty}");
        }

        var profile = ProtoDecoder.TryDecode(data, out string? problem);
        isProto = profile is not null;
        if (profile is not null)
        {
            return profile;
        }

        if (problem is not (null or PprofErrors.Concatenated))
        {
            throw new MalformedInputException($"{source}: malformed profile: {problem}");
        }

        bool readsMore = options?.ReadsMore ?? false;
        profile = problem is null ? LegacyParser.TryParse(data, readsMore, out problem) : null;
        if (profile is null && readsMore && problem is not PprofErrors.Concatenated)
        {
            profile = GoroutineDumpParser.TryParse(data) ?? FoldedStackParser.TryParse(data);
        }

        return profile ?? throw new MalformedInputException($"{source}: parsing profile: {problem}");
    }
}
