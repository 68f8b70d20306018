using Resident.Model;

namespace Resident.Sources.Procfs;

/// <summary>Parses /proc/PID/status: a line a figure, as in <c>VmRSS:	    1696 kB</c>.</summary>
/// <remarks>Kernel threads and zombies have no Vm lines; kernels before 4.5 have no Rss lines. A line feed in the name is
/// printed as "\n", so a name cannot forge a line. Source: proc_pid_status(5), task_mem in fs/proc/task_mmu.c.</remarks>
internal static class ProcStatusParser
{
    public static ProcStatus Parse(ReadOnlySpan<byte> text, string path)
    {
        var status = default(ProcStatus);
        int number = 0;
        while (ProcText.TryReadLine(ref text, out var line))
        {
            number++;
            if (line.StartsWith("Vm"u8) || line.StartsWith("Rss"u8))
            {
                ReadMemory(line, path, number, ref status);
            }
            else if (line.StartsWith("Uid:"u8))
            {
                var rest = line["Uid:"u8.Length..];
                status.Uid = ProcText.TryReadNumber(ref rest, out long uid) ? uid : null;
            }
        }

        return status;
    }

    private static void ReadMemory(ReadOnlySpan<byte> line, string path, int number, ref ProcStatus status)
    {
        int colon = line.IndexOf((byte)':');
        if (colon < 0 || !ProcText.TryReadKibibytes(line[(colon + 1)..], out var size))
        {
            throw MalformedInputException.AtLine(path, number, $"Expected \"Key: N kB\", found \"{ProcText.Quote(line)}\".");
        }

        Store(line[..colon], size, ref status);
    }

    private static void Store(ReadOnlySpan<byte> key, ByteSize size, ref ProcStatus status)
    {
        if (key.StartsWith("Rss"u8))
        {
            StoreRss(key, size, ref status);
        }
        else if (key.SequenceEqual("VmRSS"u8))
        {
            status.VmRss = size;
        }
        else if (key.SequenceEqual("VmSize"u8))
        {
            status.VmSize = size;
        }
        else if (key.SequenceEqual("VmPeak"u8))
        {
            status.VmPeak = size;
        }
        else if (key.SequenceEqual("VmHWM"u8))
        {
            status.VmHwm = size;
        }
        else if (key.SequenceEqual("VmSwap"u8))
        {
            status.VmSwap = size;
        }
        else if (key.SequenceEqual("VmPTE"u8))
        {
            status.VmPte = size;
        }
        else if (key.SequenceEqual("VmLck"u8))
        {
            status.VmLck = size;
        }
    }

    private static void StoreRss(ReadOnlySpan<byte> key, ByteSize size, ref ProcStatus status)
    {
        if (key.SequenceEqual("RssAnon"u8))
        {
            status.RssAnon = size;
        }
        else if (key.SequenceEqual("RssFile"u8))
        {
            status.RssFile = size;
        }
        else if (key.SequenceEqual("RssShmem"u8))
        {
            status.RssShmem = size;
        }
    }
}
