using Resident.Sources.Elf;
using Resident.Sources.GoRuntime.Globals;

namespace Resident.Sources.GoRuntime.Executables;

/// <summary>Takes the places of the runtime's variables from the symbol table, where a program has one.</summary>
/// <remarks>A shortcut, not a source: each place is confirmed like one that was searched for.</remarks>
internal static class GoSymbols
{
    private static readonly string[] Names =
    [
        "mheap_", "memstats", "gcController", "allgs", "allp", "sched", "work", "waitReasonStrings", "mbuckets", "bbuckets", "xbuckets",
        "MemProfileRate",
    ];

    /// <summary>Looks for the variables.</summary>
    /// <returns>The confirmed places, or null where there is no symbol table or the heap is not where it says.</returns>
    public static GoGlobals? Find(GoTarget target)
    {
        if (target.Image.Elf.ReadSymbols(ElfFormat.ShtSymtab) is not { } table)
        {
            return null;
        }

        ulong[] places = new ulong[Names.Length];
        for (int i = 0; i < table.Count; i++)
        {
            var symbol = table[i];
            if (symbol.Type != ElfFormat.SttObject || symbol.SectionIndex == 0)
            {
                continue;
            }

            var name = table.NameOf(symbol);
            if (name.StartsWith("runtime."u8) && IndexOf(name["runtime."u8.Length..]) is int index and >= 0)
            {
                places[index] = unchecked(symbol.Value + target.Image.Bias);
            }
        }

        var proposed = new GoLocations(string.Empty, string.Empty, string.Empty, 0, 0, places).Unpack(0);
        return GoGlobalCheck.Confirm(target, proposed) is { } globals
            && (globals.GcController != 0 || !target.Layout.Has(GoField.GcControllerHeapInUse))
            ? globals
            : null;
    }

    private static int IndexOf(ReadOnlySpan<byte> name)
    {
        Span<char> text = stackalloc char[32];
        if (name.Length > text.Length)
        {
            return -1;
        }

        int length = System.Text.Encoding.ASCII.GetChars(name, text);
        for (int i = 0; i < Names.Length; i++)
        {
            if (text[..length].SequenceEqual(Names[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
