namespace Resident.Store.Tests;

public sealed class RecordingFullTests
{
    [Fact]
    public void Append_OnAFullDisk_SaysSoAndGoesOnWhenThereIsRoom()
    {
        using var disk = SmallDisk.Mount(1_600);
        string file = Path.Combine(disk.Folder, "full.resident");
        var walk = new Walk(1);
        long written = 0;
        RecordedStep refused;
        using (var writer = RecordingWriter.Open(file, new RecordingOptions { Name = "full" }))
        {
            while (true)
            {
                refused = walk.NextStep();
                try
                {
                    writer.Append(refused);
                    written++;
                }
                catch (RecordingFullException full)
                {
                    Assert.StartsWith($"{file}: ", full.Message, StringComparison.Ordinal);
                    break;
                }

                Assert.InRange(written, 0, 100_000);
            }

            Assert.Throws<RecordingFullException>(() => writer.Append(refused));
            disk.Grow(8_192);
            writer.Append(refused);
            for (int i = 0; i < 1_000; i++)
            {
                writer.Append(walk.NextStep());
            }
        }

        using var reader = RecordingReader.Open(file);

        Assert.True(written > 100, $"Only {written} rows fitted.");
        Assert.Equal(written + 1_001, reader.ReadSamples().Count());
        Assert.Empty(reader.Check());
    }

    [Fact]
    public void Open_OnAFullDisk_SaysSo()
    {
        using var disk = SmallDisk.Mount(16);
        string file = Path.Combine(disk.Folder, "full.resident");

        var full = Assert.Throws<RecordingFullException>(() => RecordingWriter.Open(file, new RecordingOptions { Name = "full" }));

        Assert.StartsWith($"{file}: ", full.Message, StringComparison.Ordinal);
    }
}
