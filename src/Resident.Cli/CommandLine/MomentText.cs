using System.Globalization;

namespace Resident.Cli.CommandLine;

/// <summary>Reads moments as people write them: 7d (that long ago), now, 2026-11-23T08:00 (local),
/// 2026-11-23T08:00Z.</summary>
internal static class MomentText
{
    /// <summary>Reads a moment.</summary>
    /// <exception cref="WrongRequestException">The text is none.</exception>
    public static DateTimeOffset Parse(string option, string text, DateTimeOffset now) =>
        text is "now" ? now
        : DurationText.TryParse(text, out var ago) ? now - ago
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time) ? time
        : throw new WrongRequestException($"{option}: Expected how long ago, such as 7d, or a time such as 2026-11-23T08:00, found \"{text}\".");
}
