using Microsoft.Data.Sqlite;
using Resident.Model;

namespace Resident.Store.Tests;

/// <summary>What the attack's tests do with recordings: make one, change it, read all of it, write on.</summary>
internal static class Handling
{
    public static RecordingOptions Options { get; } = new() { Name = "orders-api" };

    public static void Record(string file, int rows)
    {
        using var writer = RecordingWriter.Open(file, Options);
        var walk = new Walk(3);
        for (int row = 0; row < rows; row++)
        {
            var step = walk.NextStep();
            writer.Append(row == 0 ? step with { Run = new RecordedRun { Number = 0, FromUnixMs = step.UnixMs, Name = "orders-api", Pid = 7, Sources = ["memory"] }, Events = [new RecordedEvent(step.UnixMs, "mark", "begin")] } : step);
        }
    }

    public static void Change(string file, string sql, IEnumerable<byte[]>? tail = null)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the test's own words
        command.CommandText = sql;
#pragma warning restore CA2100
        _ = command.ExecuteNonQuery();
        using var transaction = connection.BeginTransaction();
        command.Transaction = transaction;
        command.CommandText = "INSERT INTO tail(log, ms, data) SELECT log, ms, $data FROM tail WHERE id = 1";
        foreach (byte[] row in tail ?? [])
        {
            command.Parameters.Clear();
            _ = command.Parameters.AddWithValue("$data", row);
            _ = command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    public static void ReadAll(string file) => Damage(() =>
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

    public static void GoOn(string file) => Damage(() =>
    {
        using var writer = RecordingWriter.Open(file, Options);
        Damage(() => _ = writer.Runs());
        var walk = new Walk(9);
        for (int row = 0; row < 5; row++)
        {
            Damage(() => writer.Append(walk.NextStep()));
        }
    });

    /// <summary>Writes on until rows are sealed, and old ones thinned and dropped.</summary>
    public static void GoOnForLong(string file) => Damage(() =>
    {
        RetentionPolicy policy = new()
        {
            Tiers = [new(TimeSpan.Zero, TimeSpan.FromMinutes(1)), new(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(2)), new(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(3))],
        };
        using var writer = RecordingWriter.Open(file, Options with { Retention = policy });
        var walk = new Walk(9);
        for (int part = 0; part < 2; part++)
        {
            Damage(() => writer.Append([.. Enumerable.Range(0, 500).Select(_ => walk.NextStep())]));
        }
    });

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
}
