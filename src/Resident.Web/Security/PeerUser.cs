using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Resident.Web.Security;

/// <summary>Tells whose a connection on this machine is: the kernel's table of connections has the user of
/// each.</summary>
/// <remarks>Source: /proc/net/tcp and tcp6, net/ipv4/tcp_ipv4.c. A line: <c>0: 0100007F:8F2A 0100007F:1F90 01 ... 1000
/// 0 48213 ...</c>: the addresses as the machine's own words in hexadecimal, the state (01: established), the user, and
/// the inode; that is 0 where no process has the socket any more, and then the user is none.</remarks>
internal static class PeerUser
{
    private const int MostBytes = 16 * 1024 * 1024;
    private const int StateField = 3;
    private const int UserField = 7;
    private const int InodeField = 9;
    private const uint Unmapped = 65534;

    /// <summary>Finds the user at the other end.</summary>
    /// <param name="remote">The other end, as this end sees it.</param>
    /// <param name="local">This end.</param>
    /// <param name="folder">Where the tables are: /proc/net.</param>
    /// <returns>Null where it cannot be told: the other end is another machine's, another network namespace's, or
    /// gone.</returns>
    public static uint? Find(IPEndPoint remote, IPEndPoint local, string folder = "/proc/net")
    {
        foreach (string table in (ReadOnlySpan<string>)["tcp", "tcp6"])
        {
            bool isWide = table is "tcp6";
            if (TextOf(remote, isWide) is { } there && TextOf(local, isWide) is { } here && Look(Path.Combine(folder, table), there, here) is { } user)
            {
                return user == Unmapped ? null : user;
            }
        }

        return null;
    }

    // The peer's own socket: its local end is our remote one.
    private static uint? Look(string path, string there, string here)
    {
        try
        {
            using var reader = new StreamReader(path);
            long read = 0;
            while (read < MostBytes && reader.ReadLine() is { } line)
            {
                read += line.Length;
                string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (fields.Length > InodeField && string.Equals(fields[1], there, StringComparison.Ordinal) && string.Equals(fields[2], here, StringComparison.Ordinal))
                {
                    return fields[StateField] is "01" && fields[InodeField] is not "0"
                        && uint.TryParse(fields[UserField], NumberStyles.None, CultureInfo.InvariantCulture, out uint user) ? user : null;
                }
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // No such table here: nobody can be told.
        }

        return null;
    }

    private static string? TextOf(IPEndPoint end, bool isWide)
    {
        var address = end.Address;
        address = isWide || !address.IsIPv4MappedToIPv6 ? address : address.MapToIPv4();
        address = isWide && address.AddressFamily == AddressFamily.InterNetwork ? address.MapToIPv6() : address;
        byte[] bytes = address.GetAddressBytes();
        if (bytes.Length != (isWide ? 16 : 4))
        {
            return null;
        }

        string words = "";
        for (int at = 0; at < bytes.Length; at += sizeof(uint))
        {
            uint word = BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at)) : BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));
            words += word.ToString("X8", CultureInfo.InvariantCulture);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{words}:{end.Port:X4}");
    }
}
