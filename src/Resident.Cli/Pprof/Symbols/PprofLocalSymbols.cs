using Resident.Analysis.Profiles;
using Resident.Model;
using Resident.Model.Profiles;
using Resident.Sources.Symbols;

namespace Resident.Cli.Pprof.Symbols;

/// <summary>Gives names to addresses from the binaries on this machine.</summary>
internal sealed class PprofLocalSymbols
{
    private readonly PprofHost _host;
    private readonly bool _isForced;
    private readonly bool _isFast;

    public PprofLocalSymbols(PprofHost host, bool isForced, bool isFast)
    {
        _host = host;
        _isForced = isForced;
        _isFast = isFast;
    }

    /// <summary>Symbolizes the mappings that are not yet.</summary>
    public Profile Apply(Profile profile)
    {
        bool isMissing = false;
        var byMapping = Enumerable.Range(0, profile.Locations.Count).ToLookup(location => profile.Locations.Mappings[location]);
        var symbols = new Symbolization(profile);
        for (int i = 0; i < profile.Mappings.Length; i++)
        {
            var mapping = profile.Mappings[i];
            bool isDone = !_isForced && (mapping.HasFunctions || mapping.HasFileNames || mapping.HasLineNumbers);
            if (!byMapping.Contains(i) || isDone)
            {
                continue;
            }

            if (mapping.File.Length == 0)
            {
                isMissing |= i > 0;
                if (i == 0)
                {
                    _host.Say("Main binary filename not available.");
                }
            }
            else if (!IsSystem(mapping.File) && !IsAddress(mapping) && !TryRead(profile, mapping, [.. byMapping[i]], symbols))
            {
                isMissing = true;
            }
        }

        if (isMissing)
        {
            _host.Say("Some binary filenames not available. Symbolization may be incomplete.\nTry setting PPROF_BINARY_PATH to the search path for local binaries.");
        }

        return symbols.Apply(hasInlineFrames: true);
    }

    /// <summary>Tells whether a mapping is none of a file: of the kernel, of a device or of nothing.</summary>
    public static bool IsSystem(string file)
    {
        string name = ProfilePath.BaseName(file);
        return name.StartsWith('[') || name.StartsWith("linux-vdso", StringComparison.Ordinal)
            || file.StartsWith("/dev/dri/", StringComparison.Ordinal) || file is "//anon" || file.StartsWith("/memfd:", StringComparison.Ordinal);
    }

    private static bool IsAddress(ProfileMapping mapping) => mapping.BuildId.Length == 0
        && Uri.TryCreate(mapping.File, UriKind.Absolute, out var address) && address.Scheme.Contains("http", StringComparison.OrdinalIgnoreCase);

    private bool TryRead(Profile profile, ProfileMapping mapping, int[] locations, Symbolization symbols)
    {
        try
        {
            string path = Path.GetFullPath(_host.PathOf(mapping.File));
            using var binary = BinarySymbols.Open(path);
            Read(profile, mapping, locations, symbols, binary, path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or MalformedInputException or LimitExceededException or ArgumentException)
        {
            string id = mapping.BuildId.Length > 0 ? $" (build ID {mapping.BuildId})" : string.Empty;
            string why = e switch
            {
                FileNotFoundException or DirectoryNotFoundException or ArgumentException => $"open {mapping.File}: no such file or directory",
                UnauthorizedAccessException => $"open {mapping.File}: permission denied",
                _ => e.Message,
            };
            _host.Say($"Local symbolization failed for {ProfilePath.BaseName(mapping.File)}{id}: {why}");
            return false;
        }
    }

    private void Read(Profile profile, ProfileMapping mapping, int[] locations, Symbolization symbols, BinarySymbols binary, string path)
    {
        ulong bias = binary.BiasOf(mapping.Start, mapping.Offset);
        var native = new List<int>();
        foreach (int location in locations)
        {
            if (binary.TryFindLine(unchecked(profile.Locations.Addresses[location] - bias), out var frame))
            {
                symbols.Set(location, [frame]);
            }
            else
            {
                native.Add(location);
            }
        }

        ulong[] addresses = [.. native.Select(location => unchecked(profile.Locations.Addresses[location] - bias))];
        var lines = _isFast || native.Count == 0 ? [] : PprofNativeLines.Ask(path, addresses);
        for (int i = 0; i < addresses.Length; i++)
        {
            if (lines.TryGetValue(addresses[i], out var frames) && frames.Count > 0)
            {
                symbols.Set(native[i], frames);
            }
            else if (binary.TryFindFunction(addresses[i], out var symbol))
            {
                symbols.Set(native[i], [new SymbolFrame(symbol.Name, string.Empty, 0)]);
            }
        }
    }
}
