using Resident.Sources.Binary;
using Resident.Sources.Elf;
using Resident.Sources.GoRuntime.Access;

namespace Resident.Sources.GoRuntime.Executables;

/// <summary>An executable as it lies in a process: the file, the memory and the distance between the two.</summary>
/// <remarks>Code, names and constants come from the file: reading them through the process would bring file pages into its
/// RES. In a position-independent program what holds addresses comes from memory, where the loader has corrected it; those
/// pages were written to and are resident already.</remarks>
internal sealed class GoImage
{
    private readonly CachedByteSource _file;

    /// <summary>Initializes a new instance of the <see cref="GoImage"/> class.</summary>
    /// <param name="elf">The file's tables.</param>
    /// <param name="memory">The process's memory, or null where only the file is looked at.</param>
    /// <param name="bias">What is added to the file's addresses to get the process's.</param>
    public GoImage(ElfFile elf, IProcessMemory? memory, ulong bias)
    {
        Elf = elf;
        Memory = memory;
        Bias = bias;
        _file = new(elf.Source);
    }

    /// <summary>Gets the file's tables.</summary>
    public ElfFile Elf { get; }

    /// <summary>Gets the process's memory, or null where only the file is looked at.</summary>
    public IProcessMemory? Memory { get; }

    /// <summary>Gets what is added to the file's addresses to get the process's. 0 for programs at fixed addresses.</summary>
    public ulong Bias { get; }

    /// <summary>Gets a value indicating whether the program was moved when it was loaded.</summary>
    public bool IsRelocated => Elf.Type == ElfFormat.EtDyn;

    /// <summary>Gets a value indicating whether the program is for arm64; else it is for x64.</summary>
    public bool IsArm64 => Elf.Machine == ElfFormat.EmAarch64;

    /// <summary>Gets the file's bytes by place, with a small cache.</summary>
    public IByteSource File => _file;

    /// <summary>Reads what never changes while the program runs and holds no address: names, tables, instructions.</summary>
    /// <param name="address">The address in the process.</param>
    /// <param name="destination">Receives the bytes.</param>
    /// <returns>The number of bytes read.</returns>
    public int ReadConstant(ulong address, Span<byte> destination)
    {
        if (!Elf.TryGetFileOffset(unchecked(address - Bias), out long offset, out long available))
        {
            return 0;
        }

        return _file.Read(offset, destination[..(int)Math.Min(available, destination.Length)]);
    }

    /// <summary>Reads what the linker wrote and the program does not change, addresses included.</summary>
    /// <param name="address">The address in the process.</param>
    /// <param name="destination">Receives the bytes.</param>
    /// <returns>False where they are neither in the file nor in memory.</returns>
    public bool TryReadLinked(ulong address, Span<byte> destination)
    {
        return IsRelocated && Memory is not null
            ? Memory.TryRead(address, destination)
            : ReadConstant(address, destination) == destination.Length;
    }

    /// <summary>Tells whether an address lies in the program's own segments.</summary>
    public bool Contains(ulong address)
    {
        ulong place = unchecked(address - Bias);
        foreach (var segment in Elf.Segments)
        {
            if (segment.IsLoad && segment.Contains(place))
            {
                return true;
            }
        }

        return false;
    }
}
