using System.Security.Cryptography;
using System.Text;

namespace Resident.Web.Security;

/// <summary>The secret that lets a request in where the address alone does not.</summary>
public static class AccessToken
{
    /// <summary>Makes up a token: 122 random bits in 32 characters that need no escaping in an address.</summary>
    /// <remarks>On Linux Guid.NewGuid takes them from the kernel's generator for secrets. RandomNumberGenerator does too, and
    /// loads OpenSSL for it: 4 MB of RES.</remarks>
    public static string Create() => Guid.NewGuid().ToString("N");

    /// <summary>Compares in a time that does not depend on where the two differ. Their length is no secret.</summary>
    /// <param name="expected">The token.</param>
    /// <param name="given">What came with the request.</param>
    public static bool Matches(string expected, string? given) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));
}
