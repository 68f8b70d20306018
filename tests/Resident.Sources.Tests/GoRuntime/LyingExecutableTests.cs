using CsCheck;
using Resident.Model;
using Resident.Sources.Binary;
using Resident.Sources.Elf;
using Resident.Sources.GoRuntime;
using Resident.Sources.GoRuntime.Profiles;

namespace Resident.Sources.Tests.GoRuntime;

/// <summary>A running program whose file lies about its functions: each question gets an answer or a clear error, in bounded memory.</summary>
public sealed class LyingExecutableTests
{
    private const int Rounds = 100;
    private const int MostEdits = 4000;
    private const long MostAllocated = 256L * 1024 * 1024;

    // Where, as a part of the table (evenly: a range of doubles is often 0, which is the header), and what.
    private static readonly Gen<(double Place, byte Value)[]> Changes = Gen.Select(
        Gen.Double.Unit,
        Gen.OneOf(Gen.Byte, Gen.Int[0, 4].Select(static edge => (byte)(edge switch { 0 => 0, 1 => 1, 2 => 0x7f, 3 => 0x80, _ => 0xff }))))
        .Array[1, MostEdits];

    public static TheoryData<string> Versions => [.. GoToolchains.Versions];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Read_FunctionTableWithChangedBytes_AnswersOrNamesTheDamage(string version)
    {
        string path = GoToolchains.Target(version, "stripped");
        using var target = await GoTargetProcess.StartAsync(path);
        int answered = 0;

        Changes.Sample(changes => answered += Ask(target.Pid, Changed(path, changes)) ? 1 : 0, iter: Rounds, threads: 1);

        Assert.True(answered > Rounds / 2, $"Only {answered} of {Rounds} were opened: the bytes that were changed were seldom read.");
    }

    private static string Changed(string path, (double Place, byte Value)[] changes)
    {
        byte[] bytes = File.ReadAllBytes(path);
        var table = ElfFile.Read(new MemoryByteSource(path, bytes)).Sections.First(static section => section.Name is ".gopclntab");
        foreach (var (place, value) in changes)
        {
            bytes[(long)table.FileOffset + (long)(place * (table.Size - 1))] = value;
        }

        string changed = Path.GetTempFileName();
        File.WriteAllBytes(changed, bytes);
        return changed;
    }

    private static bool Ask(int pid, string executable)
    {
        using var mirror = ProcMirror.WithExecutable(pid, executable);
        long before = GC.GetAllocatedBytesForCurrentThread();
        if (!GoProcess.TryOpen(pid, new() { ProcRoot = mirror.Root, UseSymbols = false }, out var process, out var refusal)
            || process is null)
        {
            File.Delete(executable);
            Assert.NotEmpty(refusal!.Message);
            return false;
        }

        Assert.NotNull(process);
        // It is open: its name is no longer needed.
        File.Delete(executable);
        using (process)
        {
            foreach (var read in (Func<GoStackProfile>[])
                [process.ReadHeapProfile, process.ReadAllocationProfile, process.ReadMutexProfile, process.ReadBlockProfile, process.ReadGoroutineProfile])
            {
                try
                {
                    _ = GoProfileBuilder.Build(read(), process.ReadCodeMapping());
                }
                catch (Exception problem) when (problem is MalformedInputException or LimitExceededException or IOException)
                {
                    Assert.NotEmpty(problem.Message);
                }
            }

            // A damaged name may make a goroutine one of the runtime, and it is still listed.
            Assert.NotEmpty(process.ReadGoroutines().Groups);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
        return true;
    }
}
