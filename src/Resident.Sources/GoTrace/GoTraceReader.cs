using System.IO.Compression;
using Resident.Model;

namespace Resident.Sources.GoTrace;

/// <summary>Feeds a <see cref="TraceSplitter"/> from a stream or a log file: plain, .gz or .zst, at rest or growing.</summary>
/// <remarks>What is compressed is told by its first bytes, not by its name.</remarks>
public sealed class GoTraceReader
{
    private const int BufferBytes = 64 * 1024;
    private const int LongestMagic = 4;
    private const int BytesPerCode = 16;

    /// <summary>A followed log is quiet for so many polls, two seconds, before what is held goes on: nobody waits for it, and the rest of a
    /// torn line may come late.</summary>
    private const int QuietPolls = 8;

    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    private readonly TraceSplitter _splitter;
    private readonly TimeProvider _time;
    private readonly Func<CancellationToken, ValueTask>? _afterPush;

    /// <summary>Initializes a new instance of the <see cref="GoTraceReader"/> class.</summary>
    /// <param name="splitter">Takes the bytes. It is told when the stream falls quiet and when it ends.</param>
    /// <param name="time">The clock for quiet streams and for following.</param>
    /// <param name="afterPush">Called after each piece, so that the caller can forward what was passed through; null: nothing is called.</param>
    public GoTraceReader(TraceSplitter splitter, TimeProvider time, Func<CancellationToken, ValueTask>? afterPush = null)
    {
        _splitter = splitter;
        _time = time;
        _afterPush = afterPush;
    }

    /// <summary>Gets a value indicating whether the last file was written newest first, and was read from its last line
    /// to its first.</summary>
    public bool RunsBackwards { get; private set; }

    /// <summary>Reads a stream to its end. The caller owns <paramref name="stream"/>.</summary>
    /// <param name="stream">A pipe or any other stream of bytes.</param>
    /// <param name="name">Its name in messages.</param>
    /// <param name="cancellationToken">Ends the reading; what came so far was handed on.</param>
    /// <exception cref="MalformedInputException">It is compressed and damaged.</exception>
    /// <exception cref="IOException">It cannot be read, or is .zst and there is no zstd program.</exception>
    public async Task ReadAsync(Stream stream, string name, CancellationToken cancellationToken)
    {
        byte[] magic = new byte[LongestMagic];
        int count = await ReadMagicAsync(stream, magic, cancellationToken).ConfigureAwait(false);
        var whole = new PrefixedStream(magic.AsMemory(0, count), stream);
        await using (whole.ConfigureAwait(false))
        {
            await ReadDecodedAsync(whole, magic.AsMemory(0, count), name, cancellationToken).ConfigureAwait(false);
        }

        await CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a file to its end; one that is not compressed and was written newest first, from its
    /// end.</summary>
    /// <exception cref="MalformedInputException">It is compressed and damaged, or no text at all.</exception>
    /// <exception cref="IOException">It cannot be read, or is .zst and there is no zstd program.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public async Task ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        var file = Open(path);
        await using (file.ConfigureAwait(false))
        {
            await RejectBinaryAsync(file, path, cancellationToken).ConfigureAwait(false);
            RunsBackwards = file.CanSeek && NewestFirst.IsOrderOf(file);
            await ReadAsync(RunsBackwards ? NewestFirst.Turn(file, path) : file, path, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads a plain log file, and goes on as it grows, is rotated or is cut, until cancelled.</summary>
    /// <returns>A task that ends, without an error, when <paramref name="cancellationToken"/> says so.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public async Task FollowFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var file = Open(path);
                await using (file.ConfigureAwait(false))
                {
                    await FollowOneAsync(file, path, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await CompleteAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static FileStream Open(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite | FileShare.Delete,
        Options = FileOptions.SequentialScan,
        BufferSize = 0,
    });

    private static async Task<int> ReadMagicAsync(Stream stream, byte[] magic, CancellationToken cancellationToken)
    {
        int count = 0;
        while (count < magic.Length && (count == 0 || IsMagic(magic.AsSpan(0, count))))
        {
            int read = await stream.ReadAsync(magic.AsMemory(count), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            count += read;
        }

        return count;
    }

    private static bool IsMagic(ReadOnlySpan<byte> bytes) => Starts(bytes, [0x1F, 0x8B]) || Starts(bytes, [0x28, 0xB5, 0x2F, 0xFD]);

    private static bool Starts(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> magic) =>
        bytes.StartsWith(magic) || magic.StartsWith(bytes);

    private static async Task RejectBinaryAsync(FileStream file, string path, CancellationToken cancellationToken)
    {
        if (!file.CanSeek)
        {
            return;
        }

        byte[] start = new byte[LongestMagic * 1024];
        int count = await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        file.Position = 0;
        bool compressed = count >= LongestMagic && IsMagic(start.AsSpan(0, LongestMagic));
        int zero = compressed ? -1 : ZeroOfBinary(start.AsSpan(0, count));
        if (zero >= 0)
        {
            throw MalformedInputException.AtOffset(path, zero, "Found a zero byte, expected a log of text lines (plain, .gz or .zst).");
        }
    }

    /// <summary>Finds the first zero byte of what is no text. A log may begin with zeros, where it was cut while its program went on to write at
    /// its old place, and may hold a few; of a text, few bytes are control codes.</summary>
    /// <returns>Its place, or -1.</returns>
    private static int ZeroOfBinary(ReadOnlySpan<byte> start)
    {
        int text = start.IndexOfAnyExcept((byte)0);
        var rest = text < 0 ? [] : start[text..];
        int zero = rest.IndexOf((byte)0);
        int codes = 0;
        foreach (byte value in rest)
        {
            codes += value < 0x20 && !"\t\n\r\u001b"u8.Contains(value) ? 1 : 0;
        }

        return zero >= 0 && codes > rest.Length / BytesPerCode ? text + zero : -1;
    }

    /// <summary>Tells whether a log was renamed or deleted: the kernel names an open file by where it is now.</summary>
    private static bool IsReplaced(FileStream file, string path)
    {
        string link = $"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}";
        string? now = File.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName;
        string asked = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        return now is not null && File.Exists(path) && !string.Equals(now, asked, StringComparison.Ordinal);
    }

    private async Task ReadDecodedAsync(Stream whole, ReadOnlyMemory<byte> magic, string name, CancellationToken cancellationToken)
    {
        if (magic.Length >= 2 && Starts(magic.Span, [0x1F, 0x8B]))
        {
            var input = new GzipEnd(whole);
            await using (input.ConfigureAwait(false))
            {
                var gzip = new GZipStream(input, CompressionMode.Decompress, leaveOpen: true);
                await using (gzip.ConfigureAwait(false))
                {
                    long bytes = await PumpDamagedAsync(gzip, name, cancellationToken).ConfigureAwait(false);
                    if (input.IsCut(bytes))
                    {
                        await CompleteAsync(cancellationToken).ConfigureAwait(false);
                        throw new MalformedInputException(
                            $"{name}: The gzip data is damaged: it ends too early, after {bytes} bytes of text; the lines before were read. Copy the file again.");
                    }
                }
            }
        }
        else if (magic.Length == LongestMagic && IsMagic(magic.Span))
        {
            var zstd = ZstdProgram.Start(whole, name, cancellationToken);
            await using (zstd.ConfigureAwait(false))
            {
                _ = await PumpAsync(zstd.Output, cancellationToken).ConfigureAwait(false);
                await zstd.FinishAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        else
        {
            _ = await PumpAsync(whole, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<long> PumpDamagedAsync(GZipStream gzip, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await PumpAsync(gzip, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException broken)
        {
            await CompleteAsync(cancellationToken).ConfigureAwait(false);
            throw new MalformedInputException($"{name}: The gzip data is damaged: {broken.Message}", broken);
        }
    }

    private async Task<long> PumpAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[BufferBytes];
        long total = 0;
        while (true)
        {
            int count = await ReadOrFlushAsync(stream, buffer, cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                return total;
            }

            total += count;
            _splitter.Push(buffer.AsSpan(0, count));
            await ForwardAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads, and lets held bytes go when nothing comes for a while.</summary>
    private async ValueTask<int> ReadOrFlushAsync(Stream stream, byte[] buffer, CancellationToken cancellationToken)
    {
        var reading = stream.ReadAsync(buffer, cancellationToken);
        if (reading.IsCompleted || !_splitter.HasHeld)
        {
            return await reading.ConfigureAwait(false);
        }

        var task = reading.AsTask();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (await Task.WhenAny(task, Task.Delay(Quiet, _time, stop.Token)).ConfigureAwait(false) != task)
        {
            _splitter.FlushHeld();
            await ForwardAsync(cancellationToken).ConfigureAwait(false);
        }

        await stop.CancelAsync().ConfigureAwait(false);
        return await task.ConfigureAwait(false);
    }

    private async Task FollowOneAsync(FileStream file, string path, CancellationToken cancellationToken)
    {
        int quiet = 0;
        while (true)
        {
            bool replaced = IsReplaced(file, path);
            quiet = await PumpAsync(file, cancellationToken).ConfigureAwait(false) > 0 ? 0 : quiet + 1;
            if (replaced)
            {
                return;
            }

            if (quiet % QuietPolls == QuietPolls - 1 && _splitter.HasHeld)
            {
                _splitter.FlushHeld();
                await ForwardAsync(cancellationToken).ConfigureAwait(false);
            }

            await Task.Delay(Poll, _time, cancellationToken).ConfigureAwait(false);
            if (file.Length < file.Position)
            {
                file.Position = 0;
            }
        }
    }

    private async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        _splitter.Complete();
        await ForwardAsync(cancellationToken).ConfigureAwait(false);
    }

    private ValueTask ForwardAsync(CancellationToken cancellationToken) => _afterPush?.Invoke(cancellationToken) ?? ValueTask.CompletedTask;
}
