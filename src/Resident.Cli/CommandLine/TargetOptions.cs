using System.CommandLine;

namespace Resident.Cli.CommandLine;

/// <summary>How commands are told what to look at.</summary>
internal static class TargetOptions
{
    public static Argument<string> Target() => new("TARGET")
    {
        Description = "A PID, a name or part of a command line, a program's file, cgroup:PATH, or http://HOST:PORT.",
    };

    public static Option<Uri?> Endpoint() => Address("--endpoint", "Where the process serves /debug/vars, /metrics or /debug/pprof/.");

    public static Option<Uri?> Address(string name, string description, bool mayHoldPassword = false) => new(name)
    {
        Description = description,
        HelpName = "URL",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (text is "-" or ['@', ..] && mayHoldPassword)
            {
                try
                {
                    text = SecretText.Read(name, text, variable: null)!;
                }
                catch (WrongRequestException problem)
                {
                    result.AddError(problem.Message);
                    return null;
                }

                if (Uri.TryCreate(text, UriKind.Absolute, out var secret) && secret.Scheme is "http" or "https")
                {
                    return secret;
                }

                result.AddError($"{name}: Expected an address such as https://hooks.example.com/T0/B0 in {result.Tokens[0].Value}, found something else.");
                return null;
            }

            if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            {
                if (mayHoldPassword || address.UserInfo.Length == 0)
                {
                    return address;
                }

                result.AddError($"{name}: Expected an address without a user and password, found those of {address.Host}: they would not be sent.");
                return null;
            }

            result.AddError($"{name}: Expected an address such as http://localhost:6060, found \"{text}\".");
            return null;
        },
    };
}
