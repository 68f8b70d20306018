using System.Buffers.Binary;
using CsCheck;
using Resident.Model;
using Resident.Sources.Binary;
using Resident.Sources.GoRuntime.Executables;

namespace Resident.Sources.Tests.GoRuntime;

/// <summary>Executables that lie: any damage gives an answer or a clear error, in bounded time and memory.</summary>
public sealed class HostileInputTests
{
    [Fact]
    public void Identify_DamagedExecutable_AnswersOrNamesTheDamage()
    {
        byte[] whole = File.ReadAllBytes(GoToolchains.Target(GoToolchains.Versions[0], "stripped"));
        // Headers, build information and the function table's header are where damage matters most.
        var damage = Gen.Select(Gen.Int[0, 4096], Gen.Byte).Array[1, 24];

        damage.Sample(
            edits =>
            {
                byte[] bytes = [.. whole];
                foreach (var (place, value) in edits)
                {
                    bytes[place] = value;
                }

                try
                {
                    _ = GoExecutable.Identify(new MemoryByteSource("damaged", bytes));
                }
                catch (MalformedInputException)
                {
                    // Said clearly: that is what is asked.
                }
            },
            iter: 200);
    }

    [Theory]
    [InlineData(0x7fff_ffff_ffff_ffffUL)]
    [InlineData(ulong.MaxValue)]
    public void Identify_SegmentsThatStateHugeSizes_EndsInTheFilesOwnSize(ulong size)
    {
        const int FirstSegment = 64;
        const int SegmentBytes = 56;
        const int AddressField = 16;
        const int FileSizeField = 32;
        const int MemorySizeField = 40;
        byte[] bytes = File.ReadAllBytes(GoToolchains.Target(GoToolchains.Versions[0], "stripped"));
        int segments = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(56));
        for (int i = 0; i < segments; i++)
        {
            var entry = bytes.AsSpan(FirstSegment + (i * SegmentBytes), SegmentBytes);
            // Moved by a page, so that the address that the search looks for is nowhere.
            BinaryPrimitives.WriteUInt64LittleEndian(entry[AddressField..], BinaryPrimitives.ReadUInt64LittleEndian(entry[AddressField..]) + 4096);
            BinaryPrimitives.WriteUInt64LittleEndian(entry[FileSizeField..], size);
            BinaryPrimitives.WriteUInt64LittleEndian(entry[MemorySizeField..], size);
        }

        // No section table: the shortcuts through names are gone.
        bytes.AsSpan(40, 8).Clear();
        bytes.AsSpan(60, 4).Clear();
        var source = new CountedByteSource(new MemoryByteSource("lies", bytes));

        try
        {
            _ = GoExecutable.Identify(source);
        }
        catch (MalformedInputException)
        {
            // Said clearly: that is what is asked.
        }

        Assert.InRange(source.BytesRead, 1, 40L * bytes.Length);
    }

    [Fact]
    public void Identify_CutExecutable_AnswersOrNamesTheDamage()
    {
        byte[] whole = File.ReadAllBytes(GoToolchains.Target(GoToolchains.Versions[0], "stripped"));

        for (int part = 0; part < 64; part++)
        {
            try
            {
                _ = GoExecutable.Identify(new MemoryByteSource("cut", whole.AsMemory(0, (int)((long)whole.Length * part / 64))));
            }
            catch (MalformedInputException exception)
            {
                Assert.Contains("cut", exception.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("stripped")]
    public void Identify_File_TellsVersionAndModule(string variant)
    {
        string version = GoToolchains.Versions[^1];
        using var file = FileByteSource.Open(GoToolchains.Target(version, variant));

        var identity = GoExecutable.Identify(file);

        Assert.Equal("go", identity!.Kind);
        Assert.StartsWith("go" + version, identity.Version, StringComparison.Ordinal);
        Assert.Equal("example.com/resident/target", identity.Module);
    }
}
