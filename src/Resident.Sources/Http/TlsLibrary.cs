using System.Runtime.InteropServices;

namespace Resident.Sources.Http;

/// <summary>Looks for OpenSSL before https is spoken: .NET aborts the process where it finds none, as on many small
/// systems.</summary>
public static class TlsLibrary
{
    // In the order in which .NET's own System.Security.Cryptography.Native looks.
    private static readonly string[] Names = ["libssl.so.3", "libssl.so.1.1", "libssl.so.1.0.2", "libssl.so.1.0.0", "libssl.so.10"];

    private static readonly Lazy<bool> IsThere = new(static () => Array.Exists(Names, static name => NativeLibrary.TryLoad(name, out _)));

    /// <summary>Makes sure that an address can be asked.</summary>
    /// <exception cref="HttpRequestException">It is https, and there is no OpenSSL here.</exception>
    public static void Require(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.Scheme is "https" && !IsThere.Value)
        {
            throw new HttpRequestException($"{address.GetLeftPart(UriPartial.Authority)}: https needs OpenSSL, and there is none on this system. Install it (the package libssl3 or openssl), or use http.");
        }
    }
}
