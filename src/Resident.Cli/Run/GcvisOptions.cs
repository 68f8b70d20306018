using System.Globalization;

namespace Resident.Cli.Run;

/// <summary>Understands the command line of gcvis, <c>gcvis [-i ADDR] [-p PORT] [-o=false] COMMAND ARGS</c>.</summary>
/// <remarks>gcvis used Go's flag package: one or two dashes, <c>-p 80</c> or <c>-p=80</c>, a boolean takes its value after <c>=</c> only,
/// options end at the first word that is none or after <c>--</c>.</remarks>
/// <param name="Address">The interface to listen on, or null.</param>
/// <param name="Port">The port, 0 for a free one, or null.</param>
/// <param name="OpenBrowser">Whether the browser is to be opened, or null.</param>
/// <param name="Command">The words after the options.</param>
internal sealed record GcvisOptions(string? Address, int? Port, bool? OpenBrowser, IReadOnlyList<string> Command)
{
    /// <summary>Reads the words.</summary>
    /// <returns>Null unless at least one of gcvis's options leads, and all options that lead are gcvis's with values that it takes.</returns>
    internal static GcvisOptions? TryTranslate(IReadOnlyList<string> args)
    {
        var options = new GcvisOptions(null, null, null, []);
        int index = 0;
        while (index < args.Count && IsOption(args[index]))
        {
            var (name, value) = Take(args, ref index);
            if (value is null || options.With(name, value) is not { } next)
            {
                return null;
            }

            options = next;
        }

        if (index == 0)
        {
            return null;
        }

        int command = index < args.Count && string.Equals(args[index], "--", StringComparison.Ordinal) ? index + 1 : index;
        return options with { Command = [.. args.Skip(command)] };
    }

    private static bool IsOption(string word) =>
        word.Length > 1 && word[0] == '-' && !string.Equals(word, "--", StringComparison.Ordinal);

    private static (string Name, string? Value) Take(IReadOnlyList<string> args, ref int index)
    {
        string word = args[index++].TrimStart('-');
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        if (equals >= 0)
        {
            return (word[..equals], word[(equals + 1)..]);
        }

        return string.Equals(word, "o", StringComparison.Ordinal)
            ? (word, "true")
            : (word, index < args.Count ? args[index++] : null);
    }

    private GcvisOptions? With(string name, string value) => name switch
    {
        "i" => this with { Address = value },
        "p" when ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) => this with { Port = port },
        "o" when Truth(value) is { } open => this with { OpenBrowser = open },
        _ => null,
    };

    // What strconv.ParseBool takes.
    private static bool? Truth(string value) => value switch
    {
        "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
        "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
        _ => null,
    };
}
