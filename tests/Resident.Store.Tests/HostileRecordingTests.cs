using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using Resident.Model;
using Resident.Store.Encoding;

namespace Resident.Store.Tests;

/// <summary>Recordings that somebody made to hurt whoever opens them: told as damage, soon, in little memory.</summary>
[Trait("Kind", "Attack")]
public sealed class HostileRecordingTests
{
    private const string Endless = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r";

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
        Handling.Record(scratch.File, 10);
        Handling.Change(scratch.File, change);
        var clock = Stopwatch.StartNew();

        var reading = Assert.Throws<MalformedInputException>(() => RecordingReader.Open(scratch.File));
        var writing = Assert.Throws<MalformedInputException>(() => RecordingWriter.Open(scratch.File, Handling.Options));

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
        Handling.Record(scratch.File, 10);
        Handling.Change(scratch.File, change);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Handling.ReadAll(scratch.File);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256L * 1024 * 1024);
    }

    [Theory]
    [InlineData("UPDATE segment SET from_ms = -9223372036854775808, to_ms = 9223372036854775807")]
    [InlineData("UPDATE segment SET width_ms = 9223372036854775807")]
    [InlineData("UPDATE segment SET width_ms = -1, rows = -5")]
    [InlineData("UPDATE segment SET rows = 9223372036854775807; INSERT INTO segment VALUES (99, 1, 0, 1, 2, 9223372036854775807)")]
    [InlineData("UPDATE segment SET id = 9223372036854775807")]
    [InlineData("UPDATE segment SET id = 1099511627775")]
    [InlineData("UPDATE segment SET id = -9223372036854775807")]
    [InlineData("INSERT INTO series VALUES (9223372036854775807, 7, 'x', 'x', 'x')")]
    [InlineData("INSERT INTO series VALUES (2147483647, 7, 'x', 'x', 'x')")]
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
        Handling.Record(scratch.File, 1_000);
        Handling.Change(scratch.File, change);

        Handling.ReadAll(scratch.File);
        Handling.GoOn(scratch.File);
        Handling.ReadAll(scratch.File);
        Handling.GoOnForLong(scratch.File);
        Handling.ReadAll(scratch.File);
    }

    [Fact]
    public void SeriesNumbers_ThatAreUsedUp_AreToldAsDamage()
    {
        using var scratch = new Scratch();
        Handling.Record(scratch.File, 10);
        Handling.Change(scratch.File, "INSERT INTO series VALUES (2147483647, 7, 'x', 'x', 'x'); DELETE FROM series WHERE name = 'process.res'");
        using var writer = RecordingWriter.Open(scratch.File, Handling.Options);

        var problem = Assert.Throws<MalformedInputException>(() => writer.Append(new Walk(9).NextStep()));

        Assert.Equal(
            $"{scratch.File}: The recording is damaged: its series are numbered up to where no number is left. Record into another file.", problem.Message);
    }

    [Fact]
    public void SegmentNumbers_ThatAreUsedUp_AreToldAsDamage()
    {
        using var scratch = new Scratch();
        Handling.Record(scratch.File, 1_000);
        Handling.Change(scratch.File, "UPDATE segment SET id = 9223372036854775807");
        using var writer = RecordingWriter.Open(scratch.File, Handling.Options);
        var walk = new Walk(9);

        var problem = Assert.Throws<MalformedInputException>(() => writer.Append([.. Enumerable.Range(0, 900).Select(_ => walk.NextStep())]));

        Assert.Equal(
            $"{scratch.File}: The recording is damaged: its segments are numbered up to where no number is left. Record into another file.", problem.Message);
    }

    [Fact]
    public void Tail_WithSeriesOfItsOwnAndAbsurdTimes_TakesNoMemoryAndNoRowsWithIt()
    {
        using var scratch = new Scratch();
        Handling.Record(scratch.File, 10);
        Handling.Change(
            scratch.File,
            "INSERT INTO tail SELECT id + 100, log, 9223372036854775807, data FROM tail WHERE id = 1",
            Enumerable.Range(0, 5_000).Select(static row => RowOf(Enumerable.Range(1_000 + (row * 20), 20))));
        long before = GC.GetAllocatedBytesForCurrentThread();
        using (var writer = RecordingWriter.Open(scratch.File, Handling.Options))
        {
            var walk = new Walk(9);
            writer.Append([.. Enumerable.Range(0, 1_000).Select(_ => walk.NextStep())]);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256L * 1024 * 1024);
        using var reader = RecordingReader.Open(scratch.File);
        Assert.True(reader.ReadSamples().Count() >= 1_000);
    }

    [Fact]
    public void Rows_ThatAreNotFoundAgainToDeleteThem_AreNoEndlessLoop()
    {
        const int Page = 4096;
        using var scratch = new Scratch();
        Handling.Record(scratch.File, 800);
        byte[] bytes = File.ReadAllBytes(scratch.File);
        for (int page = Page; page < bytes.Length; page += Page)
        {
            // The leaves of tables: each cell has its length and its number, here of two bytes; now all have the number 0.
            int cells = bytes[page] == 0x0d ? BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(page + 3)) : 0;
            for (int cell = 0; cell < cells; cell++)
            {
                int at = page + BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(page + 8 + (2 * cell)));
                if (bytes[at] >= 0x80 && bytes[at + 2] >= 0x80)
                {
                    (bytes[at + 2], bytes[at + 3]) = (0x80, 0);
                }
            }
        }

        File.WriteAllBytes(scratch.File, bytes);
        var clock = Stopwatch.StartNew();

        Handling.GoOnForLong(scratch.File);
        Handling.ReadAll(scratch.File);

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(15), clock.Elapsed.ToString());
    }

    [Fact]
    public void ThinnedChunk_WhoseColumnsDifferInLength_IsDamage()
    {
        byte[] chunk = ColumnCodec.Encode([1, 2, 3], [1, 2], [1]);

        Assert.Equal("expected 3 rows in each column, found 2", ColumnCodec.TryDecode(chunk, new long[3][]));
    }

    [Fact]
    public void AbsurdFigures_AreLeftOut()
    {
        using var scratch = new Scratch();
        var sample = new Walk(5).Next();
        using (var writer = RecordingWriter.Open(scratch.File, Handling.Options))
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
        Handling.Record(scratch.File, 1_000);
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
            Handling.ReadAll(file);
            Handling.GoOn(file);
            Assert.True(one.Elapsed < TimeSpan.FromSeconds(15), $"It took {one.Elapsed}.");
            foreach (string rest in Directory.EnumerateFiles(scratch.Folder, "damaged*"))
            {
                File.Delete(rest);
            }
        }
    }

    private static byte[] RowOf(IEnumerable<int> series)
    {
        var row = new ArrayBufferWriter<byte>();
        foreach (int one in series)
        {
            RowCodec.Write(row, one, 7);
        }

        return RowCodec.Seal(row.WrittenSpan);
    }
}
