using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Resident.Sources.Prometheus;

/// <summary>How a server is reached, and what it asks for.</summary>
public sealed record PrometheusAccess
{
    private const int HeaderKibibytes = 32;

    /// <summary>Gets the server's address, as in http://prometheus:9090 or https://mimir.example.com/prometheus;
    /// without /api/v1.</summary>
    public required Uri Address { get; init; }

    /// <summary>Gets the bearer token, or null.</summary>
    public string? BearerToken { get; init; }

    /// <summary>Gets the user of basic authentication, or null.</summary>
    public string? User { get; init; }

    /// <summary>Gets the password of basic authentication, or null.</summary>
    public string? Password { get; init; }

    /// <summary>Gets the tenant, sent as X-Scope-OrgID (Mimir, Cortex, Loki's kin), or null.</summary>
    public string? Tenant { get; init; }

    /// <summary>Gets the authorities that the server's certificate may be of, instead of the system's; empty for the
    /// system's.</summary>
    public IReadOnlyList<X509Certificate2> Authorities { get; init; } = [];

    /// <summary>Makes a client that follows no redirect and trusts <see cref="Authorities"/>. The caller owns
    /// it.</summary>
    public HttpClient CreateClient()
    {
#pragma warning disable CA2000 // the client owns the handler
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            MaxResponseHeadersLength = HeaderKibibytes,
            MaxResponseDrainSize = 0,
        };
#pragma warning restore CA2000
        if (Authorities.Count > 0)
        {
            handler.SslOptions.CertificateChainPolicy = PolicyOf(Authorities);
        }

        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Adds what the server asks for to a request.</summary>
    internal void Sign(HttpRequestMessage request)
    {
        if (BearerToken is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
        else if (User is { } user)
        {
            string pair = string.Create(CultureInfo.InvariantCulture, $"{user}:{Password}");
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }

        if (Tenant is { } tenant)
        {
            request.Headers.Add("X-Scope-OrgID", tenant);
        }
    }

    private static X509ChainPolicy PolicyOf(IReadOnlyList<X509Certificate2> authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        foreach (var authority in authorities)
        {
            _ = policy.CustomTrustStore.Add(authority);
        }

        return policy;
    }
}
