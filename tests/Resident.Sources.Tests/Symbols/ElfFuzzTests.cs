using System.Buffers.Binary;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Resident.Model;
using Resident.Sources.Binary;
using Resident.Sources.Detection;
using Resident.Sources.Elf;
using Resident.Sources.GoRuntime.Executables;
using Resident.Sources.Symbols;
using Resident.Sources.Tests.GoRuntime;
using Resident.Testing.Fuzzing;

namespace Resident.Sources.Tests.Symbols;

/// <summary>Damaged executables: who made them, their functions and lines, or a clear error, soon and in little memory.</summary>
/// <remarks>tests/attack/fuzz runs it for as long as it is told. An input is a small file of the corpus with changes, or a list of changes to
/// a real program: its number, the length it is cut to, and each change's place, length and bytes.</remarks>
[Trait("Kind", "Attack")]
[SuppressMessage("Security", "CA5394", Justification = "Damage needs no secrets, and a run must be repeatable.")]
public sealed class ElfFuzzTests
{
    private const int MostBytes = 64 * 1024;
    private const int MostBlock = 256;
    private const int HeadBytes = 9;

    private static readonly string[] Words =
    [
        "\u007fELF", ".gopclntab", ".go.buildinfo", "\u00ff Go buildinf:", "\u00fb\u00ff\u00ff\u00ff", "\u00fa\u00ff\u00ff\u00ff\0\0", "\u00f0\u00ff\u00ff\u00ff\0\0", "\u00f1\u00ff\u00ff\u00ff\0\0\u0001\u0008", "go1.27",
        "\0\0\0\0\0\0\0\0", "\u00ff\u00ff\u00ff\u00ff", "\u0080\u0080\u0080\u0080\u0001", "\u0002\u0000", "path\tmain\n",
    ];

    private readonly GoFile[] _programs;
    private readonly Mutator _mutator = new(Fuzzer.Corpus("elf"), Words, MostBytes);

    public ElfFuzzTests()
    {
        string[] versions = [.. new[] { GoToolchains.Versions[0], GoToolchains.Versions[^1] }.Distinct(StringComparer.Ordinal)];
        _programs = [.. versions.SelectMany(static version => new[] { "stripped", "plain" }, static (version, variant) => new GoFile(GoToolchains.Target(version, variant)))];
    }

    [Fact]
    public void DamagedExecutables_AnswerOrNameTheDamage()
    {
        // The longest of what is read is the program, not the input.
        var bounds = new FuzzBounds { Time = TimeSpan.FromSeconds(3), Bytes = 64L << 20 };

        var result = Fuzzer.Run("elf", bounds, Make, Read);

        TestContext.Current.TestOutputHelper?.WriteLine(result.ToString());
        result.ThrowIfFailed();
    }

    [Fact]
    public void SmallFilesOfTheCorpus_HaveTheirFunctions() => Assert.All(Fuzzer.Corpus("elf"), static file =>
    {
        var source = new MemoryByteSource("small", file);
        using var symbols = BinarySymbols.Open(source);

        Assert.StartsWith("go1.", GoExecutable.Identify(source)!.Version, StringComparison.Ordinal);
        Assert.True(symbols.TryFindLine(0x401011, out var frame));
        Assert.Equal(("main.f", "main.go"), (frame.Function, frame.File));
    });

    [Fact]
    public void Version_TooLongToBeOne_IsNone() => Assert.All(Fuzzer.Corpus("elf"), static file =>
    {
        // Behind the block's 32 bytes stands the version's length, one byte of it; now it says 400.
        int block = file.AsSpan().IndexOf(" Go buildinf:"u8) - 1;
        file[block + 32] = 0x90;
        file[block + 33] = 0x03;
        var source = new MemoryByteSource("small", file);

        Assert.InRange(GoExecutable.Identify(source)?.Version?.Length ?? 0, 0, 256);
        Assert.Null(GoBuildInfoReader.Read(ElfFile.Read(source)));
    });

    [Fact]
    public void FunctionTable_OfAMillionStepsThatGoNowhere_TakesBoundedTime()
    {
        using var symbols = BinarySymbols.Open(new MemoryByteSource("steps", WithSteps(Fuzzer.Corpus("elf")[^1], 1_000_000)));
        var clock = Stopwatch.StartNew();
        for (int look = 0; look < 2_000; look++)
        {
            Assert.True(symbols.TryFindLine(0x401011, out var frame));
            Assert.Equal("main.f", frame.Function);
        }

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), clock.Elapsed.ToString());
    }

    // The table moves to where nothing else is, and its tables from instruction to value to the end of the file: one up, one down, no
    // instruction further.
    private static byte[] WithSteps(byte[] file, int steps)
    {
        const ulong Address = 0x10000000;
        const int ValuesAt = 56;
        var table = ElfFile.Read(new MemoryByteSource("small", file)).Sections.First(static section => section.Name is ".gopclntab");
        int sections = (int)BitConverter.ToInt64(file, 40);
        int header = 64 + 56;
        byte[] values = [0, .. Enumerable.Range(0, steps / 2).SelectMany(static _ => new byte[] { 2, 0, 1, 0 })];
        BitConverter.TryWriteBytes(file.AsSpan(header + 16), Address);
        BitConverter.TryWriteBytes(file.AsSpan(header + 32), file.LongLength + values.Length - (long)table.FileOffset);
        BitConverter.TryWriteBytes(file.AsSpan(header + 40), file.LongLength + values.Length - (long)table.FileOffset);
        BitConverter.TryWriteBytes(file.AsSpan(sections + (2 * 64) + 16), Address);
        BitConverter.TryWriteBytes(file.AsSpan((int)table.FileOffset + ValuesAt), file.LongLength - (long)table.FileOffset);
        return [.. file, .. values];
    }

    private static void Read(IByteSource source, IReadOnlyList<ulong> addresses)
    {
        Refuse(() => Assert.InRange(GoExecutable.Identify(source)?.Version?.Length ?? 0, 0, 4096));
        Refuse(() =>
        {
            var elf = ElfFile.Read(source);
            _ = GoBuildInfoReader.Read(elf);
            _ = GoPclntab.TryFind(elf, out _, out _);
            _ = RuntimeDetector.DetectFile(elf);
        });
        Refuse(() => Symbolize(source, addresses));
    }

    private static void Symbolize(IByteSource source, IReadOnlyList<ulong> addresses)
    {
        using var symbols = BinarySymbols.Open(source);
        foreach (ulong address in (IEnumerable<ulong>)[.. addresses, 0, ulong.MaxValue, 1UL << 63])
        {
            _ = symbols.BiasOf(address, address / 2);
            if (symbols.TryFindLine(address, out var frame))
            {
                Assert.NotEmpty(frame.Function);
            }

            if (symbols.TryFindFunction(address, out var symbol))
            {
                Assert.NotEmpty(symbol.Name);
            }
        }
    }

    private static void Refuse(Action read)
    {
        try
        {
            read();
        }
        catch (Exception problem) when (problem is MalformedInputException or LimitExceededException)
        {
            Assert.InRange(problem.Message.Length, 1, 4096);
        }
    }

    private byte[] Make(Random random)
    {
        if (random.Next(4) == 0)
        {
            return _mutator.Next(random);
        }

        var input = new MemoryStream();
        byte number = (byte)random.Next(_programs.Length);
        var program = _programs[number];
        Span<byte> head = stackalloc byte[HeadBytes];
        head[0] = number;
        BinaryPrimitives.WriteInt64LittleEndian(head[1..], random.Next(20) == 0 ? random.NextInt64(program.Source.Length) : program.Source.Length);
        input.Write(head);
        for (int change = random.Next(4) == 0 ? random.Next(200) : random.Next(1, 6); change > 0; change--)
        {
            var (start, length) = program.Regions[random.Next(program.Regions.Count)];
            long place = start + random.NextInt64(length);
            int count = (int)Math.Min(random.Next(1, MostBlock), start + length - place);
            BinaryPrimitives.WriteInt64LittleEndian(head, place);
            head[8] = (byte)count;
            input.Write(head);
            input.Write(_mutator.ChangeInPlace(program.Span(place, count), random));
        }

        return input.ToArray();
    }

    private void Read(byte[] input)
    {
        if (input.Length <= HeadBytes || input[0] >= _programs.Length)
        {
            Read(new MemoryByteSource("small", input), [0x401000, 0x401011, 0x40102f, 0x401030]);
            return;
        }

        var program = _programs[input[0]];
        var patches = new List<(long, byte[])>();
        for (int at = HeadBytes; at + HeadBytes < input.Length;)
        {
            int end = Math.Min(at + HeadBytes + input[at + 8], input.Length);
            patches.Add((Math.Clamp(BinaryPrimitives.ReadInt64LittleEndian(input.AsSpan(at)), 0, program.Source.Length), input[(at + HeadBytes)..end]));
            at = end;
        }

        long length = Math.Max(BinaryPrimitives.ReadInt64LittleEndian(input.AsSpan(1)), 0);
        Read(new PatchedSource(program.Source, length, patches), program.Addresses);
    }
}
