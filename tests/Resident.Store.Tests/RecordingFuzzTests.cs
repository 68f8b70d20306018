using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Resident.Store.Encoding;
using Resident.Testing.Fuzzing;

namespace Resident.Store.Tests;

/// <summary>Damaged recordings, read whole and written on: told as damage, soon and in little memory.</summary>
/// <remarks>tests/attack/fuzz runs it for as long as it is told. Changed are bytes of the file, values of its tables, and the bytes of its
/// blobs, whose checksums are made right again: what lies behind them is read, too.</remarks>
[Trait("Kind", "Attack")]
[SuppressMessage("Security", "CA5394", Justification = "Damage needs no secrets, and a run must be repeatable.")]
public sealed class RecordingFuzzTests : IDisposable
{
    private const int ChecksumBytes = 4;
    private const int MostBytes = 1024 * 1024;

    private static readonly string[] Values =
    [
        "NULL", "0", "1", "-1", "2147483648", "9223372036854775807", "-9223372036854775808", "1e308", "-1e999", "''", "'x'", "x'00'", "x'FF00FF00'", "zeroblob(5)", "zeroblob(100000)",
        "'9223372036854775807'", "char(0)", "hex(zeroblob(2000))", "'../../x'", "12345",
    ];

    private readonly Scratch _scratch = new();
    private readonly byte[][] _corpus;
    private readonly Mutator _mutator;

    public RecordingFuzzTests()
    {
        string[] changes = [.. Fuzzer.Corpus("recording").Select(System.Text.Encoding.UTF8.GetString)];
        _corpus = [Make(10, ""), Make(400, ""), .. changes.Select(change => Make(60, change))];
        _mutator = new Mutator(_corpus, ["SQLite format 3\0", "CREATE TABLE ", "\r\0\0\0", "\u0005\0\0\0", "\n\0\0\0"], MostBytes);
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void DamagedRecordings_AreReadOrToldAsDamage()
    {
        var bounds = new FuzzBounds { Time = TimeSpan.FromSeconds(10), Bytes = 128 << 20, BytesPerByte = 256 };

        var result = Fuzzer.Run("recording", bounds, Next, Read);

        TestContext.Current.TestOutputHelper?.WriteLine(result.ToString());
        result.ThrowIfFailed();
    }

    private static List<(string Table, string Column)> Columns(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'";
        using var reader = command.ExecuteReader();
        var columns = new List<(string, string)>();
        while (reader.Read())
        {
            columns.Add((reader.GetString(0), reader.GetString(1)));
        }

        return columns;
    }

    private byte[] Make(int rows, string change)
    {
        Empty();
        Handling.Record(_scratch.File, rows);
        if (change.Length > 0)
        {
            Handling.Change(_scratch.File, change);
        }

        return File.ReadAllBytes(_scratch.File);
    }

    private void Read(byte[] bytes)
    {
        Empty();
        File.WriteAllBytes(_scratch.File, bytes);
        Handling.ReadAll(_scratch.File);
        Handling.GoOn(_scratch.File);
        Handling.ReadAll(_scratch.File);

        // What is done with an input hangs on the input alone, so that it can be tried again.
        if (bytes.Aggregate(0, static (sum, one) => (sum + one) & 3) == 0)
        {
            Handling.GoOnForLong(_scratch.File);
            Handling.ReadAll(_scratch.File);
        }
    }

    private void Empty()
    {
        foreach (string file in Directory.EnumerateFileSystemEntries(_scratch.Folder).ToList())
        {
            if (File.GetAttributes(file).HasFlag(FileAttributes.Directory))
            {
                Directory.Delete(file, recursive: true);
            }
            else
            {
                File.Delete(file);
            }
        }
    }

    private byte[] Next(Random random)
    {
        int way = random.Next(4);
        if (way == 0)
        {
            return _mutator.Next(random);
        }

        byte[] whole = _corpus[random.Next(_corpus.Length)];
        return way == 1 ? ChangeBytes(whole, random) : ChangeTables(whole, random);
    }

    // Bytes at their places: pages, their headers, and the records in them.
    private byte[] ChangeBytes(byte[] whole, Random random)
    {
        const int Page = 4096;
        byte[] bytes = [.. whole];
        for (int change = random.Next(1, 12); change > 0; change--)
        {
            int start = random.Next(3) == 0 ? random.Next(bytes.Length / Page) * Page : random.Next(bytes.Length);
            int length = Math.Min(random.Next(1, 128), bytes.Length - start);
            _mutator.ChangeInPlace(bytes.AsSpan(start, length), random).CopyTo(bytes, start);
        }

        return random.Next(10) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }

    private byte[] ChangeTables(byte[] whole, Random random)
    {
        Empty();
        File.WriteAllBytes(_scratch.File, whole);
        using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _scratch.File, Pooling = false }.ToString()))
        {
            connection.Open();
            var columns = Columns(connection);
            using var transaction = connection.BeginTransaction();
            for (int change = random.Next(1, 8); change > 0 && columns.Count > 0; change--)
            {
                try
                {
                    ChangeValue(connection, columns[random.Next(columns.Count)], random);
                }
                catch (SqliteException)
                {
                    // A value that the table does not take.
                }
            }

            transaction.Commit();
        }

        return File.ReadAllBytes(_scratch.File);
    }

    private void ChangeValue(SqliteConnection connection, (string Table, string Column) place, Random random)
    {
        using var command = connection.CreateCommand();
        string row = random.Next(4) == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $" WHERE rowid IN (SELECT rowid FROM {place.Table} LIMIT 1 OFFSET {random.Next(random.Next(1, 60))})");
#pragma warning disable CA2100 // the test's own words
        command.CommandText = $"SELECT {place.Column} FROM {place.Table}{row} LIMIT 1";
        byte[]? blob = command.ExecuteScalar() as byte[];
        command.CommandText = $"UPDATE {place.Table} SET {place.Column} = {(blob is null || random.Next(4) == 0 ? Values[random.Next(Values.Length)] : "$blob")}{row}";
#pragma warning restore CA2100
        if (blob is not null)
        {
            _ = command.Parameters.AddWithValue("$blob", ChangeBlob(blob, random));
        }

        _ = command.ExecuteNonQuery();
    }

    private byte[] ChangeBlob(byte[] blob, Random random)
    {
        int length = Math.Max(blob.Length - ChecksumBytes, 0);
        byte[] changed = blob;
        for (int change = random.Next(1, 5); change > 0; change--)
        {
            int start = random.Next(Math.Max(length, 1));
            int part = Math.Min(random.Next(1, 64), length - start);
            byte[] piece = _mutator.ChangeInPlace(changed.AsSpan(Math.Min(start, length), Math.Max(part, 0)), random);
            changed = [.. changed[..start], .. piece, .. changed[(start + piece.Length)..]];
        }

        if (changed.Length > ChecksumBytes && random.Next(8) > 0)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(^ChecksumBytes), Checksum.Compute(changed.AsSpan(..^ChecksumBytes)));
        }

        return random.Next(10) == 0 ? changed[..random.Next(changed.Length + 1)] : changed;
    }
}
