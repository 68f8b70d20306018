using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Globals;

namespace Resident.Sources.GoRuntime.Heap;

/// <summary>The runtime's processors (P) and their allocation caches, as they were when last looked at.</summary>
/// <remarks>They change only when GOMAXPROCS does, so their addresses are kept and compared at each sample.</remarks>
internal sealed class GoProcessors
{
    /// <summary>More processors than this are not believed.</summary>
    public const int MostProcessors = 4096;

    private GoProcessors(ulong list, ulong[] addresses, ulong[] caches)
    {
        List = list;
        Addresses = addresses;
        Caches = caches;
    }

    /// <summary>Gets the address of the list that they were read from.</summary>
    public ulong List { get; }

    /// <summary>Gets the addresses of the processors.</summary>
    public ulong[] Addresses { get; }

    /// <summary>Gets the addresses of their allocation caches, in the same order.</summary>
    public ulong[] Caches { get; }

    /// <summary>Reads them.</summary>
    /// <returns>None where allp is not known, or where the list moved while it was read.</returns>
    public static GoProcessors Read(GoTarget target, ulong allp)
    {
        var none = new GoProcessors(0, [], []);
        if (allp == 0 || !target.TryReadSlice(allp, MostProcessors, out ulong list, out int count) || count == 0)
        {
            return none;
        }

        byte[] bytes = new byte[count * 8];
        if (!target.Memory.TryRead(list, bytes))
        {
            return none;
        }

        ulong[] addresses = new ulong[count];
        ulong[] caches = new ulong[count];
        for (int i = 0; i < count; i++)
        {
            addresses[i] = bytes.U64(i * 8);
            if (!target.Memory.TryReadU64(unchecked(addresses[i] + (ulong)target.Layout[GoField.PMcache]), out caches[i]) || caches[i] == 0)
            {
                return none;
            }
        }

        return new(list, addresses, caches);
    }
}
