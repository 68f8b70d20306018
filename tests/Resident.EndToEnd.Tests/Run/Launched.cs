using System.Diagnostics;
using System.Globalization;
using System.Text;
using Resident.Cli.Run;

namespace Resident.EndToEnd.Tests.Run;

/// <summary>A started process whose output is collected byte for byte.</summary>
internal sealed class Launched : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly Collected _stdout;
    private readonly Collected _stderr;

    private Launched(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _stdout = new Collected(_process.StandardOutput.BaseStream);
        _stderr = new Collected(_process.StandardError.BaseStream);
    }

    public int Id => _process.Id;

    /// <summary>Gets the process's number as an argument.</summary>
    public string Pid => Id.ToString(CultureInfo.InvariantCulture);

    public Stream Stdin => _process.StandardInput.BaseStream;

    /// <summary>Starts <c>resident __run -- COMMAND</c>.</summary>
    public static Launched Run(params string[] command) => RunWith([], command);

    /// <summary>Starts <c>resident __run OPTIONS -- COMMAND</c>.</summary>
    public static Launched RunWith(string[] options, string[] command, params (string Name, string? Value)[] environment) =>
        Start(ResidentProgram.Path, ["__run", .. options, "--", .. command], environment);

    /// <summary>Starts any program.</summary>
    public static Launched Start(string program, string[] arguments, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new Launched(start);
    }

    /// <summary>Waits for the end of the process; 128 and the signal where one ended it.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Waits until everybody has closed stdout.</summary>
    public async Task<byte[]> StdoutAsync() => await _stdout.All.WaitAsync(Patience, TestContext.Current.CancellationToken);

    /// <summary>Waits until everybody has closed stderr.</summary>
    public async Task<byte[]> StderrAsync() => await _stderr.All.WaitAsync(Patience, TestContext.Current.CancellationToken);

    public async Task<string> StdoutTextAsync() => Encoding.UTF8.GetString(await StdoutAsync());

    public async Task<string> StderrTextAsync() => Encoding.UTF8.GetString(await StderrAsync());

    /// <summary>Waits until stdout holds a text, and gives stdout up to now.</summary>
    public Task<string> StdoutHasAsync(string text) => _stdout.HasAsync(text).WaitAsync(Patience, TestContext.Current.CancellationToken);

    /// <summary>Waits until stderr holds a text, and gives stderr up to now.</summary>
    public Task<string> StderrHasAsync(string text) => _stderr.HasAsync(text).WaitAsync(Patience, TestContext.Current.CancellationToken);

    /// <summary>Sends a signal to the process alone.</summary>
    public void Signal(int signal) => Assert.Equal(0, NativeMethods.Kill(Id, signal));

    /// <summary>Finds the relay among the children of the process.</summary>
    public int RelayId() => ProcessTree.Descendants(Id).First(static id => string.Equals(Comm(id), Relay.ProcessName, StringComparison.Ordinal));

    /// <summary>Closes our reading end of stderr while the program runs.</summary>
    public void CloseStderr() => _process.StandardError.BaseStream.Dispose();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private static string Comm(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/comm").TrimEnd();
        }
        catch (IOException)
        {
            return "";
        }
    }
}
