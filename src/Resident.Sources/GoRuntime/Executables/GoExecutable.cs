using Resident.Model;
using Resident.Sources.Binary;
using Resident.Sources.Elf;
using Resident.Sources.GoRuntime.Access;

namespace Resident.Sources.GoRuntime.Executables;

/// <summary>Tells from a file alone whether it is a Go program, and which release built it. No process is needed.</summary>
public static class GoExecutable
{
    /// <summary>Identifies an executable.</summary>
    /// <param name="source">Its bytes.</param>
    /// <returns>The identity, with a version where the file tells it; null where it is not a Go program.</returns>
    /// <exception cref="MalformedInputException">It is no ELF file, or its tables are damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static RuntimeIdentity? Identify(IByteSource source)
    {
        var image = new GoImage(ElfFile.Read(source), null, 0);
        using var present = PresentPages.Unknown();
        try
        {
            var refusal = GoProcessIdentity.Read(image, present, out var candidates, out _);
            return candidates.Count > 0 ? candidates[0].ToModel() : refusal?.Identity;
        }
        catch (OverflowException exception)
        {
            throw new MalformedInputException($"{source.Name}: Its headers state addresses whose sums are no addresses.", exception);
        }
    }
}
