using System.Text.Json;

namespace Resident.Cli.Sessions;

/// <summary>Makes a document's bytes.</summary>
internal static class JsonBytes
{
    /// <summary>Runs what writes a document.</summary>
    /// <returns>Its UTF-8, without a line's end.</returns>
    public static byte[] Of(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            write(json);
        }

        return stream.ToArray();
    }
}
