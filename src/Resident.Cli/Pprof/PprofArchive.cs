using System.Globalization;
using Resident.Model.Profiles;
using Resident.Sources.Pprof;

namespace Resident.Cli.Pprof;

/// <summary>Keeps fetched profiles in files, as pprof does.</summary>
internal static class PprofArchive
{
    /// <summary>Saves a profile under a name that is not taken.</summary>
    public static void Save(Profile profile, Uri address, PprofHost host)
    {
        string home = host.Environment("HOME") ?? string.Empty;
        string folder = host.Environment("PPROF_TMPDIR") is { Length: > 0 } set ? set : home.Length > 0 ? Path.Combine(home, "pprof") : Path.GetTempPath();
        Directory.CreateDirectory(folder);
        string name = profile.Mappings is [{ File.Length: > 0 } main, ..] ? ProfilePath.BaseName(main.File) : address.Host;
        string types = string.Join('.', profile.SampleTypes.Select(static type => type.Type));
        for (int i = 1; ; i++)
        {
            string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"pprof.{name}.{types}.{i:D3}.pb.gz"));
            if (!File.Exists(path))
            {
                using var file = File.Create(path);
                ProfileEncoder.WriteCompressed(profile, file);
                host.Say($"Saved profile in {path}");
                return;
            }
        }
    }
}
