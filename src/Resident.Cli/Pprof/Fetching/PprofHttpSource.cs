using System.Globalization;
using Resident.Cli.Pprof.Arguments;
using Resident.Model;
using Resident.Model.Profiles;
using Resident.Sources.Http;
using Resident.Sources.Pprof;

namespace Resident.Cli.Pprof.Fetching;

/// <summary>Fetches profiles over HTTP, and keeps what it fetched in a file.</summary>
internal sealed class PprofHttpSource
{
    private const double SlackFactor = 1.5;
    private const int DefaultTimeout = 60;
    private const int DurationSlack = 5;
    private const int MostAnswer = 16 * 1024 * 1024;
    private const long MostProfile = 512 * 1024 * 1024;

    private readonly PprofArguments _arguments;
    private readonly PprofHost _host;

    public PprofHttpSource(PprofArguments arguments, PprofHost host)
    {
        _arguments = arguments;
        _host = host;
    }

    /// <summary>Makes an address out of a source; null where it can be none.</summary>
    /// <remarks>A host without a path means its CPU profile, as go tool pprof has it.</remarks>
    public static Uri? AddressOf(string source)
    {
        string text = source.Contains("://", StringComparison.Ordinal) ? source : "http://" + source;
        text = text.StartsWith("https+insecure://", StringComparison.Ordinal) ? "https://" + text["https+insecure://".Length..] : text;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.Host.Length == 0)
        {
            return null;
        }

        return address.AbsolutePath is "/" ? new Uri(address, "/debug/pprof/profile" + address.Query) : address;
    }

    /// <summary>Fetches a profile.</summary>
    /// <returns>The profile and the full address that it came from.</returns>
    /// <exception cref="HttpRequestException">The other side is not there or refuses.</exception>
    /// <exception cref="MalformedInputException">The answer is no profile.</exception>
    public (Profile Profile, Uri Address) Fetch(string source, Uri address)
    {
        var (full, timeout) = WithSeconds(address);
        _host.Say(_arguments.Seconds > 0
            ? string.Create(CultureInfo.InvariantCulture, $"Fetching profile over HTTP from {full}\nPlease wait... ({_arguments.Seconds}s)")
            : $"Fetching profile over HTTP from {full}");
        using var progress = new PprofProgress($"Waiting for {full.Host}", _arguments.Seconds, _host);
        using var client = PprofTls.CreateClient(_arguments, _host, source);
        client.Timeout = timeout;
        using var request = new HttpRequestMessage(HttpMethod.Get, full);
        AddHeaders(request);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
        using var response = Send(client, request, source);
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException(string.Create(CultureInfo.InvariantCulture, $"{source}: server response: {(int)response.StatusCode} {response.ReasonPhrase}"));
        }

        return (ReadBefore(timeout, response, source), full);
    }

    /// <summary>Sends a text and returns the answer: how names are asked for.</summary>
    /// <exception cref="HttpRequestException">The other side is not there or refuses.</exception>
    public string Post(string source, Uri address, string text)
    {
        using var client = PprofTls.CreateClient(_arguments, _host, source);
        client.Timeout = TimeSpan.FromSeconds(DefaultTimeout);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(text) };
        AddHeaders(request);
        using var response = Send(client, request, address.ToString());
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException(string.Create(CultureInfo.InvariantCulture, $"{address}: server response: {(int)response.StatusCode} {response.ReasonPhrase}"));
        }

        using var slow = new CancellationTokenSource(client.Timeout, _host.Clock);
        using var closing = slow.Token.Register(response.Dispose);
        using var reader = new StreamReader(response.Content.ReadAsStream(slow.Token));
        char[] answer = new char[MostAnswer];
        int length = reader.ReadBlock(answer);
        return length < answer.Length
            ? new string(answer, 0, length)
            : throw new HttpRequestException(string.Create(CultureInfo.InvariantCulture, $"{address}: the answer is longer than {MostAnswer} characters"));
    }

    private static HttpResponseMessage Send(HttpClient client, HttpRequestMessage request, string source)
    {
        try
        {
            TlsLibrary.Require(request.RequestUri!);
            return client.Send(request, HttpCompletionOption.ResponseHeadersRead);
        }
        catch (NotSupportedException exception)
        {
            throw new HttpRequestException($"{source}: the server redirects to an address that is neither http nor https", exception);
        }
    }

    // The client's own timeout ends with the headers; a body may come without end.
    private Profile ReadBefore(TimeSpan timeout, HttpResponseMessage response, string source)
    {
        using var slow = new CancellationTokenSource(timeout, _host.Clock);
        using var closing = slow.Token.Register(response.Dispose);
        try
        {
            using var body = response.Content.ReadAsStream(slow.Token);
            var limits = InputLimits.Default with { ProfileBytes = MostProfile };
            return ProfileReader.Read(body, source, new ProfileReadOptions { ReadsMore = _arguments.ReadsMore, Limits = limits });
        }
        catch (Exception exception) when (slow.IsCancellationRequested && exception is not MalformedInputException)
        {
            throw new TaskCanceledException(message: null, exception);
        }
    }

    private (Uri Address, TimeSpan Timeout) WithSeconds(Uri address)
    {
        var builder = new UriBuilder(address);
        string[] query = [.. builder.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)];
        string? given = Array.Find(query, static part => part.StartsWith("seconds=", StringComparison.Ordinal));
        int seconds = _arguments.Seconds > 0 ? _arguments.Seconds
            : given is not null && int.TryParse(given.AsSpan("seconds=".Length), NumberStyles.None, CultureInfo.InvariantCulture, out int asked) ? asked : 0;
        if (_arguments.Seconds > 0)
        {
            string own = string.Create(CultureInfo.InvariantCulture, $"seconds={seconds}");
            builder.Query = string.Join('&', [.. query.Where(part => !ReferenceEquals(part, given)), own]);
        }

        double timeout = _arguments.Timeout > 0 ? _arguments.Timeout : seconds > 0 ? (seconds * SlackFactor) + DurationSlack : DefaultTimeout + DurationSlack;
        return (builder.Uri, TimeSpan.FromSeconds(timeout));
    }

    private void AddHeaders(HttpRequestMessage request)
    {
        foreach (string header in _arguments.Headers)
        {
            int colon = header.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || !request.Headers.TryAddWithoutValidation(header[..colon].Trim(), header[(colon + 1)..].Trim()))
            {
                throw new PprofErrorException($"-header needs \"Name: value\", not {GoText.Quote(header)}");
            }
        }
    }
}
