using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Resident.Cli.Pprof;

/// <summary>Runs programs of others: disassemblers and symbolizers.</summary>
internal static class PprofTool
{
    private const int MostCharacters = 256 * 1024 * 1024;
    private const int BlockCharacters = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Runs a program in the root folder and returns what it prints; null where it is not installed.</summary>
    /// <param name="program">Its name on PATH, or its path.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="environment">Variables that it gets besides ours.</param>
    /// <exception cref="PprofErrorException">It fails, takes too long or prints too much.</exception>
    public static string? Run(string program, IReadOnlyList<string> args, string input = "", params ReadOnlySpan<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(program, args)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            using var process = Process.Start(start)!;
            return Converse(process, program, input);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static string Converse(Process process, string program, string input)
    {
        using var timer = new Timer(_ => Kill(process), null, Patience, Timeout.InfiniteTimeSpan);
        var words = process.StandardError.ReadToEndAsync();
        var feeding = Task.Run(() => Feed(process, input));
        string? output = ReadBounded(process.StandardOutput);
        if (output is null)
        {
            Kill(process);
        }

        feeding.GetAwaiter().GetResult();
        process.WaitForExit();
        string complaint = words.GetAwaiter().GetResult().Trim().Split('\n')[0];
        if (output is null)
        {
            throw new PprofErrorException($"{program} printed more than {MostCharacters.ToString(CultureInfo.InvariantCulture)} characters");
        }

        return process.ExitCode == 0
            ? output
            : throw new PprofErrorException(string.Create(CultureInfo.InvariantCulture, $"{program} failed with exit status {process.ExitCode}: {complaint}"));
    }

    private static void Feed(Process process, string input)
    {
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it read all. Its exit status tells.
        }
    }

    private static string? ReadBounded(StreamReader reader)
    {
        var text = new System.Text.StringBuilder();
        char[] block = new char[BlockCharacters];
        int count;
        while ((count = reader.Read(block)) > 0)
        {
            if (text.Length + count > MostCharacters)
            {
                return null;
            }

            text.Append(block, 0, count);
        }

        return text.ToString();
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has ended.
        }
    }
}
