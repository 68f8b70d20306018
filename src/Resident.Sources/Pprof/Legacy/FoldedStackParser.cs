using System.Globalization;
using Resident.Model.Profiles;

namespace Resident.Sources.Pprof.Legacy;

/// <summary>Parses folded stacks, which pprof cannot read: "main;handle;encode 42", root first.</summary>
internal static class FoldedStackParser
{
    /// <summary>Parses, or returns null when a line is no folded stack.</summary>
    public static Profile? TryParse(ReadOnlySpan<byte> data)
    {
        var type = new SampleType("samples", "count");
        var builder = new LegacyBuilder(new Profile { SampleTypes = [type], PeriodType = type, Period = 1 });
        var lines = new LegacyLines(data);
        while (lines.TryReadContent())
        {
            string line = lines.Current.TrimEnd();
            int space = line.LastIndexOf(' ');
            if (space <= 0 || !long.TryParse(line.AsSpan(space + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value))
            {
                return null;
            }

            string[] names = line[..space].Split(';');
            Array.Reverse(names);
            builder.AddNamed(names.Select(static name => new LegacyFrame(name, string.Empty, 0)), [value]);
        }

        return builder.Stacks.Count > 0 ? builder.Build() : null;
    }
}
