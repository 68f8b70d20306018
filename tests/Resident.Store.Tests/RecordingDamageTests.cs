using Microsoft.Data.Sqlite;
using Resident.Model;

namespace Resident.Store.Tests;

public sealed class RecordingDamageTests
{
    private static readonly RecordingOptions Options = new() { Name = "orders-api" };

    [Fact]
    public void Open_AFormatOfTheFuture_IsRefusedAndLeftAlone()
    {
        using var scratch = new Scratch();
        _ = Record(scratch.File, 3);
        Change(scratch.File, "PRAGMA user_version=2");
        byte[] before = File.ReadAllBytes(scratch.File);

        var reading = Assert.Throws<RecordingVersionException>(() => RecordingReader.Open(scratch.File));
        var writing = Assert.Throws<RecordingVersionException>(() => RecordingWriter.Open(scratch.File, Options));

        Assert.Equal($"{scratch.File}: This recording has format 2; this Resident reads formats up to 1. Use the Resident that wrote it, or a newer one.", reading.Message);
        Assert.Equal(reading.Message, writing.Message);
        Assert.Equal(before, File.ReadAllBytes(scratch.File));
    }

    [Fact]
    public void Open_WhatIsNoRecording_IsRefused()
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch.PathOf("a.txt"), new string('x', 5_000));
        Change(scratch.PathOf("b.db"), "CREATE TABLE a(b)");

        Assert.Throws<MalformedInputException>(() => RecordingReader.Open(scratch.PathOf("a.txt")));
        Assert.Throws<MalformedInputException>(() => RecordingWriter.Open(scratch.PathOf("b.db"), Options));
        Assert.Throws<FileNotFoundException>(() => RecordingReader.Open(scratch.PathOf("c")));
        Assert.False(RecordingFile.IsRecording(scratch.PathOf("a.txt")));
        Assert.False(RecordingFile.IsRecording(scratch.PathOf("b.db")));
    }

    [Fact]
    public void Read_ADamagedChunk_LeavesItOutAndSaysSo()
    {
        using var scratch = new Scratch();
        var all = Record(scratch.File, 1_800);
        Change(scratch.File, """
            UPDATE chunk SET data = CAST(substr(data, 1, 20) || x'00' || substr(data, 22) AS BLOB)
            WHERE id = ((SELECT id FROM series WHERE name = 'process.minorFaults') << 40) + 1
            """);

        using var reader = RecordingReader.Open(scratch.File);
        var found = reader.ReadSamples().ToList();

        Assert.Equal(1_800, found.Count);
        Assert.Equal(0, found[0].Process!.MinorFaults);
        Assert.Equal(all[0].Process!.Res, found[0].Process!.Res);
        Assert.Equal(all[1_000].Process!.MinorFaults, found[1_000].Process!.MinorFaults);
        Assert.StartsWith($"{scratch.File}: Series process.minorFaults, segment 1 (900 rows) is damaged and left out: expected the checksum ", Assert.Single(reader.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BytesOfTheFileTurned_IsToldAndNeverCrashes()
    {
        using var scratch = new Scratch();
        _ = Record(scratch.File, 1_000);
        byte[] whole = File.ReadAllBytes(scratch.File);
        var random = new Noise(7);
        int told = 0;
        for (int round = 0; round < 60; round++)
        {
            byte[] damaged = [.. whole];
            for (int i = 0; i < 200; i++)
            {
                damaged[100 + random.Next(damaged.Length - 100)] ^= (byte)(1 + random.Next(255));
            }

            string file = scratch.PathOf($"{round}.resident");
            File.WriteAllBytes(file, damaged);
            try
            {
                using var reader = RecordingReader.Open(file);
                told += reader.Check().Count > 0 ? 1 : 0;
            }
            catch (Exception problem) when (problem is MalformedInputException or IOException)
            {
                told++;
            }
        }

        Assert.Equal(60, told);
    }

    [Fact]
    public void Open_WhileAnotherWrites_IsRefused()
    {
        using var scratch = new Scratch();
        using var first = RecordingWriter.Open(scratch.File, Options with { Writer = "pid 1" });

        var refused = Assert.Throws<IOException>(() => RecordingWriter.Open(scratch.File, Options with { Writer = "pid 2", IsWriterAlive = static writer => writer is "pid 1" }));

        Assert.Equal($"{scratch.File}: Another process records into it: pid 1. Give another file.", refused.Message);
    }

    private static List<Sample> Record(string file, int count)
    {
        var walk = new Walk(count);
        var samples = new List<Sample>();
        using var writer = RecordingWriter.Open(file, Options);
        for (int i = 0; i < count; i++)
        {
            var step = walk.NextStep();
            samples.Add(step.Sample!);
            writer.Append(step);
        }

        return samples;
    }

    private static void Change(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the tests' own statements
        command.CommandText = sql;
#pragma warning restore CA2100
        _ = command.ExecuteNonQuery();
    }
}
