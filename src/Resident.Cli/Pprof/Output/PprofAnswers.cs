using Resident.Analysis.Profiles;
using Resident.Cli.Pprof.Arguments;
using Resident.Cli.Pprof.Fetching;
using Resident.Cli.Sessions;
using Resident.Model.Profiles;
using Resident.Reporting.Profiles;
using Resident.Web.Profiles;

namespace Resident.Cli.Pprof.Output;

/// <summary>The documents of a profile's page. Settings come as parameters, by their names or by pprof's short ones.</summary>
internal sealed class PprofAnswers : IProfileAnswers
{
    private const string AboutSchema = "resident.profile.about/1";
    private const string SourceSchema = "resident.profile.source/1";
    private const string Expression = "f";

    private static readonly Dictionary<string, string> ShortNames = new(StringComparer.Ordinal)
    {
        ["si"] = "sample_index",
        ["i"] = "ignore",
        ["h"] = "hide",
        ["s"] = "show",
        ["sf"] = "show_from",
        ["prunefrom"] = "prune_from",
        ["tf"] = "tagfocus",
        ["ti"] = "tagignore",
        ["ts"] = "tagshow",
        ["th"] = "taghide",
        ["n"] = "nodecount",
        ["nf"] = "nodefraction",
        ["ef"] = "edgefraction",
        ["g"] = "granularity",
        ["rel"] = "relative_percentages",
        ["dropneg"] = "drop_negative",
        ["calltree"] = "call_tree",
        ["compact"] = "compact_labels",
        ["norm"] = "normalize",
    };

    /// <summary>Settings that name files are the command line's alone.</summary>
    private static readonly string[] Refused = ["output", "source_path", "trim_path"];

    private readonly Profile _profile;
    private readonly PprofConfig _config;
    private readonly PprofHost _host;

    public PprofAnswers(Profile profile, PprofConfig config, PprofHost host)
    {
        _profile = profile;
        _config = config;
        _host = host;
    }

    /// <inheritdoc/>
    public byte[] Answer(string view, IReadOnlyDictionary<string, string> parameters)
    {
        try
        {
            var config = Configure(parameters);
            return view switch
            {
                "flame" => Flame(config),
                "top" => Report("json", config, JsonReport.Write),
                "graph" => Report("dot", config, GraphDocument.WriteGraph),
                "peek" => Peek(config, parameters),
                "source" => Source(config, parameters),
                "about" => About(config),
                _ => throw new ArgumentException($"There is no view \"{view}\".", nameof(view)),
            };
        }
        catch (PprofErrorException problem)
        {
            throw new ArgumentException(Explain(problem.Message), nameof(parameters), problem);
        }
    }

    // pprof's own words are for its command line: "parsing focus regexp: error parsing regexp: missing closing ):
    // `((`".
    private static string Explain(string message)
    {
        const string Start = "parsing ";
        const string Middle = " regexp: error parsing regexp: ";
        int at = message.IndexOf(Middle, StringComparison.Ordinal);
        return at > Start.Length && message.StartsWith(Start, StringComparison.Ordinal)
            ? $"{char.ToUpperInvariant(message[Start.Length])}{message[(Start.Length + 1)..at]} is not a regular expression: {message[(at + Middle.Length)..]}"
            : message;
    }

    private static string Wanted(IReadOnlyDictionary<string, string> parameters, string view) =>
        parameters.TryGetValue(Expression, out string? text) && text.Length > 0
            ? text
            : throw new PprofErrorException($"{view} needs the parameter {Expression}: an expression for names of functions");

    private static PprofCommandSpec Command(string name) => PprofCommandTable.Find(name)!;

    private PprofConfig Configure(IReadOnlyDictionary<string, string> parameters)
    {
        var config = _config;
        foreach (var (given, value) in parameters)
        {
            string name = ShortNames.GetValueOrDefault(given, given);
            if (name is Expression or "token")
            {
                continue;
            }

            if (Refused.Contains(name, StringComparer.Ordinal) || PprofFields.Find(name) is not { } field || !string.Equals(field.Name, name, StringComparison.Ordinal))
            {
                throw new PprofErrorException($"there is no parameter \"{GoText.Quote(given)}\"; the settings of pprof are, by their names");
            }

            config = field.Set(config, value);
        }

        return config;
    }

    private byte[] Flame(PprofConfig config)
    {
        var plan = Prepare("flamegraph", config);
        return PprofFlame.Document(plan.Profile, plan.Options);
    }

    private PprofPlan Prepare(string command, PprofConfig config) =>
        PprofPlan.Prepare(_profile, Command(command), PprofPlan.Override(Command(command), config), _host);

    private byte[] Report(string command, PprofConfig config, Action<Stream, ReportOptions, CallGraph> write)
    {
        var plan = Prepare(command, config);
        using var stream = new MemoryStream();
        write(stream, plan.Options, CallGraphBuilder.Build(plan.Profile, plan.Options));
        return stream.ToArray();
    }

    private byte[] Peek(PprofConfig config, IReadOnlyDictionary<string, string> parameters)
    {
        var wanted = PprofFilters.Compile(Wanted(parameters, "peek"), "f");
        var plan = Prepare("peek", config);
        using var stream = new MemoryStream();
        GraphDocument.WritePeek(stream, plan.Options, CallGraphBuilder.Build(plan.Profile, plan.Options, wanted), node => wanted.IsMatch(node.PrintableName));
        return stream.ToArray();
    }

    private byte[] Source(PprofConfig config, IReadOnlyDictionary<string, string> parameters)
    {
        var wanted = PprofFilters.Compile(Wanted(parameters, "source"), "f");
        var plan = Prepare("list", config);
        using var text = new MemoryStream();
        var writer = new ReportWriter(text);
        int count = ListReport.Write(writer, plan.Options, CallGraphBuilder.Build(plan.Profile, plan.Options), wanted, new PprofSources(plan.Options, _host).Read);
        writer.Flush();
        return JsonBytes.Of(json =>
        {
            json.WriteStartObject();
            json.WriteString("schema", SourceSchema);
            json.WriteNumber("functions", count);
            json.WriteString("text", ProfileText.Decode(text.GetBuffer().AsSpan(0, (int)text.Length)));
            json.WriteEndObject();
        });
    }

    private byte[] About(PprofConfig config)
    {
        var plan = Prepare("top", config);
        return JsonBytes.Of(json =>
        {
            json.WriteStartObject();
            json.WriteString("schema", AboutSchema);
            json.WriteString("title", plan.Options.Title);
            json.WriteString("type", _profile.SampleTypes[plan.Options.ValueIndex].Type);
            json.WriteStartArray("types");
            foreach (var type in _profile.SampleTypes)
            {
                json.WriteStringValue(type.Type);
            }

            json.WriteEndArray();
            json.WriteNumber("samples", _profile.Samples.Count);
            json.WriteNumber("timeNanoseconds", _profile.TimeNanoseconds);
            json.WriteNumber("durationNanoseconds", _profile.DurationNanoseconds);
            json.WriteEndObject();
        });
    }
}
