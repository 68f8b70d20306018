using System.Globalization;
using Microsoft.AspNetCore.Http;
using Resident.Monitoring.History;

namespace Resident.Web.Api;

/// <summary>The window that a request asks for: <c>ids</c>, <c>from</c>, <c>to</c>, <c>cols</c>.</summary>
/// <param name="Ids">The series.</param>
/// <param name="From">The start, milliseconds since 1970, UTC.</param>
/// <param name="To">The end, milliseconds since 1970, UTC.</param>
/// <param name="Columns">The most rows wanted.</param>
internal sealed record WindowRequest(IReadOnlyList<string> Ids, long From, long To, int Columns)
{
    private const int MostColumns = 20_000;

    // The first and last time that a browser's clock knows; beyond it there is nothing, and differences would not fit.
    private const long LastTime = 8_640_000_000_000_000;

    /// <summary>Reads the window from an address. What is left out is: all series, all time, as many columns as stated.</summary>
    /// <exception cref="BadHttpRequestException">A part is not a number, or the window ends before it starts.</exception>
    public static WindowRequest Read(HttpRequest request, ITimeline timeline, TimeProvider clock, int columns)
    {
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        long to = ReadTime(request, "to") ?? timeline.Extent?.ToUnixMs ?? now;
        long from = ReadTime(request, "from") ?? timeline.Extent?.FromUnixMs ?? now;
        if (from > to)
        {
            throw Wrong("from", from.ToString(CultureInfo.InvariantCulture), "a time at or before \"to\"");
        }

        string ids = request.Query["ids"].ToString();
        return new WindowRequest(
            ids.Length == 0 ? [.. timeline.Series.Select(static series => series.Id).Where(timeline.HasValues)] : ids.Split(',', StringSplitOptions.RemoveEmptyEntries),
            from,
            to,
            (int)Math.Clamp(ReadNumber(request, "cols") ?? columns, 1, MostColumns));
    }

    /// <summary>Reads a whole number of an address, or null where it is left out.</summary>
    /// <exception cref="BadHttpRequestException">It is not a number.</exception>
    public static long? ReadNumber(HttpRequest request, string name)
    {
        string text = request.Query[name].ToString();
        if (text.Length == 0)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw Wrong(name, text, "a whole number");
    }

    /// <summary>Reads a time of an address, milliseconds since 1970, or null where it is left out.</summary>
    /// <exception cref="BadHttpRequestException">It is not a number.</exception>
    public static long? ReadTime(HttpRequest request, string name) =>
        ReadNumber(request, name) is { } time ? Math.Clamp(time, -LastTime, LastTime) : null;

    /// <summary>Makes the refusal of a parameter.</summary>
    public static BadHttpRequestException Wrong(string name, string found, string expected) =>
        new($"Query parameter \"{name}\": expected {expected}, found \"{Problem.Shorten(found)}\".");
}
