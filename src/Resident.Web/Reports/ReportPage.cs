using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Resident.Reporting.Verdicts;
using Resident.Web.Api;
using Resident.Web.Assets;

namespace Resident.Web.Reports;

/// <summary>Writes a report as one HTML file that asks for nothing else: the page's own code and style, and the figures with them.</summary>
/// <remarks>The figures are base64 of gzip of <c>resident.report/1</c>, so that nothing in them can end the element that holds them. The
/// file's own policy lets no script run but the page's, by its hash, and lets nothing be fetched.</remarks>
public static class ReportPage
{
    /// <summary>The most bytes that a file has, as long as fewer points of its charts can bring it there.</summary>
    public const int MostBytes = 2 * 1024 * 1024;

    private const string ScriptTag = "<script type=\"module\" crossorigin src=\"/app.js\"></script>";
    private const string StyleTag = "<link rel=\"stylesheet\" crossorigin href=\"/app.css\">";

    private static readonly int[] ColumnsToTry = [ReportJson.MostColumns, 1_200, 800, 400, 200];

    /// <summary>Makes the file: with as many points a series, up to 2,000, as keep it within <paramref name="mostBytes"/>.</summary>
    /// <param name="content">What to tell.</param>
    /// <param name="mostBytes">The bound; a verdict and a profile that are larger by themselves pass it.</param>
    public static byte[] Write(ReportContent content, int mostBytes = MostBytes)
    {
        ArgumentNullException.ThrowIfNull(content);
        byte[] page = [];
        foreach (int columns in ColumnsToTry)
        {
            page = Encoding.UTF8.GetBytes(Compose(content, Pack(content, columns)));
            if (page.Length <= mostBytes)
            {
                break;
            }
        }

        return page;
    }

    private static string Pack(ReportContent content, int columns)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        using (Utf8JsonWriter json = new(gzip, JsonText.Options))
        {
            ReportJson.Write(json, content, columns);
        }

        return Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length);
    }

    private static string Compose(ReportContent content, string figures)
    {
        // A script's text ends at the first of these, wherever it stands; in a string of JavaScript the backslash changes nothing.
        string script = Read("/app.js").Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase);
        string hash = Convert.ToBase64String(Sha256.Compute(Encoding.UTF8.GetBytes(script)));
        string policy = $"default-src 'none'; script-src 'sha256-{hash}'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'";
        var words = VerdictWords.Of(content.Language) ?? VerdictWords.English;
        string name = WebUtility.HtmlEncode(content.Timeline.Target.Name);
        string headline = content.Verdict is { } verdict ? WebUtility.HtmlEncode(VerdictHeadline.Make(verdict, words)) : "";
        string page = Read("/");
        page = Put(page, ScriptTag, $"<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
        page = Put(page, StyleTag, $"<style>\n{Read("/app.css")}</style>");
        page = Put(page, "<title>resident</title>", $"<title>{name} · resident</title>");
        page = Put(page, "This page draws with JavaScript. The same figures are at /api/sample and /metrics.", $"<h1>{name}</h1><p>{headline}</p><p>The figures are drawn with JavaScript.</p>");
        return Put(
            page,
            "</body>",
            $"<script id=\"resident-report\" type=\"application/octet-stream\">{figures}</script>\n<script type=\"module\">{script}</script>\n</body>");
    }

    // One place, by position: what is put in may itself hold what is looked for next.
    private static string Put(string page, string place, string text)
    {
        int at = place is "</body>" ? page.LastIndexOf(place, StringComparison.Ordinal) : page.IndexOf(place, StringComparison.Ordinal);
        return at >= 0
            ? string.Concat(page.AsSpan(0, at), text, page.AsSpan(at + place.Length))
            : throw new InvalidOperationException($"The built page has no {place}. Run npm ci and npm run build in ui/, then build again.");
    }

    private static string Read(string path)
    {
        using StreamReader reader = new(new PageAssets().Find(path)!.Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
