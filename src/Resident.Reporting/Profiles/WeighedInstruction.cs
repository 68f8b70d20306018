using Resident.Model.Profiles;

namespace Resident.Reporting.Profiles;

/// <summary>An instruction with the weight of the samples at it.</summary>
internal readonly record struct WeighedInstruction(CodeInstruction Instruction, long Flat, long Cum)
{
    /// <summary>Gives each sample to the instruction that its address lies in. Files lose their folders.</summary>
    public static IEnumerable<WeighedInstruction> Weigh(DisassembledFunction function) => WeighWithPaths(function).Select(static weighed => weighed with
    {
        Instruction = weighed.Instruction with { File = weighed.Instruction.File.Length > 0 ? ProfilePath.BaseName(weighed.Instruction.File) : string.Empty },
    });

    /// <summary>Gives each sample to the instruction that its address lies in.</summary>
    public static IEnumerable<WeighedInstruction> WeighWithPaths(DisassembledFunction function)
    {
        int next = 0;
        for (int i = 0; i < function.Instructions.Count; i++)
        {
            var instruction = function.Instructions[i];
            ulong end = i + 1 < function.Instructions.Count ? function.Instructions[i + 1].Address : ulong.MaxValue;
            var (flat, flatDivisor, cum, cumDivisor) = (0L, 0L, 0L, 0L);
            for (; next < function.Nodes.Count && function.Nodes[next].Address < end; next++)
            {
                var node = function.Nodes[next].Node;
                (flat, flatDivisor) = unchecked((flat + node.Flat, flatDivisor + node.FlatDivisor));
                (cum, cumDivisor) = unchecked((cum + node.Cum, cumDivisor + node.CumDivisor));
                instruction = Complete(instruction, node.Info);
            }

            yield return new WeighedInstruction(
                instruction, flatDivisor == 0 ? flat : flat / flatDivisor, cumDivisor == 0 ? cum : cum / cumDivisor);
        }
    }

    /// <summary>What the disassembler does not tell about the source, the samples do.</summary>
    private static CodeInstruction Complete(CodeInstruction instruction, GraphNodeInfo info) => instruction with
    {
        File = instruction.File.Length == 0 ? info.File : instruction.File,
        Line = instruction.Line == 0 ? info.Line : instruction.Line,
        Function = instruction.Function.Length == 0 ? info.Name : instruction.Function,
    };
}
