using System.Globalization;
using System.Net;

namespace Resident.Cli.Sessions;

/// <summary>Where the page is to be served.</summary>
/// <param name="Address">The address; a name is looked up.</param>
/// <param name="Port">The port; 0 for any free one.</param>
internal sealed record ListenAddress(IPAddress Address, int Port)
{
    /// <summary>Reads HOST:PORT, HOST, :PORT or PORT. IPv6 addresses stand in brackets.</summary>
    /// <exception cref="WrongRequestException">The text is none of these, or the host is not known.</exception>
    public static ListenAddress Parse(string text)
    {
        var (host, port) = Split(text);
        return new(Resolve(host, text), port);
    }

    /// <summary>Reads gcvis's two options, address and port, over what --listen says.</summary>
    public static ListenAddress Parse(string listen, string? gcvisAddress, int? gcvisPort)
    {
        var plain = Parse(listen);
        return new(
            gcvisAddress is null ? plain.Address : Resolve(gcvisAddress, gcvisAddress),
            gcvisPort ?? plain.Port);
    }

    private static (string Host, int Port) Split(string text)
    {
        int colon = text.LastIndexOf(':');
        bool isBareV6 = colon >= 0 && text.IndexOf(':', StringComparison.Ordinal) != colon && !text.StartsWith('[');
        if (isBareV6 || (colon < 0 && !IsPort(text, out _)))
        {
            return (text, 0);
        }

        string portText = text[(colon + 1)..];
        if (!IsPort(portText, out int port))
        {
            throw new WrongRequestException($"--listen: Expected HOST:PORT with a port from 0 to 65535, found \"{text}\".");
        }

        return (colon <= 0 ? "127.0.0.1" : text[..colon], port);
    }

    private static bool IsPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= ushort.MaxValue;

    private static IPAddress Resolve(string host, string text)
    {
        string bare = host.Trim('[', ']');
        if (string.Equals(bare, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            return IPAddress.Loopback;
        }

        if (bare is "*" or "")
        {
            return IPAddress.Any;
        }

        if (IPAddress.TryParse(bare, out var address))
        {
            return address;
        }

        try
        {
            return Dns.GetHostAddresses(bare)[0];
        }
        catch (System.Net.Sockets.SocketException unknown)
        {
            throw new WrongRequestException($"--listen: The host \"{host}\" in \"{text}\" is not known. Use an address such as 127.0.0.1:8080.", unknown);
        }
    }
}
