using Resident.Model.Profiles;

namespace Resident.Cli.Pprof;

/// <summary>Gives names to addresses, as -symbolize says.</summary>
internal sealed class PprofSymbolizer
{
    private readonly string _mode;
    private readonly PprofHost _host;
    private bool _isLocal = true;
    private bool _isForced;
    private string _demangling = string.Empty;

    public PprofSymbolizer(string mode, PprofHost host)
    {
        _mode = mode;
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
            SymbolizeLocally(profile);
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
                    _isLocal = true;
                    break;
                case "remote":
                    _isLocal = false;
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

    private void SymbolizeLocally(Profile profile)
    {
        bool isMissing = false;
        var used = profile.Locations.Mappings.ToHashSet();
        for (int i = 0; i < profile.Mappings.Length; i++)
        {
            var mapping = profile.Mappings[i];
            bool isDone = !_isForced && (mapping.HasFunctions || mapping.HasFileNames || mapping.HasLineNumbers);
            if (!used.Contains(i) || isDone)
            {
                continue;
            }

            if (mapping.File.Length == 0)
            {
                isMissing |= i > 0;
                if (i == 0)
                {
                    _host.Say("Main binary filename not available.");
                }
            }
            else if (!IsSystem(mapping.File) && !File.Exists(_host.PathOf(mapping.File)))
            {
                string id = mapping.BuildId.Length > 0 ? $" (build ID {mapping.BuildId})" : string.Empty;
                _host.Say($"Local symbolization failed for {ProfilePath.BaseName(mapping.File)}{id}: open {mapping.File}: no such file or directory");
                isMissing = true;
            }
        }

        if (isMissing)
        {
            _host.Say("Some binary filenames not available. Symbolization may be incomplete.\nTry setting PPROF_BINARY_PATH to the search path for local binaries.");
        }
    }

    private static bool IsSystem(string file)
    {
        string name = ProfilePath.BaseName(file);
        return name.StartsWith('[') || name.StartsWith("linux-vdso", StringComparison.Ordinal)
            || file.StartsWith("/dev/dri/", StringComparison.Ordinal) || file is "//anon" || file.StartsWith("/memfd:", StringComparison.Ordinal);
    }
}
