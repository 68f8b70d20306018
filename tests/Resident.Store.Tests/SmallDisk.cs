using System.Diagnostics;
using System.Globalization;

namespace Resident.Store.Tests;

/// <summary>A file system in memory that is soon full.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder)
    {
        Folder = folder;
    }

    public string Folder { get; }

    /// <summary>Mounts one; skips the test where that is not allowed.</summary>
    public static SmallDisk Mount(int kibibytes)
    {
        string folder = Directory.CreateTempSubdirectory("resident-small-").FullName;
        string size = string.Create(CultureInfo.InvariantCulture, $"size={kibibytes}k");
        if (Run("mount", "-t", "tmpfs", "-o", size, "none", folder) != 0)
        {
            Directory.Delete(folder);
            Assert.Skip("Mounting a small tmpfs is not allowed here: it takes root (CAP_SYS_ADMIN).");
        }

        return new SmallDisk(folder);
    }

    public void Grow(int kibibytes) =>
        Assert.Equal(0, Run("mount", "-o", string.Create(CultureInfo.InvariantCulture, $"remount,size={kibibytes}k"), Folder));

    public void Dispose()
    {
        _ = Run("umount", "-l", Folder);
        Directory.Delete(Folder);
    }

    private static int Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            _ = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
