namespace Resident.Cli.Pprof.Arguments;

/// <summary>Turns the command line into <see cref="PprofArguments"/>.</summary>
internal static class PprofArgumentParser
{
    private static readonly (string Flag, string SampleType)[] LegacyValues =
    [
        ("total_delay", "delay"), ("mean_delay", "delay"), ("contentions", "contentions"),
        ("inuse_space", "inuse_space"), ("inuse_objects", "inuse_objects"), ("alloc_space", "alloc_space"), ("alloc_objects", "alloc_objects"),
    ];

    private static readonly (string Name, string Kind)[] OtherFlags =
    [
        ("diff_base", "list"), ("base", "list"), ("symbolize", "string"), ("buildid", "string"), ("timeout", "int"), ("add_comment", "string"),
        ("all_frames", "bool"), ("seconds", "int"), ("inuse_space", "bool"), ("inuse_objects", "bool"), ("alloc_space", "bool"),
        ("alloc_objects", "bool"), ("total_delay", "bool"), ("contentions", "bool"), ("mean_delay", "bool"), ("tools", "string"),
        ("http", "string"), ("no_browser", "bool"), ("tls_cert", "string"), ("tls_key", "string"), ("tls_ca", "string"), ("header", "list"),
        ("more_formats", "bool"),
    ];

    /// <summary>Parses, or returns null where help was asked for.</summary>
    /// <param name="args">The arguments after "pprof".</param>
    /// <param name="isObjectFile">Tells whether a path is that of a binary.</param>
    /// <exception cref="PprofErrorException">The request makes no sense.</exception>
    public static PprofArguments? Parse(IReadOnlyList<string> args, Func<string, bool> isObjectFile)
    {
        var flags = Define();
        flags.Parse(args);
        if (flags.IsHelp)
        {
            return null;
        }

        var sources = flags.Rest;
        if (sources.Count == 0)
        {
            throw new PprofErrorException("no profile source specified");
        }

        string executable = sources.Count > 1 && isObjectFile(sources[0]) ? sources[0] : string.Empty;
        var notices = new List<string>();
        var config = SampleIndexOf(flags, ConfigOf(flags), notices);
        var (command, parameter) = CommandOf(flags);
        CheckWeb(flags, command);
        string[] bases = BasesOf(flags, config);
        return new PprofArguments
        {
            Sources = executable.Length > 0 ? [.. sources.Skip(1)] : sources,
            ExecutableName = executable,
            BuildId = Text(flags, "buildid"),
            Bases = bases,
            IsDiffBase = flags.GetAll("diff_base").Any(static source => source.Length > 0),
            Seconds = flags.GetInt("seconds") ?? -1,
            Timeout = flags.GetInt("timeout") ?? -1,
            Symbolize = Text(flags, "symbolize"),
            Comment = Text(flags, "add_comment"),
            AllFrames = flags.GetBool("all_frames"),
            TlsCertificate = Text(flags, "tls_cert"),
            TlsKey = Text(flags, "tls_key"),
            TlsAuthority = Text(flags, "tls_ca"),
            Headers = flags.GetAll("header"),
            Http = Text(flags, "http"),
            NoBrowser = flags.GetBool("no_browser"),
            ReadsMore = flags.GetBool("more_formats") || (command is not null && PprofCommandTable.IsOurs(command.Format)),
            Config = config,
            Command = command,
            Parameter = parameter,
            Notices = notices,
        };
    }

    private static string Text(GoFlagSet flags, string name) => flags.Get(name) ?? string.Empty;

    private static GoFlagSet Define()
    {
        var flags = new GoFlagSet();
        foreach (var (name, kind) in OtherFlags)
        {
            flags.Define(name, kind);
        }

        foreach (var field in PprofFields.All)
        {
            if (field.Choices.Length == 0)
            {
                flags.Define(field.Name, field.Kind);
            }

            foreach (string choice in field.Choices)
            {
                flags.Define(choice, "bool");
            }
        }

        foreach (var command in PprofCommandTable.All)
        {
            flags.Define(command.Name, command.HasParameter ? "string" : "bool");
        }

        return flags;
    }

    private static PprofConfig ConfigOf(GoFlagSet flags)
    {
        var config = new PprofConfig();
        foreach (var field in PprofFields.All)
        {
            if (field.Choices.Length == 0)
            {
                config = flags.Get(field.Name) is { } text ? field.Set(config, field.Kind is "bool" ? flags.GetBool(field.Name) ? "true" : "false" : text) : config;
                continue;
            }

            string[] set = [.. field.Choices.Where(flags.GetBool)];
            config = set.Length switch
            {
                0 => config,
                1 => field.Set(config, set[0]),
                _ => throw new PprofErrorException($"conflicting options set: [{string.Join(' ', set)}]"),
            };
        }

        return config;
    }

    private static PprofConfig SampleIndexOf(GoFlagSet flags, PprofConfig config, List<string> notices)
    {
        foreach (var (flag, type) in LegacyValues)
        {
            if (!flags.GetBool(flag))
            {
                continue;
            }

            if (config.SampleIndex.Length == 0)
            {
                config = config with { SampleIndex = type };
            }
            else
            {
                notices.Add($"Multiple value selections, ignoring -{flag}");
            }
        }

        return flags.GetBool("mean_delay") ? config with { Mean = true } : config;
    }

    private static (PprofCommandSpec? Command, string? Parameter) CommandOf(GoFlagSet flags)
    {
        PprofCommandSpec? found = null;
        foreach (var command in PprofCommandTable.All)
        {
            bool isAsked = command.HasParameter ? !string.IsNullOrEmpty(flags.Get(command.Name)) : flags.GetBool(command.Name);
            if (isAsked)
            {
                found = found is null ? command : throw new PprofErrorException("must set at most one output format");
            }
        }

        return (found, found is { HasParameter: true } ? flags.Get(found.Name) : null);
    }

    private static void CheckWeb(GoFlagSet flags, PprofCommandSpec? command)
    {
        bool isWeb = !string.IsNullOrEmpty(flags.Get("http"));
        if (command is not null && isWeb)
        {
            throw new PprofErrorException("-http is not compatible with an output format on the command line");
        }

        if (flags.GetBool("no_browser") && !isWeb)
        {
            throw new PprofErrorException("-no_browser only makes sense with -http");
        }
    }

    private static string[] BasesOf(GoFlagSet flags, PprofConfig config)
    {
        string[] bases = [.. flags.GetAll("base").Where(static source => source.Length > 0)];
        string[] diffBases = [.. flags.GetAll("diff_base").Where(static source => source.Length > 0)];
        if (bases.Length > 0 && diffBases.Length > 0)
        {
            throw new PprofErrorException("-base and -diff_base flags cannot both be specified");
        }

        string[] all = [.. bases, .. diffBases];
        return config.Normalize && all.Length == 0 ? throw new PprofErrorException("must have base profile to normalize by") : all;
    }
}
