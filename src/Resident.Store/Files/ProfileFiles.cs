using System.IO.Hashing;

namespace Resident.Store.Files;

/// <summary>The files of profiles beside a recording, named by their hash: the same profile is kept once.</summary>
internal static class ProfileFiles
{
    /// <summary>Writes a profile's file, where there is none yet.</summary>
    /// <returns>The hash: XXH128, lower-case hexadecimal.</returns>
    /// <exception cref="RecordingFullException">It cannot be written.</exception>
    public static string Write(string recording, ReadOnlySpan<byte> gzipped)
    {
        string hash = Convert.ToHexStringLower(XxHash128.Hash(gzipped));
        string folder = RecordingFormat.ProfileFolder(recording);
        string file = Path.Combine(folder, hash + ".pb.gz");
        try
        {
            // Names of functions and files are nobody else's business.
            _ = OperatingSystem.IsWindows()
                ? Directory.CreateDirectory(folder)
                : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            if (!File.Exists(file))
            {
                string unfinished = file + ".new";
                File.WriteAllBytes(unfinished, gzipped);
                if (!OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(unfinished, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                }

                File.Move(unfinished, file, overwrite: true);
            }

            return hash;
        }
        catch (IOException problem)
        {
            throw new RecordingFullException($"{file}: The profile cannot be written: {problem.Message}", problem);
        }
    }
}
