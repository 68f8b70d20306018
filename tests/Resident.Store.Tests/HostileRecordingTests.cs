using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Resident.Model;

namespace Resident.Store.Tests;

/// <summary>Recordings that somebody made to hurt whoever opens them: told as damage, soon, in little memory.</summary>
[Trait("Kind", "Attack")]
public sealed class HostileRecordingTests
{
    private const string Endless = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r";
    private static readonly RecordingOptions Options = new() { Name = "orders-api" };

    [Theory]
    [InlineData("DROP TABLE run; CREATE VIEW run AS SELECT 1 AS number, 2 AS from_ms, (" + Endless + ") AS name", "view \"run\"")]
    [InlineData("CREATE TRIGGER t AFTER INSERT ON tail BEGIN SELECT (" + Endless + "); END", "trigger \"t\"")]
    [InlineData("DROP TABLE label; CREATE TABLE label(key TEXT, value TEXT AS (hex(zeroblob(1000000))))", "table \"label\"")]
    [InlineData("DROP TABLE event; CREATE TABLE event(id, ms, kind, text CHECK (length(text) > (id + 1)))", "table \"event\"")]
    [InlineData("CREATE INDEX i ON tail(abs(ms))", "index \"i\"")]
    [InlineData("CREATE VIRTUAL TABLE v USING fts5(a)", "table \"v\"")]
    public void WhatSqliteWouldHaveToWorkOut_IsRefused_ForReadingAndWriting(string change, string found)
    {
        using var scratch = new Scratch();
        Record(scratch.File, 10);
        Change(scratch.File, change);
        var clock = Stopwatch.StartNew();

        var reading = Assert.Throws<MalformedInputException>(() => RecordingReader.Open(scratch.File));
        var writing = Assert.Throws<MalformedInputException>(() => RecordingWriter.Open(scratch.File, Options));

        Assert.Equal($"{scratch.File}: Expected the plain tables of a recording, found the {found}.", reading.Message);
        Assert.Equal(reading.Message, writing.Message);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), clock.Elapsed.ToString());
    }

    [Theory]
    [InlineData("UPDATE run SET name = CAST(zeroblob(60000000) AS TEXT)")]
    [InlineData("INSERT INTO run SELECT 7, 1, replace(hex(zeroblob(20000000)), '0', 'n'), 1, NULL, NULL, NULL, NULL, NULL, 1, ''")]
    [InlineData("INSERT INTO text(value) VALUES (replace(hex(zeroblob(20000000)), '0', 'n'))")]
    [InlineData("INSERT OR REPLACE INTO meta VALUES ('name', replace(hex(zeroblob(20000000)), '0', 'n')), ('interval_ms', '99999999999999999999')")]
    [InlineData("INSERT INTO event SELECT NULL, 1, 'mark', replace(hex(zeroblob(20000000)), '0', 'n')")]
    [InlineData("INSERT INTO document(ms, kind, data) VALUES (1, 'resident.heap-sites/1', zeroblob(60000000))")]
    public void LongValues_AreCutOrDamage(string change)
    {
        using var scratch = new Scratch();
        Record(scratch.File, 10);
        Change(scratch.File, change);
        long before = GC.GetAllocatedBytesForCurrentThread();

        ReadAll(scratch.File);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256L * 1024 * 1024);
    }

    [Theory]
    [InlineData("UPDATE segment SET from_ms = -9223372036854775808, to_ms = 9223372036854775807")]
    [InlineData("UPDATE segment SET width_ms = 9223372036854775807")]
    [InlineData("UPDATE segment SET width_ms = -1, rows = -5")]
    [InlineData("UPDATE segment SET rows = 9223372036854775807; INSERT INTO segment VALUES (99, 1, 0, 1, 2, 9223372036854775807)")]
    [InlineData("UPDATE segment SET id = 9223372036854775807")]
    [InlineData("UPDATE segment SET log = 77")]
    [InlineData("UPDATE tail SET ms = 9223372036854775807 - id")]
    [InlineData("UPDATE tail SET ms = -ms")]
    [InlineData("UPDATE run SET from_ms = 9223372036854775807, started_ms = 9223372036854775807, pid = 9223372036854775807")]
    [InlineData("UPDATE run SET number = 9223372036854775807")]
    [InlineData("UPDATE run SET name = x'00FF', sources = 5")]
    [InlineData("UPDATE meta SET value = '9223372036854775807' WHERE key = 'interval_ms'")]
    [InlineData("UPDATE meta SET value = '0' WHERE key = 'interval_ms'")]
    [InlineData("UPDATE meta SET value = '999999999999999' WHERE key = 'interval_ms'")]
    [InlineData("UPDATE event SET ms = 9223372036854775807")]
    [InlineData("UPDATE series SET id = 9223372036854775807 WHERE name = 'process.res'")]
    [InlineData("UPDATE series SET id = -3 WHERE name = 'process.res'")]
    [InlineData("UPDATE series SET name = 'ledger.res', log = 1 WHERE name = 'process.res'")]
    [InlineData("INSERT OR IGNORE INTO series SELECT id + 1000, log, name || char(0), unit, kind FROM series")]
    [InlineData("UPDATE chunk SET data = 'text instead'")]
    [InlineData("UPDATE chunk SET data = zeroblob(5)")]
    [InlineData("UPDATE tail SET data = 7")]
    [InlineData("UPDATE text SET value = x'FF00FF00' || id")]
    [InlineData("DELETE FROM text; DELETE FROM series")]
    [InlineData("DROP TABLE segment")]
    [InlineData("DROP TABLE meta")]
    [InlineData("ALTER TABLE tail DROP COLUMN data")]
    [InlineData("UPDATE profile SET hash = '../../../../etc/passwd', ms = 9223372036854775807")]
    [InlineData("INSERT INTO profile(ms, run, kind, hash, bytes, reason) VALUES (5, 99999999999, x'00', char(0) || '/x', -1, 4)")]
    [InlineData("INSERT INTO goroutines(ms, run, data) VALUES (9223372036854775807, -1, x'00')")]
    [InlineData("INSERT INTO document(ms, kind, data) VALUES (1, 'resident.heap-sites/1', x'789C')")]
    public void AbsurdTables_AreToldAsDamage_AndNeverAsOurBug(string change)
    {
        using var scratch = new Scratch();
        Record(scratch.File, 1_000);
        Change(scratch.File, change);

        ReadAll(scratch.File);
        GoOn(scratch.File);
        ReadAll(scratch.File);
    }

    [Fact]
    public void AbsurdFigures_AreLeftOut()
    {
        using var scratch = new Scratch();
        var sample = new Walk(5).Next();
        using (var writer = RecordingWriter.Open(scratch.File, Options))
        {
            writer.Append(new RecordedStep
            {
                UnixMs = sample.Time.ToUnixTimeMilliseconds(),
                Sample = sample with { Process = sample.Process! with { Res = new ByteSize(long.MaxValue), Virt = new ByteSize(long.MaxValue - 1), Threads = int.MaxValue } },
            });
        }

        using var reader = RecordingReader.Open(scratch.File);
        var read = Assert.Single(reader.ReadSamples());

        Assert.Null(read.Process);
    }

    [Fact]
    public void RandomDamage_IsNeverOurBug()
    {
        bool isLong = Environment.GetEnvironmentVariable("RESIDENT_TEST_ALL") is { Length: > 0 };
        int seconds = int.TryParse(Environment.GetEnvironmentVariable("RESIDENT_FUZZ_SECONDS"), CultureInfo.InvariantCulture, out int asked) ? asked : isLong ? 60 : 3;
        using var scratch = new Scratch();
        Record(scratch.File, 1_000);
        byte[] whole = File.ReadAllBytes(scratch.File);
        var noise = new Noise(asked > 0 ? Environment.TickCount : 42);
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed.TotalSeconds < seconds)
        {
            byte[] bytes = [.. whole];
            for (int change = noise.Next(20); change >= 0; change--)
            {
                int at = noise.Next(2) == 0 ? noise.Next(bytes.Length) : noise.Next(4096);
                bytes[at] = noise.Next(3) == 0 ? (byte)0xFF : (byte)noise.Next(256);
            }

            string file = scratch.PathOf("damaged.resident");
            File.WriteAllBytes(file, noise.Next(8) == 0 ? bytes[..noise.Next(bytes.Length)] : bytes);
            var one = Stopwatch.StartNew();
            ReadAll(file);
            GoOn(file);
            Assert.True(one.Elapsed < TimeSpan.FromSeconds(15), $"It took {one.Elapsed}.");
            foreach (string rest in Directory.EnumerateFiles(scratch.Folder, "damaged*"))
            {
                File.Delete(rest);
            }
        }
    }

    private static void Record(string file, int rows)
    {
        using var writer = RecordingWriter.Open(file, Options);
        var walk = new Walk(3);
        for (int row = 0; row < rows; row++)
        {
            var step = walk.NextStep();
            writer.Append(row == 0 ? step with { Run = new RecordedRun { Number = 0, FromUnixMs = step.UnixMs, Name = "orders-api", Pid = 7, Sources = ["memory"] }, Events = [new RecordedEvent(step.UnixMs, "mark", "begin")] } : step);
        }
    }

    private static void Change(string file, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the test's own words
        command.CommandText = sql;
#pragma warning restore CA2100
        _ = command.ExecuteNonQuery();
    }

    // What a caller may see of damage, and nothing else.
    private static void Damage(Action work)
    {
        try
        {
            work();
        }
        catch (Exception problem) when (problem is MalformedInputException or IOException or UnauthorizedAccessException or LimitExceededException)
        {
            Assert.DoesNotContain('\0', problem.Message);
        }
    }

    private static void ReadAll(string file) => Damage(() =>
    {
        using var reader = RecordingReader.Open(file);
        Damage(() => Assert.InRange((reader.Info.Interval ?? TimeSpan.FromSeconds(1)).TotalMilliseconds, 1, 86_400_000));
        Damage(() => Assert.InRange(reader.Info.Name.Length, 0, 4096));
        foreach (var log in Enum.GetValues<RecordingLog>().Where(static log => log != RecordingLog.None))
        {
            Damage(() => _ = reader.Series(log).Count);
            Damage(() => _ = reader.Extent(log));
            Damage(() => _ = reader.CountRows(log));
        }

        Damage(() => Assert.All(reader.Runs(), static run => Assert.InRange(run.Name.Length, 0, 4096)));
        Damage(() => Assert.All(reader.Events(), static happened => Assert.InRange(happened.Text.Length, 0, 4096)));
        Damage(() => Assert.All(reader.Profiles(), profile => Assert.StartsWith(file + ".profiles/", reader.PathOf(profile), StringComparison.Ordinal)));
        Damage(() => Assert.All(reader.CensusTimes(), time => _ = reader.Census(time)));
        Damage(() => _ = reader.Documents("resident.heap-sites/1").Count);
        Damage(() => _ = reader.ReadSamples().Sum(static sample => sample.Process?.Res.Bytes ?? 0));
        Damage(() => _ = reader.ReadLastSample());
        Damage(() => _ = reader.ReadCycles().Count());
        Damage(() => _ = reader.ReadNewestCycles().Count());
        Damage(() => _ = reader.ReadLedgers().Count());
        Damage(() => _ = reader.ReadScavenges().Count());
        Damage(() => _ = reader.Check().Count);
    });

    private static void GoOn(string file) => Damage(() =>
    {
        using var writer = RecordingWriter.Open(file, Options);
        Damage(() => _ = writer.Runs());
        var walk = new Walk(9);
        for (int row = 0; row < 5; row++)
        {
            Damage(() => writer.Append(walk.NextStep()));
        }
    });
}
