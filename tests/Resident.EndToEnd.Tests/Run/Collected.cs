using System.Buffers;
using System.Text;

namespace Resident.EndToEnd.Tests.Run;

/// <summary>Reads a stream to its end and tells what came so far.</summary>
internal sealed class Collected
{
    private readonly Lock _lock = new();
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Collected(Stream stream)
    {
        All = ReadAsync(stream);
    }

    public Task<byte[]> All { get; }

    public async Task<string> HasAsync(string text)
    {
        while (true)
        {
            string soFar;
            Task more;
            lock (_lock)
            {
                soFar = Encoding.UTF8.GetString(_bytes.WrittenSpan);
                more = _more.Task;
            }

            if (soFar.Contains(text, StringComparison.Ordinal))
            {
                return soFar;
            }

            Assert.False(All.IsCompleted, $"The stream ended without \"{text}\". It held: {soFar}");
            await more;
        }
    }

    private async Task<byte[]> ReadAsync(Stream stream)
    {
        byte[] buffer = new byte[256 * 1024];
        int count;
        do
        {
            try
            {
                count = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
            }
            catch (ObjectDisposedException)
            {
                count = 0;
            }

            TaskCompletionSource wake;
            lock (_lock)
            {
                _bytes.Write(buffer.AsSpan(0, count));
                wake = _more;
                _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            wake.SetResult();
        }
        while (count > 0);

        lock (_lock)
        {
            return _bytes.WrittenSpan.ToArray();
        }
    }
}
