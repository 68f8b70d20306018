using System.Globalization;
using System.Text.RegularExpressions;
using Resident.Model.Profiles;

namespace Resident.Sources.Pprof.Legacy;

/// <summary>Reads the memory map at the end of a legacy profile: as /proc/PID/maps, or in the brief form of gperftools.</summary>
internal static class MemoryMap
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    private const string Hexadecimal = "[0-9A-Fa-f]+";
    private const string Range = @"^[\t\n\f\r ]*(?:0x)?(?<a>" + Hexadecimal + @")[\t\n\f\r -]?[\t\n\f\r ]*(?:0x)?(?<b>" + Hexadecimal + "):?";
    private const string Permissions = @"(?:[\t\n\f\r ]+(?<c>[-rwxp]+))?";
    private const string Word = @"(?:[\t\n\f\r ]+(?<w>[^\t\n\f\r ]+))?";
    private const string Number = @"(?:[\t\n\f\r ]+(?<z>[0-9A-Fa-f]+))?";

    private static readonly Regex ProcEntry = new(
        Range + Permissions + Number + @"[\t\n\f\r ]+[0-9A-Fa-f]+:[0-9A-Fa-f]+[\t\n\f\r ]+[0-9]+" + Word, Linear);

    private static readonly Regex BriefEntry = new(Range + Permissions + Word + @"(?:[\t\n\f\r ]+\(@(?<y>[0-9A-Fa-f]+)\))?" + Number, Linear);

    private static readonly Regex LogPrefix = new(@"^[^\[\]]+:[0-9]+\][\t\n\f\r ]", Linear);

    private static readonly Regex Library = new(@"[.]so\z|[.]so[._][0-9]+", Linear);

    /// <summary>Tells whether a line announces the map.</summary>
    public static bool IsTrigger(string line) =>
        line.Contains("--- Memory map: ---", StringComparison.Ordinal) || line.Contains("MAPPED_LIBRARIES:", StringComparison.Ordinal);

    /// <summary>Skips to the map, unless the last line announced it, and reads it.</summary>
    public static List<LegacyMapping> ReadSection(ref LegacyLines lines)
    {
        bool isFound = IsTrigger(lines.Current);
        while (!isFound && lines.TryRead())
        {
            isFound = IsTrigger(lines.Current);
        }

        return isFound ? Read(lines.Rest) : [];
    }

    /// <summary>Reads a map.</summary>
    public static List<LegacyMapping> Read(ReadOnlySpan<byte> text)
    {
        var mappings = new List<LegacyMapping>();
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        var lines = new LegacyLines(text);
        while (lines.TryRead())
        {
            string line = Replace(LogPrefix.Replace(lines.Current, string.Empty, 1), attributes);
            if (!TryParse(line, out var mapping))
            {
                int equals = line.IndexOf('=', StringComparison.Ordinal);
                if (equals >= 0)
                {
                    attributes.TryAdd("$" + line[..equals].Trim(), line[(equals + 1)..].Trim());
                }
            }
            else if (mapping is not null)
            {
                Add(mappings, mapping);
            }
        }

        return mappings;
    }

    /// <summary>Joins neighbours that are parts of one file, and puts the main program's mapping first.</summary>
    public static void Tidy(List<LegacyMapping> mappings)
    {
        for (int i = mappings.Count - 1; i > 0; i--)
        {
            if (AreAdjacent(mappings[i - 1], mappings[i]))
            {
                mappings[i - 1].Limit = mappings[i].Limit;
                mappings[i - 1].File = mappings[i].File.Length > 0 ? mappings[i].File : mappings[i - 1].File;
                mappings[i - 1].BuildId = mappings[i].BuildId.Length > 0 ? mappings[i].BuildId : mappings[i - 1].BuildId;
                mappings.RemoveAt(i);
            }
        }

        int main = mappings.FindIndex(static mapping =>
        {
            string file = mapping.File.Replace("(deleted)", string.Empty, StringComparison.Ordinal).Trim();
            return file.Length > 0 && file[0] != '[' && !Library.IsMatch(file);
        });
        if (main > 0)
        {
            (mappings[0], mappings[main]) = (mappings[main], mappings[0]);
        }
    }

    private static string Replace(string line, Dictionary<string, string> attributes)
    {
        if (attributes.Count > 0 && line.Contains('$', StringComparison.Ordinal))
        {
            foreach (var (name, value) in attributes)
            {
                line = name.Length > 1 ? line.Replace(name, value, StringComparison.Ordinal) : line;
            }
        }

        return line;
    }

    private static void Add(List<LegacyMapping> mappings, LegacyMapping mapping)
    {
        if (mapping.File.Length == 0 && mappings.Count > 0)
        {
            return;
        }

        // The first entry may lack its file; the next one names it then.
        if (mappings is [{ File.Length: 0 } first])
        {
            first.File = mapping.File;
            return;
        }

        mappings.Add(mapping);
    }

    /// <summary>Reads one entry. The mapping is null where it holds no code.</summary>
    private static bool TryParse(string line, out LegacyMapping? mapping)
    {
        mapping = null;
        var proc = ProcEntry.Match(line);
        var match = proc.Success ? proc : BriefEntry.Match(line);
        if (!match.Success)
        {
            return false;
        }

        string permissions = match.Groups[3].Value;
        string file = proc.Success ? match.Groups[5].Value : match.Groups[4].Value;
        string offset = proc.Success ? match.Groups[4].Value : match.Groups[5].Value;
        if (permissions.Length > 0 && !permissions.Contains('x', StringComparison.Ordinal))
        {
            return true;
        }

        if (!TryHex(match.Groups[1].Value, out ulong start) || !TryHex(match.Groups[2].Value, out ulong limit) || !TryHex(offset, out ulong place))
        {
            return false;
        }

        mapping = new LegacyMapping { Start = start, Limit = limit, Offset = place, File = file, BuildId = proc.Success ? string.Empty : match.Groups[6].Value };
        return true;
    }

    private static bool TryHex(string digits, out ulong value)
    {
        value = 0;
        return digits.Length == 0 || ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    private static bool AreAdjacent(LegacyMapping first, LegacyMapping second)
    {
        bool isOtherFile = first.File.Length > 0 && second.File.Length > 0 && !string.Equals(ProfilePath.BaseName(first.File), ProfilePath.BaseName(second.File), StringComparison.Ordinal);
        bool isOtherBuild = first.BuildId.Length > 0 && second.BuildId.Length > 0 && !string.Equals(first.BuildId, second.BuildId, StringComparison.Ordinal);
        bool isOtherPlace = first.Offset != 0 && second.Offset != 0 && unchecked(first.Offset + (first.Limit - first.Start)) != second.Offset;
        return !isOtherFile && !isOtherBuild && !isOtherPlace && first.Limit == second.Start;
    }
}
