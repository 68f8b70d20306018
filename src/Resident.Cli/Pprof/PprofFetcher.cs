using Resident.Analysis.Profiles;
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

    /// <summary>Gets the compressed file that holds just what was fetched, or null where a profile is not the file's any more.</summary>
    public PprofFile? Unchanged { get; private set; }

    /// <summary>Fetches everything that the command line names.</summary>
    /// <exception cref="PprofErrorException">Nothing could be fetched, or the profiles do not fit together.</exception>
    public Profile Fetch()
    {
        try
        {
            var profile = Grab(_arguments.Sources, "source");
            if (_arguments.Bases.Count > 0)
            {
                profile = Subtract(profile, Grab(_arguments.Bases, "base"));
            }

            profile = new PprofSymbolizer(_arguments.Symbolize, _host).Symbolize(profile);
            profile = _arguments.AllFrames ? profile : StackPruning.RemoveUninteresting(profile);
            profile = _arguments.Comment.Length > 0 ? profile with { Comments = profile.Comments.Add(_arguments.Comment) } : profile;
            Unchanged = ReferenceEquals(Unchanged?.Profile, profile) ? Unchanged : null;
            return profile;
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw new PprofErrorException(e.Message, e);
        }
    }

    private Profile Subtract(Profile profile, Profile reference)
    {
        reference = _arguments.IsDiffBase ? ProfileScaling.MarkAsBase(reference) : reference;
        profile = _arguments.Config.Normalize ? ProfileScaling.Normalize(profile, reference) : profile;
        return ProfileMerge.Merge([profile, ProfileScaling.Scale(reference, -1)]);
    }

    private Profile Grab(IReadOnlyList<string> sources, string kind)
    {
        var profiles = new List<Profile>();
        foreach (string source in sources)
        {
            try
            {
                profiles.Add(PprofBinaries.Locate(Read(source), _arguments, _host));
            }
            catch (Exception e) when (e is MalformedInputException or IOException or UnauthorizedAccessException or LimitExceededException or HttpRequestException or TaskCanceledException)
            {
                _host.Say(e is FileNotFoundException or DirectoryNotFoundException ? $"{source}: open {source}: no such file or directory" : e.Message);
            }
        }

        if (profiles.Count == 0)
        {
            throw new PprofErrorException($"failed to fetch any {kind} profiles");
        }

        if (profiles.Count < sources.Count)
        {
            _host.Say(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Fetched {profiles.Count} {kind} profiles out of {sources.Count}"));
        }

        return ProfileMerge.Merge(profiles);
    }

    private Profile Read(string source)
    {
        string path = _host.PathOf(source);
        if (!File.Exists(path) && PprofHttpSource.AddressOf(source) is { } address && (source.Contains("://", StringComparison.Ordinal) || source.Contains(':', StringComparison.Ordinal)))
        {
            return new PprofHttpSource(_arguments, _host).Fetch(source, address);
        }

        var profile = ProfileReader.ReadFile(path, new ProfileReadOptions { ReadsMore = _arguments.ReadsMore }, out bool isCompressedProto);
        Unchanged = isCompressedProto ? new PprofFile(path, profile) : null;
        return profile;
    }
}
