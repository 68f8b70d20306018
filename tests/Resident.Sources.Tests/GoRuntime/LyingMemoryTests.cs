using System.Diagnostics;
using System.Runtime.InteropServices;
using CsCheck;
using Microsoft.Win32.SafeHandles;
using Resident.Model;
using Resident.Sources.Binary;
using Resident.Sources.Elf;
using Resident.Sources.GoRuntime;
using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Profiles;

namespace Resident.Sources.Tests.GoRuntime;

/// <summary>A program whose runtime's memory makes no sense: wild pointers, lists that bite their own tails, giant counts. Each question gets an
/// answer or a clear error, in bounded time and memory.</summary>
/// <remarks>The target is stopped by the test, so that its own code never sees what was written over its memory.</remarks>
public sealed class LyingMemoryTests
{
    private const long MostAllocated = 256L * 1024 * 1024;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);
    private static readonly string[] Variables = ["mheap_", "memstats", "allgs", "allp", "sched", "work", "gcController", "mbuckets", "bbuckets", "xbuckets"];
    private static readonly string[] Lists = ["allgs", "allp", "mbuckets", "bbuckets", "xbuckets"];

    private static readonly Gen<Change[]> Changes =
        Gen.Select(Gen.Double.Unit, Gen.Double.Unit, Gen.Int[0, 7], Gen.ULong, static (region, place, kind, value) => new Change(region, place, kind, value)).Array[1, 40];

    public static TheoryData<string> Versions => [.. GoToolchains.Versions];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Read_MemoryOverwrittenAtRandom_AnswersOrSaysSo(string version)
    {
        using var target = await StoppedTarget.StartAsync(version);

        Changes.Sample(changes => AskWith(target, changes), iter: GoToolchains.RunsAll ? 1000 : 40, threads: 1);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task ReadHeapProfile_ListOfBucketsThatBitesItsTail_SaysSo(string version)
    {
        using var target = await StoppedTarget.StartAsync(version);
        using var process = target.Open(out _);
        var whole = process!.ReadHeapProfile();
        ulong head = target.ReadWord(target.AddressOf("mbuckets"));

        // allnext is a bucket's second word.
        target.Write(head + 8, head);

        var error = Assert.Throws<IOException>(process.ReadHeapProfile);
        Assert.Equal($"Process {target.Pid} runs another program now, or its memory does not look as its runtime keeps it.", error.Message);
        target.Restore();
        Assert.Equal(whole.Samples.Count, process.ReadHeapProfile().Samples.Count);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Read_GiantCounts_AnswersOrSaysSo(string version)
    {
        using var target = await StoppedTarget.StartAsync(version);
        using var process = target.Open(out _);
        foreach (string list in (string[])["allgs", "allp"])
        {
            foreach (ulong length in (ulong[])[1UL << 24, 1UL << 31, 1UL << 40, ulong.MaxValue, ulong.MaxValue / 8])
            {
                target.Write(target.AddressOf(list) + 8, length);
                target.Write(target.AddressOf(list) + 16, length);
                AskEverything(process, $"{list} of {length}");
                target.Restore();
            }
        }
    }

    private static void AskWith(StoppedTarget target, Change[] changes)
    {
        using var process = target.Open(out _);
        Assert.NotNull(process);
        try
        {
            target.Overwrite(changes);
            AskEverything(process, "opened before");
            using var again = target.Open(out var refusal);
            Assert.True(again is not null || refusal is { Message.Length: > 0 });
            AskEverything(again, "opened after");
        }
        finally
        {
            target.Restore();
        }
    }

    private static void AskEverything(GoProcess? process, string where)
    {
        if (process is null)
        {
            return;
        }

        foreach (var ask in (Action[])
            [
                () => process.ReadMemory(), () => process.ReadMemory(withCaches: false), () => process.ReadSpans(), () => process.ReadPageMap(withHugePages: true),
                () => process.ReadGoroutines(), () => Build(process, process.ReadGoroutineProfile), () => Build(process, process.ReadHeapProfile),
                () => Build(process, process.ReadBlockProfile), () => Build(process, process.ReadMutexProfile), () => process.ReadArenas(),
            ])
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            try
            {
                ask();
            }
            catch (Exception problem) when (problem is MalformedInputException or LimitExceededException or IOException)
            {
                Assert.NotEmpty(problem.Message);
            }
            catch (Exception problem) when (problem is not Xunit.Sdk.IAssertionException)
            {
                Assert.Fail($"{where}: {problem}");
            }

            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MostAllocated, $"{where}: {GC.GetAllocatedBytesForCurrentThread() - before} bytes");
            Assert.True(Stopwatch.GetElapsedTime(start) < Longest, $"{where}: {Stopwatch.GetElapsedTime(start)}");
        }
    }

    private static void Build(GoProcess process, Func<GoStackProfile> read) => _ = GoProfileBuilder.Build(read(), process.ReadCodeMapping());

    private readonly record struct Change(double Region, double Place, int Kind, ulong Value);

    /// <summary>A target that stands still while its memory is written over, and has it back before it ends.</summary>
    private sealed class StoppedTarget : IDisposable
    {
        private readonly GoTargetProcess _target;
        private readonly SafeFileHandle _memory;
        private readonly Dictionary<string, (ulong Address, int Bytes)> _variables;
        private readonly List<(ulong Address, byte[] Bytes)> _regions = [];
        private readonly Stack<(ulong Address, byte[] Bytes)> _before = new();

        private StoppedTarget(GoTargetProcess target, Dictionary<string, (ulong, int)> variables)
        {
            _target = target;
            _variables = variables;
            _memory = File.OpenHandle($"/proc/{target.Pid}/mem", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            CollectRegions();
        }

        public int Pid => _target.Pid;

        public static async Task<StoppedTarget> StartAsync(string version)
        {
            string path = GoToolchains.Target(version, "plain");
            var target = await GoTargetProcess.StartAsync([path], ("RATE", "4096"), ("VARIETY", "1"), ("LEAK", "50"));
            Assert.Equal(0, Signal(target.Pid, Stop));
            return new(target, FindVariables(path));
        }

        public ulong AddressOf(string variable) => _variables[variable].Address;

        public GoProcess? Open(out AttachRefusal? refusal)
        {
            _ = GoProcess.TryOpen(Pid, new(), out var process, out refusal);
            return process;
        }

        public ulong ReadWord(ulong address) => BitConverter.ToUInt64(Read(address, 8));

        /// <summary>Writes over some words of the runtime's own: by wild values, by pointers to elsewhere in it, by nearly what was there.</summary>
        public void Overwrite(Change[] changes)
        {
            foreach (var change in changes)
            {
                var (address, bytes) = _regions[(int)(change.Region * _regions.Count)];
                int place = (int)(change.Place * (bytes.Length / 8)) * 8;
                ulong was = BitConverter.ToUInt64(bytes, place);
                Write(address + (ulong)place, change.Kind switch
                {
                    0 => 0,
                    1 => ulong.MaxValue,
                    2 => change.Value,
                    3 => change.Value & int.MaxValue,
                    4 => _regions[(int)(change.Value % (ulong)_regions.Count)].Address,
                    5 => unchecked(was + (change.Value & 63)),
                    6 => 1UL << (int)(change.Value & 63),
                    _ => was ^ (1UL << (int)(change.Value & 63)),
                });
            }
        }

        public void Write(ulong address, ulong value)
        {
            _before.Push((address, Read(address, 8)));
            RandomAccess.Write(_memory, BitConverter.GetBytes(value), (long)address);
        }

        public void Restore()
        {
            while (_before.TryPop(out var write))
            {
                RandomAccess.Write(_memory, write.Bytes, (long)write.Address);
            }
        }

        public void Dispose()
        {
            Restore();
            _ = Signal(Pid, Continue);
            _memory.Dispose();
            _target.Dispose();
        }

        // What is read first decides how far a reader goes, so the variables and what they point at count alike, each as one region.
        private void CollectRegions()
        {
            foreach (string name in Variables)
            {
                var (address, bytes) = _variables[name];
                Add(address, bytes);
            }

            foreach (string name in Lists)
            {
                ulong first = ReadWord(AddressOf(name));
                Add(first, 512);
                for (ulong i = 0; i < 8 && TryRead(first + (8 * i), 8) is { } pointer; i++)
                {
                    Add(BitConverter.ToUInt64(pointer), 512);
                }
            }
        }

        private void Add(ulong address, int bytes)
        {
            if (address != 0 && TryRead(address, bytes & ~7) is { } content)
            {
                _regions.Add((address, content));
            }
        }

        private byte[] Read(ulong address, int count) => TryRead(address, count) ?? throw new InvalidOperationException($"Nothing is at {address:x}.");

        private byte[]? TryRead(ulong address, int count)
        {
            byte[] bytes = new byte[count];
            try
            {
                return address < 1UL << 47 && RandomAccess.Read(_memory, bytes, (long)address) == count ? bytes : null;
            }
            catch (IOException)
            {
                return null;
            }
        }

        private static Dictionary<string, (ulong Address, int Bytes)> FindVariables(string path)
        {
            using var file = FileByteSource.Open(path);
            var table = ElfFile.Read(file).ReadSymbols(ElfFormat.ShtSymtab)!;
            return Variables.ToDictionary(static name => name, name =>
            {
                Assert.True(table.TryFind(System.Text.Encoding.ASCII.GetBytes("runtime." + name), out var symbol), name);
                return (symbol.Value, (int)symbol.Size);
            }, StringComparer.Ordinal);
        }

        private const int Stop = 19;
        private const int Continue = 18;

        [DllImport("libc", EntryPoint = "kill")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int Signal(int pid, int signal);
    }
}
