using System.Globalization;
using Resident.Analysis.Profiles;
using Resident.Model.Profiles;

namespace Resident.Cli.Pprof.Symbols;

/// <summary>Asks the server that a profile came from for the names of its addresses.</summary>
/// <remarks>The protocol is that of gperftools and net/http/pprof: POST "0xADDRESS+0xADDRESS" to symbol beside the profile's address,
/// or to /symbolz; the answer has a line "0xADDRESS NAME" an address.</remarks>
internal sealed class PprofRemoteSymbols
{
    private static readonly string[] ToolSuffixes = ["/pprof/heap", "/pprof/growth", "/pprof/profile", "/pprof/pmuprofile", "/pprof/contention"];

    private readonly bool _isForced;
    private readonly IReadOnlyList<PprofMappingPlace> _places;
    private readonly Func<Uri, string, string> _post;

    public PprofRemoteSymbols(bool isForced, IReadOnlyList<PprofMappingPlace> places, Func<Uri, string, string> post)
    {
        _isForced = isForced;
        _places = places;
        _post = post;
    }

    /// <summary>Makes the address that tells names, of a profile's address.</summary>
    public static Uri AddressOf(Uri source)
    {
        bool isBeside = source.AbsolutePath.Contains("/debug/pprof/", StringComparison.Ordinal)
            || Array.Exists(ToolSuffixes, suffix => source.AbsolutePath.EndsWith(suffix, StringComparison.Ordinal));
        string path = isBeside ? source.AbsolutePath[..source.AbsolutePath.TrimEnd('/').LastIndexOf('/')] + "/symbol" : "/symbolz";
        return new UriBuilder(source) { Path = path, Query = string.Empty, Fragment = string.Empty }.Uri;
    }

    /// <summary>Names what has no name.</summary>
    public Profile Apply(Profile profile)
    {
        var symbols = new Symbolization(profile);
        for (int i = 0; i < profile.Mappings.Length; i++)
        {
            var mapping = profile.Mappings[i];
            if ((mapping.HasFunctions && !_isForced) || PprofLocalSymbols.IsSystem(mapping.File))
            {
                continue;
            }

            var place = _places.FirstOrDefault(place => string.Equals(place.Key, mapping.File, StringComparison.Ordinal)
                || (mapping.BuildId.Length > 0 && string.Equals(place.Key, mapping.BuildId, StringComparison.Ordinal)));
            if (place is not null)
            {
                Ask(profile, i, place, symbols);
            }
        }

        return symbols.Apply(hasInlineFrames: false);
    }

    private void Ask(Profile profile, int mapping, PprofMappingPlace place, Symbolization symbols)
    {
        ulong shift = unchecked(place.Start - profile.Mappings[mapping].Start);
        var wanted = new Dictionary<ulong, List<int>>();
        for (int location = 0; location < profile.Locations.Count; location++)
        {
            ulong address = profile.Locations.Addresses[location];
            bool isBare = profile.Locations.LineStarts[location] == profile.Locations.LineStarts[location + 1];
            if (profile.Locations.Mappings[location] == mapping && address != 0 && isBare)
            {
                ulong there = unchecked(address + shift);
                if (!wanted.TryGetValue(there, out var list))
                {
                    wanted[there] = list = [];
                }

                list.Add(location);
            }
        }

        if (wanted.Count == 0)
        {
            return;
        }

        string question = string.Join('+', wanted.Keys.Select(static address => string.Create(CultureInfo.InvariantCulture, $"0x{address:x}")));
        foreach (string line in _post(AddressOf(place.Source), question).Split('\n', StringSplitOptions.TrimEntries))
        {
            int blank = line.AsSpan().IndexOfAny(' ', '\t');
            if (line.StartsWith("0x", StringComparison.Ordinal) && blank > 2
                && ulong.TryParse(line.AsSpan(2, blank - 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong address)
                && wanted.TryGetValue(address, out var locations))
            {
                locations.ForEach(location => symbols.Set(location, [new SymbolFrame(line[blank..].Trim(), string.Empty, 0)]));
            }
        }
    }
}
