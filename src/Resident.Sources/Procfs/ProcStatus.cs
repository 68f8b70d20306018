using Resident.Model;

namespace Resident.Sources.Procfs;

/// <summary>The memory lines of /proc/PID/status. Null where the kernel did not print the line.</summary>
internal struct ProcStatus
{
    public ByteSize? VmPeak { get; set; }

    public ByteSize? VmSize { get; set; }

    public ByteSize? VmLck { get; set; }

    public ByteSize? VmHwm { get; set; }

    public ByteSize? VmRss { get; set; }

    public ByteSize? RssAnon { get; set; }

    public ByteSize? RssFile { get; set; }

    public ByteSize? RssShmem { get; set; }

    public ByteSize? VmPte { get; set; }

    public ByteSize? VmSwap { get; set; }

    public long? Uid { get; set; }
}
