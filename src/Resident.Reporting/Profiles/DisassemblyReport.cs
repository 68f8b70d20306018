using System.Globalization;
using System.Text;
using Resident.Model.Profiles;

namespace Resident.Reporting.Profiles;

/// <summary>Assembly with the weight of each instruction: what -disasm prints.</summary>
public static class DisassemblyReport
{
    private const int ValueWidth = 10;
    private const int InstructionWidth = 40;
    private const int PlaceIndentation = 74;

    /// <summary>Writes the report.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="options">The options.</param>
    /// <param name="functions">The functions, in the order to print.</param>
    public static void Write(ReportWriter writer, ReportOptions options, IEnumerable<DisassembledFunction> functions)
    {
        foreach (var function in functions)
        {
            var (flat, cum) = Sum(function);
            writer.WriteLine($"ROUTINE ======================== {function.Name}");
            writer.WriteRight(options.FormatValue(flat), ValueWidth);
            writer.Write(" ");
            writer.WriteRight(options.FormatValue(cum), ValueWidth);
            writer.WriteLine($" (flat, cum) {Measurement.Percentage(cum, options.Total)} of Total");
            string place = string.Empty;
            foreach (var weighed in WeighedInstruction.Weigh(function))
            {
                string found = PlaceOf(weighed.Instruction);
                WriteInstruction(writer, options, weighed, string.Equals(found, place, StringComparison.Ordinal) ? string.Empty : found);
                place = found;
            }
        }
    }

    private static (long Flat, long Cum) Sum(DisassembledFunction function)
    {
        var (flat, flatDivisor, cum, cumDivisor) = (0L, 0L, 0L, 0L);
        foreach (var (_, node) in function.Nodes)
        {
            (flat, flatDivisor) = unchecked((flat + node.Flat, flatDivisor + node.FlatDivisor));
            (cum, cumDivisor) = unchecked((cum + node.Cum, cumDivisor + node.CumDivisor));
        }

        return (flatDivisor == 0 ? flat : flat / flatDivisor, cumDivisor == 0 ? cum : cum / cumDivisor);
    }

    private static string PlaceOf(CodeInstruction instruction)
    {
        string place = instruction.Function.Length > 0 ? instruction.Function + " " : string.Empty;
        if (instruction.File.Length == 0)
        {
            return place;
        }

        return instruction.Line == 0 ? place + instruction.File : string.Create(CultureInfo.InvariantCulture, $"{place}{instruction.File}:{instruction.Line}");
    }

    private static void WriteInstruction(ReportWriter writer, ReportOptions options, WeighedInstruction weighed, string place)
    {
        string text = weighed.Instruction.Text;
        bool isLong = Encoding.UTF8.GetByteCount(text) >= InstructionWidth;
        if (isLong && place.Length > 0)
        {
            writer.WriteLine($"{new string(' ', PlaceIndentation)};{place}");
        }

        writer.WriteRight(ValueOrDot(options, weighed.Flat), ValueWidth);
        writer.Write(" ");
        writer.WriteRight(ValueOrDot(options, weighed.Cum), ValueWidth);
        writer.Write(" ");
        writer.WriteRight(weighed.Instruction.Address.ToString("x", CultureInfo.InvariantCulture), ValueWidth);
        writer.Write(": ");
        writer.WriteLine(isLong || place.Length == 0 ? text : $"{text,-InstructionWidth};{place}");
    }

    private static string ValueOrDot(ReportOptions options, long value) => value == 0 ? "." : options.FormatValue(value);
}
