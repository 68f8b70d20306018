using System.ComponentModel;
using System.Diagnostics;

namespace Resident.Cli.Sessions;

/// <summary>Opens the page for the person at this screen, where there is one.</summary>
internal static class Browser
{
    private static readonly string[] Openers = ["xdg-open", "sensible-browser", "chromium", "google-chrome", "firefox"];

    /// <summary>Tells whether a browser would show up in front of the person: a display, and no remote shell.</summary>
    public static bool IsWorthTrying() =>
        IsSet("DISPLAY") || IsSet("WAYLAND_DISPLAY") ? !IsSet("SSH_CONNECTION") && !Console.IsErrorRedirected : IsSet("BROWSER");

    /// <summary>Opens an address.</summary>
    /// <returns>False where no program would.</returns>
    public static bool TryOpen(Uri address)
    {
        string? chosen = Environment.GetEnvironmentVariable("BROWSER");
        string[] programs = string.IsNullOrEmpty(chosen) ? Openers : [chosen, .. Openers];
        return programs.Any(program => TryStart(program, address));
    }

    private static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));

    private static bool TryStart(string program, Uri address)
    {
        try
        {
            using var started = Process.Start(new ProcessStartInfo(program, [address.ToString()])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
            return started is not null;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
