using Resident.Analysis.Tests.Diagnosis;
using Resident.Model;

namespace Resident.Analysis.Tests.Late;

/// <summary>The kernel's view of a simulated process.</summary>
internal static class LateProcess
{
    private const long OfFiles = 6 << 20;

    public static ProcessMemory At(DateTimeOffset time, double res) =>
        MadeUpProcess.At(time, new((long)res)) with { Shr = new(OfFiles), RssAnon = new((long)res - OfFiles), RssFile = new(OfFiles) };
}
