using System.Globalization;
using Resident.Model.Profiles;
using Resident.Sources.Pprof;

namespace Resident.Cli.Pprof.Fetching;

/// <summary>Keeps fetched profiles in files, as pprof does.</summary>
internal static class PprofArchive
{
    private const int MostFiles = 10_000;

    /// <summary>Saves a profile under a name that is not taken, and says where. That it cannot be saved is said, and is no error.</summary>
    public static void Save(Profile profile, PprofHost host)
    {
        try
        {
            string folder = MakeFolder(host);
            string name = profile.Mappings is [{ File.Length: > 0 } main, ..] ? ProfilePath.BaseName(main.File) + "." : string.Empty;
            string types = string.Concat(profile.SampleTypes.Select(static type => type.Type + "."));
            for (int i = 1; i < MostFiles; i++)
            {
                string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"pprof.{name}{types}{i:D3}.pb.gz"));
                if (TryWrite(profile, path))
                {
                    host.Say($"Saved profile in {path}");
                    return;
                }
            }

            host.Say($"Could not save profile: {folder} has {MostFiles.ToString(CultureInfo.InvariantCulture)} of this name");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            host.Say($"Could not save profile: {e.Message}");
        }
    }

    private static bool TryWrite(Profile profile, string path)
    {
        if (File.Exists(path))
        {
            return false;
        }

        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        ProfileEncoder.WriteCompressed(profile, file);
        return true;
    }

    /// <summary>The folder that is set, else one at home, else the one for temporary files.</summary>
    private static string MakeFolder(PprofHost host)
    {
        string home = host.Environment("HOME") ?? string.Empty;
        string?[] folders = [host.Environment("PPROF_TMPDIR"), home.Length > 0 ? Path.Combine(home, "pprof") : null, Path.GetTempPath()];
        foreach (string folder in folders.OfType<string>().Where(static folder => folder.Length > 0))
        {
            try
            {
                return Directory.CreateDirectory(folder).FullName;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                host.Say($"Could not use temp dir {folder}: {e.Message}");
            }
        }

        throw new IOException("failed to identify temp dir");
    }
}
