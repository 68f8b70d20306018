using Resident.Model;
using Resident.Model.Profiles;

namespace Resident.Sources.Pprof;

/// <summary>Reads a profile from bytes in hand, in any format that pprof reads.</summary>
public static class ProfileParser
{
    /// <summary>Parses a profile that is not compressed.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="source">The name of the input, for messages.</param>
    /// <returns>A valid profile: every index is in range, every sample has a value for each type.</returns>
    /// <exception cref="MalformedInputException">The bytes are no profile, or one that breaks the format's rules.</exception>
    public static Profile Parse(ReadOnlySpan<byte> data, string source)
    {
        if (data.IsEmpty)
        {
            throw new MalformedInputException($"{source}: parsing profile: {PprofErrors.Empty}");
        }

        var profile = ProtoDecoder.TryDecode(data, out string? error);
        if (profile is not null)
        {
            return profile;
        }

        throw error switch
        {
            null => new MalformedInputException($"{source}: parsing profile: {PprofErrors.Unrecognized}"),
            PprofErrors.Concatenated => new MalformedInputException($"{source}: parsing profile: {error}"),
            _ => new MalformedInputException($"{source}: malformed profile: {error}"),
        };
    }
}
