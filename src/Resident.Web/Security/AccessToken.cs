using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Resident.Web.Security;

/// <summary>The secret that lets a request in where the address alone does not.</summary>
public static class AccessToken
{
    private const int Bytes = 18;

    /// <summary>Makes up a token: 144 random bits in 24 characters that need no escaping in an address.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Compares in a time that does not depend on where the two differ, nor on their lengths.</summary>
    /// <param name="expected">The token.</param>
    /// <param name="given">What came with the request.</param>
    public static bool Matches(string expected, string? given)
    {
        Span<byte> left = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> right = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(expected), left);
        SHA256.HashData(Encoding.UTF8.GetBytes(given ?? ""), right);
        return given is not null && CryptographicOperations.FixedTimeEquals(left, right);
    }
}
