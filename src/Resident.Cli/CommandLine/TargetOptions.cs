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

    public static Option<Uri?> Address(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "URL",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            {
                return address;
            }

            result.AddError($"{name}: Expected an address such as http://localhost:6060, found \"{text}\".");
            return null;
        },
    };
}
