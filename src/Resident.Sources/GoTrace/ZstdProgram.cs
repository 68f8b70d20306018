using System.ComponentModel;
using System.Diagnostics;
using Resident.Model;

namespace Resident.Sources.GoTrace;

/// <summary>Decompresses with the zstd program: .NET 10 has no decoder for it.</summary>
internal sealed class ZstdProgram : IAsyncDisposable
{
    private const int MostQuoted = 80;

    private readonly Process _process;
    private readonly Task _feeding;
    private readonly Task<string> _words;
    private readonly string _name;

    private ZstdProgram(Process process, Stream input, string name, CancellationToken cancellationToken)
    {
        _process = process;
        _name = name;
        _words = process.StandardError.ReadToEndAsync(cancellationToken);
        _feeding = FeedAsync(process, input, cancellationToken);
    }

    /// <summary>Gets the decompressed bytes.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>Starts the program and feeds it.</summary>
    /// <exception cref="IOException">There is no zstd program.</exception>
    public static ZstdProgram Start(Stream input, string name, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("zstd", ["--decompress", "--stdout", "--quiet", "--memory=128MB"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            var process = Process.Start(start) ?? throw new IOException($"{name}: The zstd program did not start.");
            return new ZstdProgram(process, input, name, cancellationToken);
        }
        catch (Win32Exception missing)
        {
            throw new IOException(
                $"{name}: Found zstd data, expected the program \"zstd\" to decompress it; install the package zstd, or decompress the file first.",
                missing);
        }
    }

    /// <summary>Waits for the program's end.</summary>
    /// <exception cref="MalformedInputException">It found the data damaged.</exception>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        await _feeding.ConfigureAwait(false);
        await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        if (_process.ExitCode != 0)
        {
            string words = (await _words.ConfigureAwait(false)).Trim();
            throw new MalformedInputException($"{_name}: The zstd data is damaged: {words[..Math.Min(words.Length, MostQuoted)]}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync().ConfigureAwait(false);
        }

        _process.Dispose();
    }

    private static async Task FeedAsync(Process process, Stream input, CancellationToken cancellationToken)
    {
        try
        {
            var target = process.StandardInput.BaseStream;
            await using (target.ConfigureAwait(false))
            {
                await input.CopyToAsync(target, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (IOException) when (!cancellationToken.IsCancellationRequested)
        {
            // The program ended before its input did: its exit code and its words say why.
        }
    }
}
