using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Resident.Cli.Pprof.Arguments;

namespace Resident.Cli.Pprof.Output;

/// <summary>Hands results to graphviz and to programs that show them.</summary>
internal static class PprofViewer
{
    private const int MostFiles = 10000;

    /// <summary>Finds a file name that is not taken.</summary>
    public static string NewFile(string prefix, string extension, bool isTemporary, PprofHost host)
    {
        string folder = host.Environment("PPROF_TMPDIR") is { Length: > 0 } set ? set : isTemporary ? Path.GetTempPath() : host.PathOf(".");
        for (int i = 1; i < MostFiles; i++)
        {
            string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{prefix}{i:D3}.{extension}"));
            if (!File.Exists(path))
            {
                return path;
            }
        }

        throw new PprofErrorException($"could not create file of the form {prefix}XXX.{extension} in {folder}");
    }

    /// <summary>Turns a graph into an image.</summary>
    /// <exception cref="PprofErrorException">Graphviz is not there or fails.</exception>
    public static void RunGraphviz(MemoryStream dot, string format, Stream output)
    {
        var start = new ProcessStartInfo("dot", ["-T" + format]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        try
        {
            using var process = Process.Start(start)!;
            var feeding = Task.Run(() =>
            {
                dot.WriteTo(process.StandardInput.BaseStream);
                process.StandardInput.Close();
            });
            using var image = new MemoryStream();
            process.StandardOutput.BaseStream.CopyTo(image);
            feeding.GetAwaiter().GetResult();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new PprofErrorException(string.Create(CultureInfo.InvariantCulture, $"failed to execute dot. Is Graphviz installed? Error: exit status {process.ExitCode}"));
            }

            output.Write(format is "svg" ? SvgPan.Wrap(image.ToArray()) : image.ToArray());
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            throw new PprofErrorException("failed to execute dot. Is Graphviz installed? Error: exec: \"dot\": executable file not found in $PATH", e);
        }
    }

    /// <summary>Opens a file with the first program that is there.</summary>
    /// <exception cref="PprofErrorException">None is there.</exception>
    public static void Open(string[] viewers, string path, PprofHost host)
    {
        foreach (string viewer in viewers.SelectMany(viewer => viewer is PprofCommandTable.Browser ? Browsers(host) : [viewer]))
        {
            string[] words = viewer.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            try
            {
                using var process = Process.Start(new ProcessStartInfo(words[0], [.. words.Skip(1), path]) { UseShellExecute = false });
                return;
            }
            catch (Win32Exception)
            {
                // Not installed: the next one is tried.
            }
        }

        throw new PprofErrorException($"could not find a program to show {path} (tried {string.Join(", ", viewers)})");
    }

    private static IEnumerable<string> Browsers(PprofHost host)
    {
        if (host.Environment("BROWSER") is { Length: > 0 } browser)
        {
            yield return browser;
        }

        foreach (string name in new[] { "chrome", "google-chrome", "chromium", "firefox", "sensible-browser" })
        {
            yield return name;
        }

        if (host.Environment("DISPLAY") is { Length: > 0 })
        {
            yield return "xdg-open";
        }
    }
}
