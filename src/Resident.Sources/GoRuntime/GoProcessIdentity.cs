using System.Runtime.InteropServices;
using Resident.Model;
using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Executables;
using Resident.Sources.GoRuntime.Globals;

namespace Resident.Sources.GoRuntime;

/// <summary>Which Go program runs.</summary>
/// <param name="Version">The runtime's version, as in "go1.26.5".</param>
/// <param name="Minor">The 26 in it.</param>
/// <param name="Module">The main module's path, or null.</param>
/// <param name="How">What told: "buildinfo" or "pclntab".</param>
internal sealed record GoProcessIdentity(string Version, int Minor, string? Module, string How)
{
    private const int MostCandidates = 8;

    /// <summary>Gets it in the words of the model.</summary>
    public RuntimeIdentity ToModel() => new("go", Version, Module, How);

    /// <summary>Refuses a release that is older than every layout.</summary>
    public AttachRefusal TooOld() => new(
        AttachRefusalKind.NotSupported,
        $"{Version} is older than Go 1.{GoLayout.OldestMinor}, the first release whose memory can be read.",
        $"Build the program with Go 1.{GoLayout.OldestMinor} or later. As it is, its collections can be watched: start it with resident run.")
    {
        Identity = ToModel(),
    };

    /// <summary>Finds out.</summary>
    /// <param name="image">The program.</param>
    /// <param name="present">Which of its pages hold something.</param>
    /// <param name="candidates">Receives the identities to try, the likeliest first.</param>
    /// <param name="linked">Receives the linker's tables.</param>
    /// <returns>Null, or why there is no identity.</returns>
    /// <exception cref="MalformedInputException">The build information is cut short.</exception>
    public static AttachRefusal? Read(
        GoImage image, PresentPages present, out IReadOnlyList<GoProcessIdentity> candidates, out GoLinkedTables? linked)
    {
        candidates = [];
        linked = null;
        var build = GoImageReader.ReadBuildInfo(image);
        if (GoImageReader.FindFunctionTable(image) is not { } table)
        {
            if (build is not null && GoVersion.TryGetMinor(build.Version, out int old) && old < GoLayout.OldestMinor)
            {
                return new GoProcessIdentity(build.Version, old, build.Module, "buildinfo").TooOld();
            }

            return build is null
                ? new(AttachRefusalKind.NotGo, $"{image.Elf.Source.Name} is not a Go program: it has neither build information nor a table of Go functions.", string.Empty)
                : new(AttachRefusalKind.NotSupported, $"{build.Version}: the executable has no table of functions in a form of Go 1.16 or later.", string.Empty);
        }

        if (GoImageReader.FindModule(image, table.Header, table.Address, present) is not { } module)
        {
            return new(
                AttachRefusalKind.NotConfirmed, "It is a Go program, and the linker's list of places was not found in its memory.", string.Empty)
            {
                Identity = new("go", build?.Version, build?.Module, build is null ? "pclntab" : "buildinfo"),
            };
        }

        linked = new(table.Header, table.Address, module);
        candidates = build is not null && GoVersion.TryGetMinor(build.Version, out int minor)
            ? [new(build.Version, minor, build.Module, "buildinfo")]
            : FromMemory(image, module);
        return candidates.Count > 0
            ? null
            : new(AttachRefusalKind.NotConfirmed, "It is a Go program without build information, and its version was not found in its memory.", string.Empty)
            {
                Identity = new("go", null, null, "pclntab"),
            };
    }

    // runtime.buildVersion is a string among the global variables. Others may look alike: each is tried, and one is confirmed.
    private static List<GoProcessIdentity> FromMemory(GoImage image, GoModule module)
    {
        const int DataIndex = 1;
        List<GoProcessIdentity> found = [];
        byte[] buffer = new byte[64 * 1024];
        Span<byte> head = stackalloc byte[4];
        var (start, end) = module.Globals[DataIndex];
        for (ulong at = start; at + 16 <= end && found.Count < MostCandidates; at += (ulong)buffer.Length - 16)
        {
            var part = buffer.AsSpan(0, (int)Math.Min((ulong)buffer.Length, end - at) & ~7);
            if (!image.TryReadLinked(at, part))
            {
                break;
            }

            ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(part);
            for (int i = 0; i + 1 < words.Length && found.Count < MostCandidates; i++)
            {
                const int MostVersionBytes = 120;
                if (words[i + 1] is >= 6 and <= MostVersionBytes && image.ReadConstant(words[i], head) == 4 && head.SequenceEqual("go1."u8)
                    && GoImageReader.ReadString(image, at + (8UL * (ulong)i)) is { } version
                    && GoVersion.TryGetMinor(version, out int minor)
                    && !found.Exists(known => string.Equals(known.Version, version, StringComparison.Ordinal)))
                {
                    found.Add(new(version, minor, null, "pclntab"));
                }
            }
        }

        found.Sort(static (left, right) => right.Version.Length.CompareTo(left.Version.Length));
        return found;
    }
}
