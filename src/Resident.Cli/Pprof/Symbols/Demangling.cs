using System.Buffers;
using System.Collections.Immutable;
using Resident.Model.Profiles;

namespace Resident.Cli.Pprof.Symbols;

/// <summary>Replaces the linker's names by readable ones.</summary>
internal static class Demangling
{
    private static readonly SearchValues<char> HashDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Demangles the functions that are not yet.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="isForced">Whether names are made anew from the linker's.</param>
    /// <param name="mode">Empty for short names, "templates", "full" or "none".</param>
    public static Profile Apply(Profile profile, bool isForced, string mode)
    {
        var functions = profile.Functions;
        List<string>? strings = null;
        Dictionary<string, int>? numbers = null;
        int[] names = [.. functions.Names];
        var foreign = AskOthers(profile, isForced, mode);
        for (int i = 0; i < names.Length; i++)
        {
            int systemName = functions.SystemNames[i];
            if (isForced && names[i] != 0 && systemName != 0)
            {
                names[i] = systemName;
            }

            if (mode is not "none" && (names[i] == 0 || names[i] == systemName))
            {
                string mangled = profile.Strings[systemName];
                string name = Demangle(mangled, foreign.GetValueOrDefault(mangled, mangled), mode);
                if (string.Equals(name, mangled, StringComparison.Ordinal))
                {
                    names[i] = systemName;
                    continue;
                }

                strings ??= [.. profile.Strings];
                numbers ??= NumberAll(strings);
                if (numbers.TryAdd(name, strings.Count))
                {
                    strings.Add(name);
                }

                names[i] = numbers[name];
            }
        }

        return names.AsSpan().SequenceEqual(functions.Names.AsSpan()) ? profile : profile with
        {
            Strings = strings is null ? profile.Strings : [.. strings],
            Functions = functions with { Names = ImmutableArray.Create(names) },
        };
    }

    /// <summary>Makes a linker's name readable, with all that it tells; a name that is readable stays.</summary>
    public static string Readable(string name) => ItaniumName.TryDemangle(name, withTemplates: true, withParameters: true) ?? name;

    /// <summary>Asks another program for the names that are mangled in a way that is not known here.</summary>
    private static Dictionary<string, string> AskOthers(Profile profile, bool isForced, string mode)
    {
        if (mode is "none")
        {
            return [];
        }

        var functions = profile.Functions;
        var unknown = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < functions.Count; i++)
        {
            string name = profile.Strings[functions.SystemNames[i]];
            bool isAsked = isForced || functions.Names[i] == 0 || functions.Names[i] == functions.SystemNames[i];
            if (isAsked && PprofForeignNames.IsMangled(name) && !name.AsSpan().ContainsAny('\n', '\r')
                && ItaniumName.TryDemangle(name, withTemplates: true, withParameters: false) is null)
            {
                unknown.Add(name);
            }
        }

        return PprofForeignNames.Read([.. unknown], mode is "full");
    }

    private static Dictionary<string, int> NumberAll(List<string> strings)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < strings.Count; i++)
        {
            numbers[strings[i]] = i;
        }

        return numbers;
    }

    private static string Demangle(string mangled, string known, string mode)
    {
        string name = known;
        mangled = mangled.StartsWith("__Z", StringComparison.Ordinal) ? mangled[1..] : mangled;
        bool withTemplates = mode is "templates" or "full";
        bool withParameters = mode is "full";
        if (ItaniumName.TryDemangle(mangled, withTemplates, withParameters) is { } demangled)
        {
            return mode.Length == 0 ? WithoutHash(demangled) : demangled;
        }

        if (!LooksLikeCpp(name) || withParameters)
        {
            return name;
        }

        name = RemoveMatching(name, '(', ')');
        return withTemplates ? name : RemoveMatching(name, '<', '>');
    }

    /// <summary>Rust's older names end with "::h" and 16 hexadecimal digits, which tell a person nothing.</summary>
    private static string WithoutHash(string name)
    {
        const int HashLength = 19;
        bool hasHash = name.Length > HashLength && name.AsSpan(name.Length - HashLength).StartsWith("::h", StringComparison.Ordinal)
            && !name.AsSpan(name.Length - HashLength + 3).ContainsAnyExcept(HashDigits);
        return hasHash ? name[..^HashLength] : name;
    }

    private static bool LooksLikeCpp(string name)
    {
        // "].(" and "[...]" are of Go.
        if (name.Contains(".<", StringComparison.Ordinal) || name.Contains("]).", StringComparison.Ordinal))
        {
            return false;
        }

        return name.AsSpan().ContainsAny("<>[]") || name.Contains("::", StringComparison.Ordinal);
    }

    /// <summary>Takes out what stands between brackets, brackets included, up to one that closes nothing: "a->b" has no brackets.</summary>
    private static string RemoveMatching(string name, char open, char close)
    {
        int depth = 0;
        int start = 0;
        for (int i = 0; i < name.Length; i++)
        {
            if (name[i] == open)
            {
                start = depth == 0 ? i : start;
                depth++;
            }
            else if (name[i] == close)
            {
                depth--;
                if (depth < 0)
                {
                    return name;
                }

                if (depth == 0)
                {
                    name = name[..start] + name[(i + 1)..];
                    i = start - 1;
                }
            }
        }

        return name;
    }
}
