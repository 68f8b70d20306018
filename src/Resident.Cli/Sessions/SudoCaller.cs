using System.Globalization;

namespace Resident.Cli.Sessions;

/// <summary>Tells who called sudo, if that is how we became root: the page is theirs to see, too.</summary>
internal static class SudoCaller
{
    /// <summary>Finds the user's number, or null.</summary>
    public static uint? Find() =>
        Environment.IsPrivilegedProcess && uint.TryParse(Environment.GetEnvironmentVariable("SUDO_UID"), NumberStyles.None, CultureInfo.InvariantCulture, out uint user)
            ? user
            : null;
}
