using System.Buffers.Binary;
using CsCheck;
using Resident.Model;
using Resident.Sources.Binary;
using Resident.Sources.Detection;
using Resident.Sources.Elf;

namespace Resident.Sources.Tests.Elf;

public sealed class ElfFileTests
{
    [Fact]
    public void Read_OfALibrary_FindsSectionsSegmentsAndSymbols()
    {
        const string Library = "/proc/self/exe";
        using var source = FileByteSource.Open(Library);

        var file = ElfFile.Read(source);

        Assert.True(file.TryGetSection(".dynsym", out var section));
        var symbols = file.ReadSymbols(ElfFormat.ShtDynsym)!;
        Assert.Equal((long)section.Size / 24, symbols.Count);
        Assert.False(symbols.TryFind("no_such_symbol"u8, out _));
        var load = file.Segments.First(static segment => segment.IsLoad);
        Assert.True(file.TryGetFileOffset(load.VirtualAddress, out long offset, out _));
        Assert.Equal((long)load.FileOffset, offset);
    }

    [Theory]
    [InlineData("", "x: offset 0x0: Expected an ELF file, and found no ELF header.")]
    [InlineData("#!/bin/sh\n", "x: offset 0x0: Expected an ELF file, and found no ELF header.")]
    public void Read_OfNoElfFile_SaysSo(string text, string message)
    {
        var exception = Assert.Throws<MalformedInputException>(
            () => ElfFile.Read(new MemoryByteSource("x", System.Text.Encoding.UTF8.GetBytes(text))));

        Assert.Equal(message, exception.Message);
    }

    [Fact]
    public void Read_SectionTablePastTheEnd_NamesTheOffset()
    {
        byte[] bytes = Header(sectionCount: 3);
        // e_shoff
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(40), 0x7000);

        var exception = Assert.Throws<MalformedInputException>(() => ElfFile.Read(new MemoryByteSource("x", bytes)));

        Assert.Equal("x: offset 0x7000: The file ends before its 3 section headers.", exception.Message);
    }

    [Fact]
    public void AnyBytes_AfterAHeader_GiveAnIdentityOrAreMalformed() =>
        Gen.Select(Gen.Byte.Array[0, 600], Gen.UShort[0, 12], Gen.UShort[0, 12], Gen.ULong[0, 700], Gen.ULong[0, 700])
            .Sample(static (tail, segments, sections, segmentOffset, sectionOffset) =>
            {
                byte[] bytes = [.. Header(sections), .. tail];
                BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(32), segmentOffset);
                BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(40), sectionOffset);
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(56), segments);
                Detect(bytes);
            });

    [Fact]
    public void AnyByteOfARealFile_Changed_GivesAnIdentityOrIsMalformed()
    {
        using var source = FileByteSource.Open("/proc/self/exe");
        byte[] real = new byte[(int)Math.Min(source.Length, 1 << 20)];
        int count = source.Read(0, real);
        Gen.Select(Gen.Int[0, 1023], Gen.Byte, Gen.Int[64, count])
            .Sample(
                change =>
                {
                    byte[] bytes = real[..change.Item3];
                    bytes[Math.Min(change.Item1, bytes.Length - 1)] = change.Item2;
                    Detect(bytes);
                },
                iter: 200);
    }

    private static byte[] Header(ushort sectionCount)
    {
        byte[] bytes = new byte[64];
        // Magic, 64 bits, little endian.
        ((ReadOnlySpan<byte>)[0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1]).CopyTo(bytes);
        // e_phentsize, e_shentsize, e_shnum
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(54), 56);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(58), 64);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(60), sectionCount);
        return bytes;
    }

    private static void Detect(byte[] bytes)
    {
        try
        {
            Assert.NotNull(RuntimeDetector.DetectFile(ElfFile.Read(new MemoryByteSource("x", bytes))));
        }
        catch (Exception exception) when (exception is MalformedInputException or LimitExceededException)
        {
            // Both are answers; anything else fails the test.
        }
    }
}
