using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography.X509Certificates;
using Resident.Cli.Pprof.Arguments;

namespace Resident.Cli.Pprof.Fetching;

/// <summary>Makes clients that trust whom the command line says.</summary>
internal static class PprofTls
{
    /// <summary>Makes a client for a source.</summary>
    [SuppressMessage("Security", "CA5400", Justification = "As go tool pprof: revocation lists are not asked for.")]
    [SuppressMessage("Reliability", "CA2000", Justification = "The client owns the handler.")]
    public static HttpClient CreateClient(PprofArguments arguments, PprofHost host, string source)
    {
        var handler = new HttpClientHandler();
        Secure(handler, arguments, host, source);
        return new HttpClient(handler, disposeHandler: true);
    }

    [SuppressMessage("Security", "MA0039", Justification = "Only where the user says so: https+insecure, or a certificate authority of their own.")]
    private static void Secure(HttpClientHandler handler, PprofArguments arguments, PprofHost host, string source)
    {
        if (source.StartsWith("https+insecure://", StringComparison.Ordinal))
        {
            // The user said so in the address: the certificate is not checked.
            handler.ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator;
        }
        else if (arguments.TlsAuthority.Length > 0)
        {
            var authority = X509CertificateLoader.LoadCertificateFromFile(host.PathOf(arguments.TlsAuthority));
            handler.ServerCertificateCustomValidationCallback = (_, certificate, chain, _) =>
            {
                if (certificate is null || chain is null)
                {
                    return false;
                }

                chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
                chain.ChainPolicy.CustomTrustStore.Add(authority);
                return chain.Build(certificate);
            };
        }

        if (arguments.TlsCertificate.Length > 0)
        {
            handler.ClientCertificates.Add(
                X509Certificate2.CreateFromPemFile(host.PathOf(arguments.TlsCertificate), host.PathOf(arguments.TlsKey)));
        }
    }
}
