using System.Buffers;
using System.Text.Json;

namespace Resident.Cli.Sessions;

/// <summary>Writes documents to stdout, one a line, each of them whole and at once.</summary>
internal sealed class JsonLines : IDisposable
{
    private readonly Stream _output = Console.OpenStandardOutput();
    private readonly ArrayBufferWriter<byte> _buffer = new(4_096);

    /// <summary>Gets where a document's bytes go before <see cref="Send"/>.</summary>
    public IBufferWriter<byte> Buffer => _buffer;

    /// <summary>Gets how many bytes wait.</summary>
    public int Pending => _buffer.WrittenCount;

    /// <summary>Sends what was written.</summary>
    /// <exception cref="IOException">Nobody reads any more, or the disk is full.</exception>
    public void Send()
    {
        _output.Write(_buffer.WrittenSpan);
        _output.Flush();
        _buffer.ResetWrittenCount();
    }

    /// <summary>Writes one document and sends it.</summary>
    public void SendDocument(Action<Utf8JsonWriter> write)
    {
        using (var writer = new Utf8JsonWriter(_buffer))
        {
            write(writer);
        }

        _buffer.Write("\n"u8);
        Send();
    }

    /// <inheritdoc/>
    public void Dispose() => _output.Dispose();
}
