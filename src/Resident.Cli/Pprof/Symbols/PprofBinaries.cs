using Resident.Cli.Pprof.Arguments;
using Resident.Model.Profiles;

namespace Resident.Cli.Pprof.Symbols;

/// <summary>Finds the binaries that mappings name, and applies what the command line says of them.</summary>
internal static class PprofBinaries
{
    /// <summary>Makes sure that there is a main mapping, and gives it the command line's names.</summary>
    public static Profile Locate(Profile profile, PprofArguments arguments, PprofHost host)
    {
        if (profile.Mappings.IsEmpty)
        {
            profile = profile with
            {
                Mappings = [new ProfileMapping { Id = 1 }],
                Locations = profile.Locations with { Mappings = [.. new int[profile.Locations.Count]] },
            };
        }
        else
        {
            var found = profile.Mappings.Select(mapping => Find(mapping, host)).ToArray();
            profile = found.AsSpan().SequenceEqual(profile.Mappings.AsSpan()) ? profile : profile with { Mappings = [.. found] };
        }

        var main = profile.Mappings[0];
        var named = main with
        {
            File = arguments.ExecutableName.Length > 0 ? arguments.ExecutableName : main.File,
            BuildId = arguments.BuildId.Length > 0 && main.BuildId.Length == 0 ? arguments.BuildId : main.BuildId,
        };
        return named == main ? profile : profile with { Mappings = profile.Mappings.SetItem(0, named) };
    }

    private static ProfileMapping Find(ProfileMapping mapping, PprofHost host)
    {
        string home = host.Environment("HOME") ?? string.Empty;
        string searchPath = host.Environment("PPROF_BINARY_PATH") is { Length: > 0 } set ? set : Path.Combine(home, "pprof", "binaries");
        foreach (string folder in searchPath.Split(':', StringSplitOptions.RemoveEmptyEntries).Where(Directory.Exists))
        {
            foreach (string name in Candidates(folder, mapping))
            {
                if (PprofObjectFile.IsObjectFile(name))
                {
                    return mapping with { File = name };
                }
            }
        }

        return mapping;
    }

    private static IEnumerable<string> Candidates(string folder, ProfileMapping mapping)
    {
        string file = mapping.File.TrimStart('/');
        string name = mapping.File.Length > 0 ? ProfilePath.BaseName(mapping.File) : string.Empty;
        if (mapping.BuildId.Length > 0)
        {
            yield return Path.Combine(folder, mapping.BuildId, name);
            string byId = Path.Combine(folder, mapping.BuildId);
            foreach (string other in Directory.Exists(byId) ? Directory.GetFiles(byId) : [])
            {
                yield return other;
            }

            yield return Path.Combine(folder, file, mapping.BuildId);
            if (mapping.BuildId.Length > 2)
            {
                yield return Path.Combine(folder, mapping.BuildId[..2], mapping.BuildId[2..] + ".debug");
            }
        }

        if (name.Length > 0)
        {
            string parent = ProfilePath.DirectoryName(file);
            yield return Path.Combine(folder, name);
            yield return Path.Combine(folder, file);
            yield return Path.Combine(folder, file + ".debug");
            yield return Path.Combine(folder, parent, ".debug", name + ".debug");
            yield return Path.Combine(folder, "usr/lib/debug", parent, name + ".debug");
        }
    }
}
