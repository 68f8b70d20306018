using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Resident.Sources.Prometheus;

namespace Resident.Cli.Prometheus;

/// <summary>The options of how a Prometheus server is reached. Secrets come out of a file or the environment.</summary>
internal sealed class PrometheusSettings
{
    /// <summary>The environment variable that may hold the bearer token.</summary>
    public const string TokenVariable = "RESIDENT_PROMETHEUS_TOKEN";

    /// <summary>The environment variable that may hold the password of basic authentication.</summary>
    public const string PasswordVariable = "RESIDENT_PROMETHEUS_PASSWORD";

    private const int MostSecretBytes = 64 * 1024;

    private readonly Option<string?> _tokenFile = Text("--prometheus-token-file", $"The file of its bearer token. Or {TokenVariable} in the environment.", "FILE");
    private readonly Option<string?> _token = new("--prometheus-token") { Description = "Its bearer token: others see it in the list of processes.", Hidden = true };
    private readonly Option<string?> _user = Text("--prometheus-user", "The user of its basic authentication.", "NAME");
    private readonly Option<string?> _passwordFile = Text("--prometheus-password-file", $"The file of the user's password. Or {PasswordVariable} in the environment.", "FILE");
    private readonly Option<string?> _authority = Text("--prometheus-ca-file", "The authority of its certificate, PEM, instead of the system's.", "FILE");
    private readonly Option<string?> _tenant = Text("--prometheus-tenant", "The tenant, sent as X-Scope-OrgID: Mimir.", "ID");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_tokenFile, _token, _user, _passwordFile, _authority, _tenant])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Takes what the command line, files and the environment say.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="option">The option that has the address, for errors.</param>
    /// <param name="address">The server.</param>
    /// <exception cref="WrongRequestException">A file cannot be read, or holds no secret.</exception>
    public PrometheusAccess Read(ParseResult result, string option, Uri address)
    {
        var (user, password) = UserOf(result, option, address);
        string? token = SecretOf(result, _tokenFile, TokenVariable);
        if (token is null && result.GetValue(_token) is { Length: > 0 } literal)
        {
            Warn($"--prometheus-token: Others see it in the list of processes. Use --prometheus-token-file, or {TokenVariable} in the environment.");
            token = Checked("--prometheus-token", literal);
        }

        if (token is not null && user is not null)
        {
            throw new WrongRequestException("Expected a bearer token or a user with a password, found both.");
        }

        return new()
        {
            Address = address,
            BearerToken = token,
            User = user,
            Password = password,
            Tenant = result.GetValue(_tenant) is { Length: > 0 } tenant ? Checked("--prometheus-tenant", tenant) : null,
            Authorities = result.GetValue(_authority) is { Length: > 0 } file ? AuthoritiesOf(file) : [],
        };
    }

    private static Option<string?> Text(string name, string description, string help) => new(name) { Description = description, HelpName = help };

    private static void Warn(string words) => Console.Error.WriteLine("resident: " + words);

    private static string? SecretOf(ParseResult result, Option<string?> option, string variable)
    {
        if (result.GetValue(option) is { Length: > 0 } file)
        {
            return Checked(option.Name, ReadFile(option.Name, file).Trim());
        }

        return Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? Checked(variable, value.Trim()) : null;
    }

    private static string ReadFile(string option, string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            byte[] bytes = new byte[MostSecretBytes];
            int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return System.Text.Encoding.UTF8.GetString(bytes, 0, length);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new WrongRequestException($"{option}: {file} cannot be read: {problem.Message}", problem);
        }
    }

    private static string Checked(string origin, string secret) =>
        secret.Length == 0 ? throw new WrongRequestException($"{origin}: Expected a secret, found nothing.")
        : secret.Any(static letter => letter is < ' ' or > '~') ? throw new WrongRequestException($"{origin}: Expected one line of printable ASCII, found other characters.")
        : secret;

    private static X509Certificate2[] AuthoritiesOf(string file)
    {
        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPemFile(file);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new WrongRequestException($"--prometheus-ca-file: {file} cannot be read: {problem.Message}", problem);
        }

        return found.Count == 0 ? throw new WrongRequestException($"--prometheus-ca-file: Expected certificates in PEM in {file}, found none.") : [.. found];
    }

    private (string? User, string? Password) UserOf(ParseResult result, string option, Uri address)
    {
        string? user = result.GetValue(_user);
        string? password = SecretOf(result, _passwordFile, PasswordVariable);
        if (user is null && address.UserInfo is { Length: > 0 } info)
        {
            string[] parts = info.Split(':', 2);
            user = Uri.UnescapeDataString(parts[0]);
            if (parts.Length == 2)
            {
                Warn($"{option}: Others see the password in the list of processes. Use --prometheus-password-file, or {PasswordVariable} in the environment.");
                password ??= Checked(option, Uri.UnescapeDataString(parts[1]));
            }
        }

        return user is null ? (null, null)
            : password is null ? throw new WrongRequestException($"--prometheus-user: Expected a password too: --prometheus-password-file, or {PasswordVariable} in the environment.")
            : (user, password);
    }
}
