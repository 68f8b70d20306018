using System.Runtime.InteropServices;

namespace Resident.Cli.Run;

/// <summary>The <c>struct pollfd</c> of poll(2). A negative descriptor is skipped by the kernel.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollDescriptor
{
    internal int Descriptor;
    internal short Events;
    internal short Returned;
}
