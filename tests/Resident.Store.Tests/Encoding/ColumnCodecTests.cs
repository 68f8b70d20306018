using CsCheck;
using Resident.Store.Encoding;

namespace Resident.Store.Tests.Encoding;

public sealed class ColumnCodecTests
{
    private static readonly Gen<long> Value = Gen.OneOf(Gen.Long, Gen.Int.Select(static small => (long)small), Gen.Const(ColumnCodec.Missing), Gen.Const(4_096L));

    [Fact]
    public void Decode_WhatWasEncoded_GivesItBack() => Value.Array[0, 1_000].Sample(static column =>
    {
        long[][] found = new long[1][];

        string? problem = ColumnCodec.TryDecode(ColumnCodec.Encode(column), found);

        Assert.Null(problem);
        Assert.Equal(column, found[0]);
    });

    [Fact]
    public void Decode_ThreeColumns_GivesThemBack() => Gen.Select(Value, Value, Value).Array[0, 100].Sample(static rows =>
    {
        long[][] found = new long[3][];
        long[] one = [.. rows.Select(static row => row.Item1)];
        long[] two = [.. rows.Select(static row => row.Item2)];
        long[] three = [.. rows.Select(static row => row.Item3)];

        string? problem = ColumnCodec.TryDecode(ColumnCodec.Encode(one, two, three), found);

        Assert.Null(problem);
        Assert.Equal([one, two, three], found);
    });

    [Fact]
    public void Decode_AnyBytes_GivesAColumnOrASentence() => Gen.Byte.Array[0, 200].Sample(static bytes =>
    {
        long[][] found = new long[1][];

        string? problem = ColumnCodec.TryDecode(bytes, found);

        Assert.True(problem is { Length: > 10 } || found[0].Length <= ColumnCodec.MostRows);
    });

    [Fact]
    public void Decode_OneBitTurned_IsTold() => Gen.Select(Value.Array[1, 50], Gen.Int[0, 100_000]).Sample(static (column, place) =>
    {
        byte[] chunk = ColumnCodec.Encode(column);
        chunk[place / 8 % chunk.Length] ^= (byte)(1 << (place % 8));

        string? problem = ColumnCodec.TryDecode(chunk, new long[1][]);

        Assert.NotNull(problem);
    });

    [Fact]
    public void Encode_AConstantColumn_TakesNextToNothing()
    {
        long[] column = new long[900];
        Array.Fill(column, 123_456_789_012);

        byte[] chunk = ColumnCodec.Encode(column);

        Assert.InRange(chunk.Length, 1, 40);
    }

    [Fact]
    public void Checksum_OfNineDigits_IsThatOfTheStandard() => Assert.Equal(0xCBF4_3926, Checksum.Compute("123456789"u8));
}
