using System.Globalization;
using System.Text;
using Resident.Model;

namespace Resident.Sources.Giving;

/// <summary>A control group's memory.reclaim: the kernel takes back as many bytes as are written to it.</summary>
/// <remarks>Source: Documentation/admin-guide/cgroup-v2.rst; cgroup version 2 and Linux 5.19.</remarks>
public static class ReclaimFile
{
    /// <summary>Tells why the file may not be written, in a sentence; null where it may.</summary>
    /// <param name="path">The file.</param>
    public static string? WhyNotWritable(string path)
    {
        try
        {
            File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite).Dispose();
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"{path} may not be written here: run as root, on the host or with the group delegated.";
        }
    }

    /// <summary>Asks the kernel for an amount.</summary>
    /// <param name="path">The file.</param>
    /// <param name="amount">How much.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False where the kernel found less than that (EAGAIN).</returns>
    /// <exception cref="IOException">The group is gone.</exception>
    public static async Task<bool> TryReclaimAsync(string path, ByteSize amount, CancellationToken cancellationToken)
    {
        try
        {
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            byte[] text = Encoding.UTF8.GetBytes(amount.Bytes.ToString(CultureInfo.InvariantCulture));
            await RandomAccess.WriteAsync(handle, text, 0, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }
}
