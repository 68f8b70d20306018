using Resident.Cli.Pprof.Arguments;
using Resident.Cli.Pprof.Fetching;
using Resident.Cli.Pprof.Output;
using Resident.Cli.Pprof.Shell;
using Resident.Cli.Pprof.Symbols;
using Resident.Model;

namespace Resident.Cli.Pprof;

/// <summary>resident pprof: what go tool pprof does.</summary>
internal static class PprofCommand
{
    private const int Refused = 2;

    /// <summary>Runs the command in this process.</summary>
    /// <param name="args">The arguments after "pprof".</param>
    /// <returns>The exit status: 0, or 2 after an error as go tool pprof has it.</returns>
    public static int Run(string[] args) => Run(args, PprofHost.OfProcess());

    /// <summary>Runs the command with the given outside.</summary>
    /// <param name="args">The arguments after "pprof".</param>
    /// <param name="host">What the command sees of the outside.</param>
    /// <returns>The exit status: 0, or 2 after an error as go tool pprof has it.</returns>
    public static int Run(IReadOnlyList<string> args, PprofHost host)
    {
        try
        {
            var arguments = PprofArgumentParser.Parse(args, static path => PprofObjectFile.IsObjectFile(path));
            if (arguments is null)
            {
                host.Error.Write(PprofUsage.Text());
                return 0;
            }

            return Run(arguments, host);
        }
        catch (Exception e) when (e is PprofErrorException or MalformedInputException or LimitExceededException
            or IOException or UnauthorizedAccessException or HttpRequestException)
        {
            host.Say(e.Message);
            return Refused;
        }
        finally
        {
            host.Error.Flush();
        }
    }

    private static int Run(PprofArguments arguments, PprofHost host)
    {
        foreach (string notice in arguments.Notices)
        {
            host.Say(notice);
        }

        var fetcher = new PprofFetcher(arguments, host);
        var profile = fetcher.Fetch();
        if (arguments.Command is { } command)
        {
            new PprofReporter(profile, host) { Unchanged = fetcher.Unchanged }.Generate(command, arguments.Parameter, arguments.Config);
            return 0;
        }

        if (arguments.Http.Length > 0)
        {
            PprofWeb.Serve(profile, arguments, host);
            return 0;
        }

        new PprofShell(profile, arguments.Config, host).Run();
        return 0;
    }
}
