using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Resident.Web.Security;

/// <summary>Lets in who may read the process anyway: the user that we run as, root, and whoever called sudo. Asked once
/// a connection.</summary>
internal sealed class PeerGuard
{
    private static readonly object Key = new();

    private readonly HashSet<uint> _users;
    private readonly Func<IPEndPoint, IPEndPoint, uint?> _find;

    /// <summary>Initializes a new instance of the <see cref="PeerGuard"/> class.</summary>
    /// <param name="users">Who may look.</param>
    /// <param name="find">Finds the user of a connection: the other end, and this one.</param>
    public PeerGuard(IEnumerable<uint> users, Func<IPEndPoint, IPEndPoint, uint?> find)
    {
        _users = [.. users, 0];
        _find = find;
    }

    /// <summary>Makes the guard of this process.</summary>
    /// <param name="caller">Who called sudo, or null.</param>
    public static PeerGuard OfThisProcess(uint? caller)
    {
        uint own = OwnUser();
        return new PeerGuard([own, caller ?? own], static (remote, local) => PeerUser.Find(remote, local));
    }

    /// <summary>Tells whether the other end of a request's connection is one of them.</summary>
    public bool Admits(HttpContext context)
    {
        var items = context.Features.Get<IConnectionItemsFeature>()?.Items;
        if (items is not null && items.TryGetValue(Key, out object? known) && known is bool answer)
        {
            return answer;
        }

        var connection = context.Connection;
        bool isOne = connection is { RemoteIpAddress: { } there, LocalIpAddress: { } here }
            && _find(new IPEndPoint(there, connection.RemotePort), new IPEndPoint(here, connection.LocalPort)) is { } user && _users.Contains(user);
        if (items is not null)
        {
            items[Key] = isOne;
        }

        return isOne;
    }

    // The effective user: the second figure of "Uid:".
    private static uint OwnUser()
    {
        using var status = new StreamReader("/proc/self/status");
        while (status.ReadLine() is { } line)
        {
            if (line.StartsWith("Uid:", StringComparison.Ordinal)
                && line.Split('\t', StringSplitOptions.RemoveEmptyEntries) is [_, _, var effective, ..]
                && uint.TryParse(effective, NumberStyles.None, CultureInfo.InvariantCulture, out uint user))
            {
                return user;
            }
        }

        throw new IOException("/proc/self/status: Expected a line \"Uid:\", found none.");
    }
}
