using Resident.Model.Profiles;

namespace Resident.Cli.Pprof.Symbols;

/// <summary>Gives names to addresses, as -symbolize says.</summary>
internal sealed class PprofSymbolizer
{
    private readonly string _mode;
    private readonly IReadOnlyList<PprofMappingPlace> _places;
    private readonly Func<Uri, string, string> _post;
    private readonly PprofHost _host;
    private bool _isLocal = true;
    private bool _isRemote = true;
    private bool _isFast;
    private bool _isForced;
    private string _demangling = string.Empty;

    /// <summary>Initializes a new instance of the <see cref="PprofSymbolizer"/> class.</summary>
    /// <param name="mode">The option's text.</param>
    /// <param name="places">Where mappings were fetched from.</param>
    /// <param name="post">Sends a text to an address and returns the answer.</param>
    /// <param name="host">The outside.</param>
    public PprofSymbolizer(string mode, IReadOnlyList<PprofMappingPlace> places, Func<Uri, string, string> post, PprofHost host)
    {
        _mode = mode;
        _places = places;
        _post = post;
        _host = host;
    }

    /// <summary>Symbolizes a profile.</summary>
    public Profile Symbolize(Profile profile)
    {
        if (!TryReadMode())
        {
            return profile;
        }

        if (_isLocal)
        {
            profile = new PprofLocalSymbols(_host, _isForced, _isFast).Apply(profile);
        }

        if (_isRemote)
        {
            profile = new PprofRemoteSymbols(_isForced, _places, _post).Apply(profile);
        }

        return Demangling.Apply(profile, _isForced, _demangling);
    }

    private bool TryReadMode()
    {
        foreach (string option in _mode.ToLowerInvariant().Split(':'))
        {
            switch (option)
            {
                case "none" or "no":
                    return false;
                case "local" or "fastlocal":
                    (_isLocal, _isRemote, _isFast) = (true, false, option is "fastlocal");
                    break;
                case "remote":
                    (_isLocal, _isRemote) = (false, true);
                    break;
                case "force":
                    _isForced = true;
                    break;
                case "demangle=full" or "demangle=none" or "demangle=templates":
                    _demangling = option["demangle=".Length..];
                    _isForced = true;
                    break;
                case "" or "demangle=default":
                    break;
                default:
                    _host.Say($"ignoring unrecognized symbolization option: {_mode}");
                    _host.Say("expecting -symbolize=[local|fastlocal|remote|none][:force][:demangle=[none|full|templates|default]");
                    break;
            }
        }

        return true;
    }
}
