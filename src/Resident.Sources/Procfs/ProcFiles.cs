using System.Buffers;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Resident.Model;

namespace Resident.Sources.Procfs;

/// <summary>Opens and reads files below a proc root. The kernel prints 0 as their size, so each is read to its end.</summary>
internal sealed class ProcFiles
{
    // ESRCH: what a read of an open /proc/PID/file gives once the process has ended.
    private const int NoSuchProcess = 3;
    private const int FirstBytes = 4096;

    private readonly InputLimits _limits;

    public ProcFiles(string root, InputLimits limits)
    {
        Root = root.Length > 1 ? root.TrimEnd('/') : root;
        _limits = limits;
    }

    public string Root { get; }

    public static bool IsGone(Exception exception) =>
        exception is FileNotFoundException or DirectoryNotFoundException or { HResult: NoSuchProcess };

    public static SafeFileHandle Open(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    public string PathOf(int pid, string file) => string.Create(CultureInfo.InvariantCulture, $"{Root}/{pid}/{file}");

    public string FolderOf(int pid) => string.Create(CultureInfo.InvariantCulture, $"{Root}/{pid}");

    public ProcBytes Read(string path)
    {
        using var handle = Open(path);
        return Read(handle, path);
    }

    public ProcBytes Read(SafeFileHandle handle, string path)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(FirstBytes);
        int length = 0;
        try
        {
            while (true)
            {
                int count = RandomAccess.Read(handle, buffer.AsSpan(length), length);
                if (count == 0)
                {
                    return new(buffer, length);
                }

                length += count;
                if (length > _limits.ProcFileBytes)
                {
                    throw new LimitExceededException(
                        $"{path} has more than {_limits.ProcFileBytes} bytes; raise {nameof(InputLimits)}.{nameof(InputLimits.ProcFileBytes)}.");
                }

                if (length == buffer.Length)
                {
                    buffer = Grow(buffer);
                }
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    public ProcessGoneException NotThere(int pid, Exception inner)
    {
        if (!Directory.Exists(Root))
        {
            return new($"There is no folder {Root}: mount the proc file system, or name another root.", inner);
        }

        return ProcHiding.Read(this) is { } hiding && ProcHiding.Exists(pid)
            ? new(Hidden(pid, hiding), inner)
            : new(
                $"There is no process {pid.ToString(CultureInfo.InvariantCulture)} under {Root}: it has ended, or it is in another PID namespace; \"resident ps\" lists those that can be seen.",
                inner);
    }

    public UnauthorizedAccessException Refused(int pid, UnauthorizedAccessException inner) =>
        new(ProcHiding.Read(this) is { } hiding ? Hidden(pid, hiding) : inner.Message, inner);

    public ProcessGoneException Ended(int pid, Exception? inner) =>
        new($"Process {pid.ToString(CultureInfo.InvariantCulture)} ended while {FolderOf(pid)} was read.", inner!);

    private static string Hidden(int pid, ProcHiding hiding) => string.Create(
        CultureInfo.InvariantCulture, $"Process {pid} is another user's, and {hiding.Root} is mounted with {hiding.Rule}, which hides it. {hiding.Remedy}");

    private static byte[] Grow(byte[] buffer)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
