namespace Resident.EndToEnd.Tests.Run;

/// <summary>Runs the command as a user who may not look into the tests' programs.</summary>
internal static class AnotherUser
{
    // A copy that everybody may run, wherever the checkout lies.
    private const string AsNobody = """
        folder=$(mktemp -d) && cp -r "$(dirname "$0")/." "$folder" && chmod -R a+rX "$folder" && trap 'rm -r "$folder"' EXIT
        HOME="$folder" setpriv --reuid 65534 --regid 65534 --clear-groups "$folder/resident" "$@"
        """;

    /// <summary>Starts the command, or skips the test and says why.</summary>
    /// <param name="arguments">The command's own.</param>
    public static Launched Start(params string[] arguments)
    {
        var (program, all) = Command(arguments);
        return Launched.Start(program, all);
    }

    /// <summary>Gets the program and the arguments that run the command as that user, or skips the test and says
    /// why.</summary>
    /// <param name="arguments">The command's own.</param>
    public static (string Program, string[] Arguments) Command(params string[] arguments)
    {
        bool isRoot = string.Equals(Environment.UserName, "root", StringComparison.Ordinal);
        Assert.SkipUnless(isRoot && File.Exists("/usr/bin/setpriv"), "Only root can become another user (setpriv, util-linux).");
        return ("/bin/sh", ["-c", AsNobody, ResidentProgram.Path, .. arguments]);
    }
}
