using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Resident.Web.Api;

namespace Resident.Web.Security;

/// <summary>Decides whether a request may see anything: by method, by Host (DNS rebinding), by Origin, by token.</summary>
internal sealed class RequestGuard
{
    private const string ContentPolicy =
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly HashSet<string> _names;
    private readonly string? _token;
    private readonly PeerGuard? _peers;

    /// <summary>Initializes a new instance of the <see cref="RequestGuard"/> class.</summary>
    /// <param name="options">The names that a browser may use.</param>
    /// <param name="token">The token, or null where none is needed.</param>
    /// <param name="peers">Who may look where there is no token, or null for everybody.</param>
    public RequestGuard(PageOptions options, string? token, PeerGuard? peers)
    {
        _peers = peers;
        _names = new(options.HostNames, StringComparer.OrdinalIgnoreCase) { "localhost" };
        _token = token;
    }

    /// <summary>Sets the headers that each answer has, and answers the request itself where it may not go on.</summary>
    public bool Admits(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-store";

        bool isMark = HttpMethods.IsPost(context.Request.Method) && context.Request.Path == MarkAnswers.Path;
        if (!isMark && !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            headers.Allow = "GET, HEAD";
            return Refuse(context, StatusCodes.Status405MethodNotAllowed, $"This server only shows: it takes GET and HEAD, and POST at {MarkAnswers.Path}.");
        }

        return AdmitsHost(context) && AdmitsOrigin(context) && AdmitsToken(context);
    }

    private static bool Refuse(HttpContext context, int status, string sentence)
    {
        // The answer is a few bytes and fits the buffer, so nothing waits here.
        Problem.Write(context, status, sentence);
        return false;
    }

    private bool AdmitsHost(HttpContext context)
    {
        // A page of an attacker can give its own name the address 127.0.0.1, but it cannot make the browser send another
        // name than its own. An address in place of a name cannot be rebound.
        string host = context.Request.Host.Host;
        bool known = _names.Contains(host) || IPAddress.TryParse(host.Trim('[', ']'), out _);
        return known || Refuse(
            context,
            StatusCodes.Status403Forbidden,
            $"The host name \"{Problem.Shorten(host)}\" is not one of this server's. Open it by its address, as in http://127.0.0.1:PORT/, "
            + "so that no other site can pose as it.");
    }

    private static bool AdmitsOrigin(HttpContext context)
    {
        string? origin = context.Request.Headers.Origin;
        bool same = origin is null || string.Equals(
            origin, context.Request.Scheme + "://" + context.Request.Host.Value, StringComparison.OrdinalIgnoreCase);
        return same || Refuse(
            context,
            StatusCodes.Status403Forbidden,
            $"A page of \"{Problem.Shorten(origin!)}\" asked for this data. Only this server's own page may.");
    }

    private bool AdmitsToken(HttpContext context)
    {
        if (_token is null)
        {
            return _peers?.Admits(context) != false || Refuse(
                context,
                StatusCodes.Status403Forbidden,
                "This page shows a process to the user who started resident and to root, and this connection is not known to be one of theirs. Start resident "
                + "with --token @FILE and open the address that it prints, or with --open-to-all to let every user of the machine look.");
        }

        var request = context.Request;
        string cookie = "resident-" + context.Connection.LocalPort.ToString(CultureInfo.InvariantCulture);
        if (AccessToken.Matches(_token, request.Cookies[cookie]) || AccessToken.Matches(_token, Bearer(request)))
        {
            return true;
        }

        if (!AccessToken.Matches(_token, request.Query["token"]))
        {
            return Refuse(
                context,
                StatusCodes.Status403Forbidden,
                "This address needs a token. Open the address that the command printed, the one with ?token= in it.");
        }

        if (request.Path != "/")
        {
            return true;
        }

        // From here on the cookie has it, so that it stands neither in the address bar nor in a copied link. Lax, for
        // whoever comes from the file that opens the browser: other sites can make a browser come, but not read what it
        // gets, and marks are checked by Origin.
        context.Response.Cookies.Append(cookie, _token, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/" });
        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = "/";
        return false;
    }

    private static string? Bearer(HttpRequest request)
    {
        string value = StringValues.IsNullOrEmpty(request.Headers.Authorization) ? "" : request.Headers.Authorization.ToString();
        return value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? value["Bearer ".Length..].Trim() : null;
    }
}
