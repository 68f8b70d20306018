using System.Text;

namespace Resident.Cli.Sessions;

/// <summary>Opens a browser at an address with a token in it: through a file that its user alone can read and that is
/// gone soon, for a program's arguments can be read by every user of the machine.</summary>
internal static class BrowserDoor
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(30);

    /// <summary>Opens an address.</summary>
    /// <param name="address">Where.</param>
    /// <param name="isSecret">Whether it has a token in it.</param>
    /// <returns>False where no program would.</returns>
    public static bool TryOpen(Uri address, bool isSecret)
    {
        if (!isSecret)
        {
            return Browser.TryOpen(address);
        }

        // The folder is made with rights for its user alone.
        string folder = Directory.CreateTempSubdirectory("resident-").FullName;
        string file = Path.Combine(folder, "open.html");
        string page = $"<!doctype html><meta charset=\"utf-8\"><title>Resident</title><meta http-equiv=\"refresh\" content=\"0;url={System.Net.WebUtility.HtmlEncode(address.AbsoluteUri)}\">";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(file, options))
        {
            stream.Write(Encoding.UTF8.GetBytes(page));
        }

        bool isOpened = Browser.TryOpen(new Uri(file));
        _ = RemoveAsync(folder, isOpened ? Kept : TimeSpan.Zero);
        return isOpened;
    }

    private static async Task RemoveAsync(string folder, TimeSpan after)
    {
        await Task.Delay(after, TimeProvider.System);
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Somebody has cleaned up before.
        }
    }
}
