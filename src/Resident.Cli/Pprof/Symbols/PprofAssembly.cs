using System.Text.RegularExpressions;
using Resident.Model;
using Resident.Model.Profiles;
using Resident.Reporting.Profiles;
using Resident.Sources.Symbols;

namespace Resident.Cli.Pprof.Symbols;

/// <summary>Finds the functions of the binaries that samples lie in, and disassembles them.</summary>
internal sealed class PprofAssembly
{
    private readonly Profile _profile;
    private readonly ReportOptions _options;
    private readonly PprofHost _host;

    public PprofAssembly(Profile profile, ReportOptions options, PprofHost host)
    {
        _profile = profile;
        _options = options;
        _host = host;
    }

    /// <summary>Disassembles the functions that are wanted.</summary>
    /// <param name="nodes">The nodes of a graph of addresses.</param>
    /// <param name="wanted">The names of the binary's functions, or null for all that the nodes lie in.</param>
    /// <param name="address">An address whose function is wanted too, or null.</param>
    /// <param name="mostFunctions">How many functions at most: those of the greatest weight.</param>
    /// <returns>The functions by name and address.</returns>
    /// <exception cref="PprofErrorException">No disassembler is installed.</exception>
    public IReadOnlyList<DisassembledFunction> Read(IReadOnlyList<GraphNode> nodes, Regex? wanted, ulong? address, int mostFunctions)
    {
        var functions = new List<DisassembledFunction>();
        foreach (var group in nodes.Where(static node => node.Info is { Address: not 0, ObjectFile.Length: > 0 }).GroupBy(static node => node.Info.ObjectFile, StringComparer.Ordinal))
        {
            if (PprofLocalSymbols.IsSystem(group.Key))
            {
                continue;
            }

            try
            {
                functions.AddRange(ReadFile(group.Key, [.. group], wanted, address, mostFunctions));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or MalformedInputException or LimitExceededException or ArgumentException)
            {
                _host.Say(e is FileNotFoundException or DirectoryNotFoundException or ArgumentException ? $"open {group.Key}: no such file or directory" : e.Message);
            }
        }

        return [.. functions
            .OrderBy(static function => function.Name, Comparer<string>.Create(ProfileText.Compare))
            .ThenBy(static function => function.Start)];
    }

    private IEnumerable<DisassembledFunction> ReadFile(string file, List<GraphNode> nodes, Regex? wanted, ulong? address, int mostFunctions)
    {
        string path = Path.GetFullPath(_host.PathOf(file));
        using var binary = BinarySymbols.Open(path);
        var found = new Dictionary<CodeSymbol, List<(ulong Address, GraphNode Node)>>();
        foreach (var node in nodes)
        {
            ulong stated = unchecked(node.Info.Address - BiasOf(binary, file, node.Info.Address));
            if (binary.TryFindFunction(stated, out var symbol) && IsWanted(symbol, node, stated))
            {
                if (!found.TryGetValue(symbol, out var inside))
                {
                    found[symbol] = inside = [];
                }

                inside.Add((stated, node));
            }
        }

        CodeSymbol[] chosen = [.. found.Keys.OrderByDescending(symbol => found[symbol].Sum(static entry => Math.Abs(entry.Node.FlatValue))).Take(mostFunctions)];
        if (chosen.Length == 0)
        {
            return [];
        }

        var instructions = PprofDisassembler.Disassemble(path, binary.IsGo, chosen, _options.IntelSyntax, _host);
        return [.. chosen.Select(symbol => new DisassembledFunction(
            Demangling.Readable(symbol.Name),
            symbol.Start,
            Locate(binary, instructions.GetValueOrDefault(symbol.Start, [])),
            [.. found[symbol].OrderBy(static entry => entry.Address)]))];

        // The whole range of the function, wherever the sample in it lies.
        bool IsWanted(CodeSymbol symbol, GraphNode node, ulong stated) => wanted is null
            || wanted.IsMatch(symbol.Name)
            || wanted.IsMatch(Demangling.Readable(symbol.Name))
            || (address is { } asked && unchecked(asked - node.Info.Address + stated - symbol.Start) <= symbol.End - symbol.Start);
    }

    /// <summary>Go's own table tells the lines better than any disassembler: full paths, inlined calls.</summary>
    private static List<CodeInstruction> Locate(BinarySymbols binary, List<CodeInstruction> instructions) =>
        !binary.IsGo ? instructions : [.. instructions.Select(instruction => binary.TryFindLine(instruction.Address, out var frame)
            ? instruction with { File = frame.File, Line = frame.Line, Function = string.Empty }
            : instruction)];

    private ulong BiasOf(BinarySymbols binary, string file, ulong address)
    {
        ProfileMapping? found = null;
        foreach (var mapping in _profile.Mappings)
        {
            if (string.Equals(mapping.File, file, StringComparison.Ordinal) && (found is null || (address >= mapping.Start && address < mapping.Limit)))
            {
                found = mapping;
            }
        }

        return found is null ? 0 : binary.BiasOf(found.Start, found.Offset);
    }
}
