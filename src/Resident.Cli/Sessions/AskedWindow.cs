using System.Globalization;
using Resident.Cli.CommandLine;
using Resident.Monitoring.Recording;

namespace Resident.Cli.Sessions;

/// <summary>The stretch that an answer is asked for: --from and --to as they were typed.</summary>
/// <param name="From">The start, or null.</param>
/// <param name="To">The end, or null.</param>
internal sealed record AskedWindow(string? From, string? To)
{
    /// <summary>Gets a value indicating whether a stretch was asked for.</summary>
    public bool IsGiven => From is not null || To is not null;

    /// <summary>Works out the stretch.</summary>
    /// <param name="now">What relative times count from: the present, or a recording's end.</param>
    /// <param name="length">--for, or null: the stretch's length where one of its ends is left out.</param>
    /// <exception cref="WrongRequestException">An end is no time, or they are the wrong way round.</exception>
    public RecordedSpan Resolve(DateTimeOffset now, TimeSpan? length)
    {
        if (From is not null && To is not null && length is not null)
        {
            throw new WrongRequestException("--from, --to, --for: Expected two of the three, found all. --from and --to say the stretch by themselves.");
        }

        var from = Read("--from", From, now);
        var to = Read("--to", To, now);
        if (length is { } known)
        {
            from ??= (to ?? now) - known;
            to ??= From is null ? null : from + known;
        }

        if (from >= (to ?? DateTimeOffset.MaxValue) || from > now)
        {
            string end = from > now ? $"the end of what there is ({Tell(now)})" : $"--to ({Tell(to!.Value)})";
            throw new WrongRequestException($"--from: Expected a time before {end}, found {Tell(from!.Value)}.");
        }

        return new RecordedSpan(from?.ToUnixTimeMilliseconds() ?? long.MinValue, to?.ToUnixTimeMilliseconds() ?? long.MaxValue);
    }

    /// <summary>Writes a time for a person here.</summary>
    public static string Tell(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Read(string option, string? text, DateTimeOffset now)
    {
        if (text is null)
        {
            return null;
        }

        return TimeText.TryParse(text, now, out var time)
            ? time
            : throw new WrongRequestException($"{option}: Expected a time such as 2026-11-30T14:02, 14:02, -2h or \"2h ago\", found \"{(text.Length <= 80 ? text : text[..79] + "…")}\".");
    }
}
