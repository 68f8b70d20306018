using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using Resident.Cli.Pprof.Arguments;
using Resident.Cli.Sessions;
using Resident.Model.Profiles;
using Resident.Web;
using Resident.Web.Profiles;

namespace Resident.Cli.Pprof.Output;

/// <summary>-http: serves a profile until the command is told to end.</summary>
internal static class PprofWeb
{
    /// <summary>Serves.</summary>
    /// <exception cref="PprofErrorException">The address is none, or cannot be listened on.</exception>
    public static void Serve(Profile profile, PprofArguments arguments, PprofHost host)
    {
        var options = Parse(arguments.Http, host.Clock);
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        ServeAsync(new PprofAnswers(profile, arguments.Config, host), options, arguments.NoBrowser, host, stopping.Task).GetAwaiter().GetResult();

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            _ = stopping.TrySetResult();
        }
    }

    /// <summary>Reads "[host]:[port]"; an empty host is this machine alone, an empty port a free one.</summary>
    /// <exception cref="PprofErrorException">It is no address.</exception>
    internal static PageOptions Parse(string text, TimeProvider clock)
    {
        int colon = text.LastIndexOf(':');
        if (colon < 0)
        {
            throw new PprofErrorException("-http needs HOST:PORT, either of which may be left out");
        }

        string name = text[..colon].Trim('[', ']');
        string port = text[(colon + 1)..];
        int number = 0;
        if (port.Length > 0 && (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out number) || number > IPEndPoint.MaxPort))
        {
            throw new PprofErrorException($"-http needs a port from 0 to {IPEndPoint.MaxPort.ToString(CultureInfo.InvariantCulture)}, not {GoText.Quote(port)}");
        }

        var address = IPAddress.Loopback;
        if (name.Length > 0 && name is not "localhost" && !IPAddress.TryParse(name, out address))
        {
            throw new PprofErrorException($"-http needs an address of this machine or localhost, not {GoText.Quote(name)}");
        }

        return new PageOptions { ListenAddress = address ?? IPAddress.Loopback, Port = number, ListenOption = "-http", Clock = clock, Caller = SudoCaller.Find() };
    }

    private static async Task ServeAsync(PprofAnswers answers, PageOptions options, bool noBrowser, PprofHost host, Task stopping)
    {
        try
        {
            await using var server = await ProfileServer.StartAsync(answers, options, CancellationToken.None).ConfigureAwait(false);
            host.Say($"Serving web UI on {server.Url}");
            await host.Error.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            if (!noBrowser && Browser.IsWorthTrying())
            {
                Browser.TryOpen(server.Url);
            }

            await stopping.ConfigureAwait(false);
        }
        catch (PageAddressUnavailableException e)
        {
            throw new PprofErrorException(e.Message, e);
        }
    }
}
