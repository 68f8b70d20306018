using System.Text.RegularExpressions;
using Resident.Model.Profiles;

namespace Resident.Sources.Pprof.Legacy;

/// <summary>Parses what Go prints of its goroutines when it panics, or for goroutine?debug=2, which pprof cannot read.</summary>
/// <remarks>goroutine 22 [chan receive, 5 minutes]:, then pairs of lines: the function with arguments, and the place.</remarks>
internal static class GoroutineDumpParser
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    private const string CreatedBy = "created by ";

    private static readonly Regex Header = new(@"\Agoroutine [0-9]+ (?:gp=0x[0-9a-f]+ m=[^ ]* (?:mp=0x[0-9a-f]+ )?)?\[(?<a>[^\],]*)(?:, (?<b>[0-9]+) minutes)?[^\]]*\](?: \{.*\})?:\z", Linear);
    private static readonly Regex Place = new(@"\A\t(?<a>.+):(?<b>[0-9]+)(?: \+0x[0-9a-f]+)?(?: .*)?\z", Linear);

    /// <summary>Parses, or returns null when the text is no such dump.</summary>
    public static Profile? TryParse(ReadOnlySpan<byte> data)
    {
        if (data.IndexOf("goroutine "u8) < 0)
        {
            return null;
        }

        var type = new SampleType("goroutine", "count");
        var builder = new LegacyBuilder(new Profile { SampleTypes = [type], PeriodType = type, Period = 1 });
        var lines = new LegacyLines(data);
        bool any = false;
        while (lines.TryRead())
        {
            if (Header.Match(lines.Current) is not { Success: true } header)
            {
                continue;
            }

            any = true;
            var labels = new List<(string Key, string? Text, long Number)> { ("state", header.Groups[1].Value, 0) };
            if (LegacyNumbers.Parse(header.Groups[2].Value) is { } minutes)
            {
                labels.Add(("minutes", null, minutes));
            }

            builder.AddNamed(ReadStack(ref lines), [1], [.. labels]);
        }

        return any ? builder.Build() : null;
    }

    private static List<LegacyFrame> ReadStack(ref LegacyLines lines)
    {
        var frames = new List<LegacyFrame>();
        while (lines.TryRead() && lines.Current.Length > 0)
        {
            string function = FunctionOf(lines.Current);
            if (function.Length == 0 || !lines.TryRead())
            {
                continue;
            }

            var place = Place.Match(lines.Current);
            frames.Add(new LegacyFrame(
                function,
                place.Success ? place.Groups[1].Value : string.Empty,
                place.Success ? LegacyNumbers.Parse(place.Groups[2].Value) ?? 0 : 0));
        }

        return frames;
    }

    /// <summary>Takes the arguments and the creator's number off.</summary>
    private static string FunctionOf(string line)
    {
        if (line.StartsWith(CreatedBy, StringComparison.Ordinal))
        {
            string function = line[CreatedBy.Length..];
            int creator = function.IndexOf(" in goroutine ", StringComparison.Ordinal);
            return creator < 0 ? function : function[..creator];
        }

        int arguments = line.EndsWith(')') ? line.LastIndexOf('(') : -1;
        return line.StartsWith('\t') || line.StartsWith("...", StringComparison.Ordinal) || arguments <= 0 ? string.Empty : line[..arguments];
    }
}
