using System.Net;
using Resident.Model;
using Resident.Monitoring.Inspection;

namespace Resident.Web;

/// <summary>Where the page is served and who may see it.</summary>
public sealed record PageOptions
{
    /// <summary>Gets the address to listen on. Default 127.0.0.1: this machine only.</summary>
    public IPAddress ListenAddress { get; init; } = IPAddress.Loopback;

    /// <summary>Gets the port, or 0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>Gets the name of the option that sets the address, for messages.</summary>
    public string ListenOption { get; init; } = "--listen";

    /// <summary>Gets the token that each request must carry. Null: on a loopback address the kernel tells who asks; on
    /// any other, one is made up.</summary>
    public string? Token { get; init; }

    /// <summary>Gets a value indicating whether every user of this machine may look where there is no token. Default
    /// false: the user that we run as, root, and whoever called sudo.</summary>
    public bool IsOpenToAll { get; init; }

    /// <summary>Gets the user who called sudo to start us, and may look, too; or null.</summary>
    public uint? Caller { get; init; }

    /// <summary>Gets further host names that a browser may use for this server, beside addresses and localhost.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>Gets the product's version, as the page's footer shows it.</summary>
    public string Version { get; init; } = "";

    /// <summary>Gets the clock.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Gets who takes the dear looks at the target that readers ask for, or null where there is no process. The
    /// server disposes it.</summary>
    public IInspector? Inspector { get; init; }

    /// <summary>Gets who says why RES is what it is, or null where nobody can. The server disposes it.</summary>
    public IVerdictSource? Verdicts { get; init; }

    /// <summary>Gets what sums a trace up, one entry a process, for a page that shows a trace; else null. It may be called
    /// by any thread.</summary>
    public Func<IReadOnlyList<GcTraceSummary>>? TraceSummaries { get; init; }

    /// <summary>Gets how long a live reader may leave a ping unanswered, or a message unread, before it is dropped.</summary>
    public TimeSpan ReaderTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
