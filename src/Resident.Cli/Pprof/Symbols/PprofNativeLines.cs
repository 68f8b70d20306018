using System.Globalization;
using System.Text;
using Resident.Model.Profiles;

namespace Resident.Cli.Pprof.Symbols;

/// <summary>Asks llvm-symbolizer or addr2line for the functions and lines of addresses, inlined calls included.</summary>
internal static class PprofNativeLines
{
    /// <summary>Asks for all addresses in one run of the program.</summary>
    /// <param name="file">The binary's full path.</param>
    /// <param name="addresses">The addresses, as the binary states them.</param>
    /// <returns>The frames of those that are known, innermost first; empty where no program is installed or it fails.</returns>
    public static Dictionary<ulong, List<SymbolFrame>> Ask(string file, IReadOnlyCollection<ulong> addresses)
    {
        var input = new StringBuilder();
        foreach (ulong address in addresses)
        {
            input.Append(CultureInfo.InvariantCulture, $"0x{address:x}\n");
        }

        try
        {
            string? output = PprofTool.Run(
                "llvm-symbolizer", ["--output-style=GNU", "--addresses", "--functions", "--inlines", "--no-demangle", $"--obj={file}"], input.ToString())
                ?? PprofTool.Run("addr2line", ["-a", "-f", "-i", "-e", file], input.ToString());
            return Parse(output ?? string.Empty);
        }
        catch (PprofErrorException)
        {
            // The symbol table still tells the functions.
            return [];
        }
    }

    /// <summary>Reads blocks of an address, then a function and its place in turns.</summary>
    internal static Dictionary<ulong, List<SymbolFrame>> Parse(string output)
    {
        var found = new Dictionary<ulong, List<SymbolFrame>>();
        List<SymbolFrame>? frames = null;
        string? function = null;
        foreach (string line in output.Split('\n', StringSplitOptions.TrimEntries))
        {
            if (function is null && line.StartsWith("0x", StringComparison.Ordinal)
                && ulong.TryParse(line.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong address))
            {
                found[address] = frames = [];
            }
            else if (function is null)
            {
                function = line.Length > 0 ? line : null;
            }
            else
            {
                Add(frames, function, line);
                function = null;
            }
        }

        return found;
    }

    private static void Add(List<SymbolFrame>? frames, string function, string place)
    {
        if (function is "??")
        {
            return;
        }

        int end = place.IndexOf(" (", StringComparison.Ordinal);
        place = end < 0 ? place : place[..end];
        int colon = place.LastIndexOf(':');
        string file = colon > 0 ? place[..colon] : string.Empty;
        _ = long.TryParse(place.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long line);
        frames?.Add(new SymbolFrame(function, file is "??" ? string.Empty : file, line));
    }
}
