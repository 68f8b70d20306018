using System.Globalization;
using System.Text;
using Resident.Model;

namespace Resident.Sources.Giving;

/// <summary>A control group's memory.reclaim: the kernel takes back as many bytes as are written to it.</summary>
/// <remarks>Source: Documentation/admin-guide/cgroup-v2.rst; cgroup version 2 and Linux 5.19.</remarks>
public static class ReclaimFile
{
    private const int InvalidArgument = 22;

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

    /// <summary>Asks the kernel for an amount. Nothing is swapped out for it where the kernel lets that be said: swappiness=0, which older ones do
    /// not know.</summary>
    /// <param name="path">The file.</param>
    /// <param name="amount">How much.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False where the kernel found less than that (EAGAIN).</returns>
    /// <exception cref="IOException">The group is gone.</exception>
    public static async Task<bool> TryReclaimAsync(string path, ByteSize amount, CancellationToken cancellationToken)
    {
        string bytes = amount.Bytes.ToString(CultureInfo.InvariantCulture);
        try
        {
            await WriteAsync(path, bytes + " swappiness=0", cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (IOException exception) when (exception.HResult == InvalidArgument)
        {
            return await TryPlainAsync(path, bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    private static async Task<bool> TryPlainAsync(string path, string bytes, CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(path, bytes, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    private static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        await RandomAccess.WriteAsync(handle, Encoding.UTF8.GetBytes(text), 0, cancellationToken).ConfigureAwait(false);
    }
}
