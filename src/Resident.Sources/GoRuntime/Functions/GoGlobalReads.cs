using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Executables;

namespace Resident.Sources.GoRuntime.Functions;

/// <summary>Finds which global variables a function reads: the way to a variable that nothing else tells from any other number.</summary>
/// <remarks>Not a disassembler: it looks for the two forms in which Go's compiler reads a word at a fixed place, and believes those that
/// lead to an aligned word among the program's variables. On x64 a move or a comparison with an address relative to the next instruction
/// (AMD64 manual, volume 3: REX.W 8B /r, REX.W 83 /7 ib), on arm64 a page's address and a load from it (Arm manual, C6.2: ADRP, ADD, LDR, LDAR).</remarks>
internal static class GoGlobalReads
{
    private const ulong ArmPageMask = 4095;

    /// <summary>Finds the reads of words, in the order of the code.</summary>
    /// <param name="code">The function's instructions.</param>
    /// <param name="address">Where they lie in the process.</param>
    /// <param name="isArm64">Whether they are arm64's; else they are x64's.</param>
    /// <param name="module">Tells where variables lie.</param>
    /// <returns>Each read, with the small number that the word is compared with right after, or null where it is not.</returns>
    public static List<(ulong Address, int? ComparedWith)> Find(ReadOnlySpan<byte> code, ulong address, bool isArm64, GoModule module)
    {
        var reads = isArm64 ? FindArm64(code, address) : FindX64(code, address);
        reads.RemoveAll(read => (read.Address & 7) != 0 || !module.ContainsGlobal(read.Address));
        return reads;
    }

    private static List<(ulong Address, int? ComparedWith)> FindX64(ReadOnlySpan<byte> code, ulong address)
    {
        const int MoveBytes = 7;
        const int CompareBytes = 8;
        List<(ulong, int?)> reads = [];
        for (int i = 0; i + CompareBytes <= code.Length; i++)
        {
            if (code[i] is not (0x48 or 0x4c))
            {
                continue;
            }

            if (code[i + 1] == 0x8b && (code[i + 2] & 0xc7) == 0x05)
            {
                int register = ((code[i + 2] >> 3) & 7) | ((code[i] & 4) << 1);
                reads.Add((Target(code, i, MoveBytes), ComparedX64(code[(i + MoveBytes)..], register)));
            }
            else if (code[i + 1] == 0x83 && code[i + 2] == 0x3d)
            {
                reads.Add((Target(code, i, CompareBytes), unchecked((sbyte)code[i + 7])));
            }
        }

        return reads;

        ulong Target(ReadOnlySpan<byte> bytes, int place, int length) => unchecked(address + (ulong)(place + length + bytes.I32(place + 3)));
    }

    // What aligns code may lie between the two instructions.
    private static int? ComparedX64(ReadOnlySpan<byte> after, int register)
    {
        const int MostFill = 9;
        ReadOnlySpan<byte> compare = [(byte)(register < 8 ? 0x48 : 0x49), 0x83, (byte)(0xf8 | (register & 7))];
        int place = after[..Math.Min(after.Length, MostFill + compare.Length)].IndexOf(compare);
        return place >= 0 && place + compare.Length < after.Length ? unchecked((sbyte)after[place + compare.Length]) : null;
    }

    private static List<(ulong Address, int? ComparedWith)> FindArm64(ReadOnlySpan<byte> code, ulong address)
    {
        List<(ulong, int?)> reads = [];
        Span<ulong> places = stackalloc ulong[32];
        for (int i = 0; i + 4 <= code.Length; i += 4)
        {
            uint instruction = code.U32(i);
            int destination = (int)(instruction & 31);
            ulong place = places[(int)((instruction >> 5) & 31)];
            if ((instruction & 0x9f000000) == 0x90000000)
            {
                // ADRP: 21 bits of pages, the lower two apart, relative to this instruction's page.
                int pages = unchecked((int)(((instruction >> 3) & 0x1ffffc) | ((instruction >> 29) & 3)) << 11) >> 11;
                places[destination] = unchecked(((address + (ulong)i) & ~ArmPageMask) + ((ulong)pages << 12));
            }
            else if ((instruction & 0xffc00000) == 0x91000000)
            {
                places[destination] = place == 0 ? 0 : unchecked(place + ((instruction >> 10) & 0xfff));
            }
            else if (place != 0 && (instruction & 0xffc00000) == 0xf9400000)
            {
                reads.Add((unchecked(place + (8 * (ulong)((instruction >> 10) & 0xfff))), ComparedArm64(code[(i + 4)..], destination)));
            }
            else if (place != 0 && (instruction & 0xfffffc00) == 0xc8dffc00)
            {
                reads.Add((place, ComparedArm64(code[(i + 4)..], destination)));
            }
        }

        return reads;
    }

    // SUBS of a number, its result thrown away.
    private static int? ComparedArm64(ReadOnlySpan<byte> after, int register)
    {
        uint next = after.Length >= 4 ? after.U32(0) : 0;
        return (next & 0xffc0001f) == 0xf100001f && ((next >> 5) & 31) == register ? (int)((next >> 10) & 0xfff) : null;
    }
}
