using System.Text;

namespace Resident.Cli.CommandLine;

/// <summary>The one rule for secrets: out of a file (@FILE), standard input (-) or the environment. A command line can
/// be read by every user of the machine, so a secret that stands there is taken with a warning.</summary>
internal static class SecretText
{
    private const int MostBytes = 4096;

    /// <summary>Reads a secret.</summary>
    /// <param name="option">The option that gives it, for messages.</param>
    /// <param name="given">What the command line says, or null.</param>
    /// <param name="variable">The variable that may have it, or null.</param>
    /// <returns>Null where nobody gives one.</returns>
    /// <exception cref="WrongRequestException">It is empty, or the file cannot be read.</exception>
    public static string? Read(string option, string? given, string? variable)
    {
        if (given is null)
        {
            given = variable is null ? null : Environment.GetEnvironmentVariable(variable);
            return given is null ? null : Check(variable!, given);
        }

        switch (given)
        {
            case "-":
                return Check(option + " -", Console.In.ReadLine() ?? "");
            case ['@', .. var path]:
                return Check(option, ReadFile(option, path));
            default:
                string secret = Check(option, given);
                Console.Error.WriteLine($"resident: {option}: A secret on the command line can be read by every user of this machine. {option} @FILE or - (standard input) hides it.");
                return secret;
        }
    }

    private static string Check(string where, string secret)
    {
        string trimmed = secret.Trim();
        return trimmed.Length > 0 ? trimmed : throw new WrongRequestException($"{where}: Expected a secret, found nothing.");
    }

    private static string ReadFile(string option, string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            byte[] bytes = new byte[MostBytes];
            int count = file.ReadAtLeast(bytes, MostBytes, throwOnEndOfStream: false);
            return Encoding.UTF8.GetString(bytes, 0, count).Split('\n')[0];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new WrongRequestException($"{option}: {path} cannot be read: {problem.Message}", problem);
        }
    }
}
