using Resident.Model;
using Resident.Sources.Binary;
using Resident.Sources.Elf;
using Resident.Sources.Procfs;

namespace Resident.Sources.Detection;

/// <summary>Tells which managed runtime a process runs, from its program's file and its mappings.</summary>
/// <remarks>A program's file is read once, by device, inode, time and size; a process's mappings are read where the file does not tell.
/// Not safe for several threads at once.</remarks>
public sealed class RuntimeDetector
{
    private const int MostRemembered = 4096;
    private static readonly RuntimeIdentity Native = new("native", Version: null, Module: null, "none");

    private readonly ProcessList _processes;
    private readonly SmapsReader _mappings;
    private readonly Dictionary<FileIdentity, RuntimeIdentity> _known = [];

    /// <summary>Initializes a new instance of the <see cref="RuntimeDetector"/> class.</summary>
    /// <param name="procRoot">Where the proc file system is mounted.</param>
    /// <param name="limits">The bounds, or null for the defaults.</param>
    public RuntimeDetector(string procRoot = "/proc", InputLimits? limits = null)
    {
        _processes = new(procRoot, limits);
        _mappings = new(procRoot, limits: limits);
    }

    /// <summary>Tells a process's runtime.</summary>
    /// <returns>The runtime; null where it cannot be told: a kernel thread, a process that has ended, or missing rights (its user's, or
    /// CAP_SYS_PTRACE).</returns>
    public RuntimeIdentity? Detect(int pid)
    {
        try
        {
            string path = _processes.ExePathOf(pid);
            if (FileIdentity.TryRead(path) is not { } identity)
            {
                return null;
            }

            if (!_known.TryGetValue(identity, out var runtime))
            {
                runtime = DetectFile(path);
                if (_known.Count >= MostRemembered)
                {
                    _known.Clear();
                }

                _known[identity] = runtime;
            }

            return string.Equals(runtime.Kind, "go", StringComparison.Ordinal) ? runtime : FromMappings(pid) ?? runtime;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Tells a program's runtime from its file alone.</summary>
    /// <returns>The runtime; native where it is no ELF file of 64 bits or a damaged one.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The rights to read it are missing.</exception>
    public static RuntimeIdentity DetectFile(string path)
    {
        using var source = FileByteSource.Open(path);
        try
        {
            return DetectFile(ElfFile.Read(source));
        }
        catch (Exception exception) when (exception is MalformedInputException or LimitExceededException)
        {
            return Native;
        }
    }

    /// <summary>Tells a program's runtime from its ELF file.</summary>
    /// <exception cref="MalformedInputException">Its symbols lie outside the file.</exception>
    /// <exception cref="LimitExceededException">Its symbols are too many to hold.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RuntimeIdentity DetectFile(ElfFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (GoBuildInfoReader.Read(file) is { } info)
        {
            return new("go", info.Version, info.Module ?? info.Path, "buildinfo");
        }

        if (GoPclntab.TryFind(file, out uint magic, out _))
        {
            return new("go", GoVersionSearch.Find(file), Module: null, "pclntab") { Era = GoPclntab.EraOf(magic) };
        }

        // Programs that carry the .NET runtime in themselves export these for debuggers, stripped ones too.
        var symbols = file.ReadSymbols(ElfFormat.ShtDynsym);
        return symbols is not null
            && (symbols.TryFind("DotNetRuntimeInfo"u8, out _) || symbols.TryFind("DotNetRuntimeDebugHeader"u8, out _))
                ? new("dotnet", Version: null, Module: null, "symbol")
                : Native;
    }

    private RuntimeIdentity? FromMappings(int pid)
    {
        var search = new MappedRuntimeSearch();
        _mappings.VisitMaps(pid, search);
        return search.Found;
    }
}
