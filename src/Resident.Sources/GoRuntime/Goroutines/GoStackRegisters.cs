using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Globals;

namespace Resident.Sources.GoRuntime.Goroutines;

/// <summary>Where a goroutine that does not run stands, as its structure keeps it.</summary>
/// <remarks>Source: g and gobuf in runtime/runtime2.go. gobuf begins with sp and pc; lr is its sixth word up to 1.24 and then, as one
/// word went, its fifth. What a system call was entered with stands behind it.</remarks>
/// <param name="State">g.atomicstatus without the collector's mark.</param>
/// <param name="Pc">The next instruction.</param>
/// <param name="Sp">The stack pointer.</param>
/// <param name="Lr">The link register of arm64; 0 where it is on the stack.</param>
/// <param name="High">Where the stack ends.</param>
internal readonly record struct GoStackRegisters(uint State, ulong Pc, ulong Sp, ulong Lr, ulong High)
{
    private const int Sched = 56;
    private const uint ScanMark = 0x1000;
    private const ulong MostStackBytes = 1UL << 34;

    /// <summary>Gets a value indicating whether the stack pointer lies in the stack.</summary>
    public bool IsPlausible { get; private init; }

    /// <summary>Reads them.</summary>
    /// <param name="layout">Where the fields lie.</param>
    /// <param name="g">The goroutine's structure, at least up to and with atomicstatus.</param>
    public static GoStackRegisters Read(GoLayout layout, ReadOnlySpan<byte> g)
    {
        int words = layout.Minor >= 25 ? 6 : 7;
        int entered = Sched + (8 * words);
        uint state = g.U32(layout[GoField.GAtomicstatus]) & ~ScanMark;
        ulong low = g.U64(layout[GoField.GStack]);
        ulong high = g.U64(layout[GoField.GStack] + 8);
        ulong enteredSp = g.U64(entered);
        var registers = enteredSp != 0
            ? new GoStackRegisters(state, g.U64(entered + 8), enteredSp, 0, high)
            : new(state, g.U64(Sched + 8), g.U64(Sched), g.U64(Sched + (8 * (words - 2))), high);
        return registers with
        {
            IsPlausible = registers.Sp >= low && registers.Sp < high && high - low <= MostStackBytes && (registers.Sp & 7) == 0,
        };
    }
}
