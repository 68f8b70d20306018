using System.Globalization;
using Resident.Cli.Pprof.Arguments;
using Resident.Model.Profiles;

namespace Resident.Cli.Pprof.Symbols;

/// <summary>Disassembles functions with the program that is there: Go's own for Go programs, objdump or llvm-objdump.</summary>
/// <remarks>Go's prints Go's syntax, as go tool pprof does; the others print the processor's.</remarks>
internal static class PprofDisassembler
{
    private const int MostFunctionsAtOnce = 64;

    /// <summary>Disassembles functions of one binary.</summary>
    /// <param name="file">The binary's full path.</param>
    /// <param name="isGo">Whether it is a Go program.</param>
    /// <param name="symbols">The functions.</param>
    /// <param name="isIntel">Whether Intel's syntax is asked for.</param>
    /// <param name="host">The outside.</param>
    /// <returns>The instructions of each function, by its first address.</returns>
    /// <exception cref="PprofErrorException">No disassembler is installed, or it fails.</exception>
    public static Dictionary<ulong, List<CodeInstruction>> Disassemble(
        string file, bool isGo, IReadOnlyList<CodeSymbol> symbols, bool isIntel, PprofHost host)
    {
        var found = new Dictionary<ulong, List<CodeInstruction>>();
        bool withGo = isGo && !isIntel;
        foreach (var part in symbols.Chunk(MostFunctionsAtOnce))
        {
            if (!withGo || !TryGo(file, part, host, found))
            {
                withGo = false;
                RunObjdump(file, part, isIntel, found);
            }
        }

        return found;
    }

    /// <summary>Reads what go tool objdump prints: "file:line, address, bytes, text", with tabs between.</summary>
    internal static IEnumerable<CodeInstruction> ParseGo(string output)
    {
        foreach (string line in output.Split('\n'))
        {
            string[] cells = line.Split('\t', StringSplitOptions.RemoveEmptyEntries);
            if (cells is [var place, var address, _, var text, ..] && TryParseHex(address, out ulong at))
            {
                int colon = place.LastIndexOf(':');
                string file = colon > 0 ? place[..colon].Trim() : string.Empty;
                long number = long.TryParse(place.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long parsed) ? parsed : 0;
                yield return new CodeInstruction(at, text.TrimEnd(), string.Empty, file is "?" ? string.Empty : file, number);
            }
        }
    }

    /// <summary>Reads what objdump and llvm-objdump print with lines: instructions, and before them function and place of source.</summary>
    internal static IEnumerable<CodeInstruction> ParseObjdump(string output)
    {
        string function = string.Empty;
        string file = string.Empty;
        long number = 0;
        foreach (string raw in output.Split('\n'))
        {
            // llvm-objdump puts "; " before what is no instruction.
            string line = raw.StartsWith(';') ? raw[1..].Trim() : raw.Trim();
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && colon + 1 < line.Length && char.IsWhiteSpace(line[colon + 1]) && TryParseHex(line[..colon], out ulong at))
            {
                yield return new CodeInstruction(at, line[(colon + 1)..].Trim().Replace('\t', ' '), function, file, number);
            }
            else if (line.EndsWith("():", StringComparison.Ordinal))
            {
                (function, file, number) = (line[..^3], string.Empty, 0);
            }
            else if (line.StartsWith('/'))
            {
                (file, number) = PlaceOf(line);
            }
        }
    }

    /// <summary>Reads "/path/file.c:12 (discriminator 3)".</summary>
    private static (string File, long Line) PlaceOf(string text)
    {
        int end = text.IndexOf(" (", StringComparison.Ordinal);
        text = end < 0 ? text : text[..end];
        int colon = text.LastIndexOf(':');
        return colon > 0 && long.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long line)
            ? (text[..colon], line)
            : (text, 0);
    }

    private static bool TryParseHex(string text, out ulong value) => ulong.TryParse(
        text.AsSpan(text.StartsWith("0x", StringComparison.Ordinal) ? 2 : 0), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);

    private static bool TryGo(string file, CodeSymbol[] symbols, PprofHost host, Dictionary<ulong, List<CodeInstruction>> found)
    {
        string wanted = $"^({string.Join('|', symbols.Select(static symbol => GoText.QuoteExpression(symbol.Name)))})$";
        string go = host.Environment("GOROOT") is { Length: > 0 } root && File.Exists(Path.Combine(root, "bin", "go")) ? Path.Combine(root, "bin", "go") : "go";
        try
        {
            // The installed release: a go.mod must not make it fetch another one.
            string? output = PprofTool.Run(go, ["tool", "objdump", "-s", wanted, file], string.Empty, ("GOTOOLCHAIN", "local"));
            return output is not null && Distribute(ParseGo(output), symbols, found);
        }
        catch (PprofErrorException)
        {
            // An older Go may not know this program's tables: objdump does.
            return false;
        }
    }

    private static void RunObjdump(string file, CodeSymbol[] symbols, bool isIntel, Dictionary<ulong, List<CodeInstruction>> found)
    {
        foreach (var symbol in symbols)
        {
            string start = string.Create(CultureInfo.InvariantCulture, $"--start-address=0x{symbol.Start:x}");
            string end = string.Create(CultureInfo.InvariantCulture, $"--stop-address=0x{unchecked(symbol.End + 1):x}");
            string[] common = ["--disassemble", "--demangle", "--no-show-raw-insn", "--line-numbers", start, end, file];
            string? output = PprofTool.Run("objdump", isIntel ? ["-M", "intel", .. common] : common)
                ?? PprofTool.Run("llvm-objdump", isIntel ? ["--x86-asm-syntax=intel", .. common] : common);
            if (output is null)
            {
                throw new PprofErrorException(
                    "no disassembler was found: put objdump (binutils) or llvm-objdump (LLVM) on PATH, for Go programs also go; list shows source without one");
            }

            Distribute(ParseObjdump(output), [symbol], found);
        }
    }

    private static bool Distribute(IEnumerable<CodeInstruction> instructions, CodeSymbol[] symbols, Dictionary<ulong, List<CodeInstruction>> found)
    {
        CodeSymbol[] sorted = [.. symbols.OrderBy(static symbol => symbol.Start)];
        ulong[] starts = [.. sorted.Select(static symbol => symbol.Start)];
        bool any = false;
        foreach (var instruction in instructions)
        {
            int place = Array.BinarySearch(starts, instruction.Address);
            place = place < 0 ? ~place - 1 : place;
            if (place >= 0 && instruction.Address <= sorted[place].End)
            {
                if (!found.TryGetValue(starts[place], out var list))
                {
                    found[starts[place]] = list = [];
                }

                list.Add(instruction);
                any = true;
            }
        }

        return any;
    }
}
