using System.Globalization;
using Resident.Analysis.Profiles;
using Resident.Cli.Pprof.Arguments;
using Resident.Cli.Pprof.Symbols;
using Resident.Model;
using Resident.Model.Profiles;
using Resident.Sources.Pprof;

namespace Resident.Cli.Pprof.Fetching;

/// <summary>Brings the profiles in, merges them and takes bases off.</summary>
internal sealed class PprofFetcher
{
    private const int MostAtOnce = 128;
    private const long LargeFile = 8L * 1024 * 1024;

    private readonly PprofArguments _arguments;
    private readonly PprofHost _host;
    private readonly List<PprofMappingPlace> _places = [];
    private bool _isRemote;

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
            var profile = FetchAndSubtract();

            profile = new PprofSymbolizer(_arguments.Symbolize, _places, Post, _host).Symbolize(profile);
            profile = _arguments.AllFrames ? profile : StackPruning.RemoveUninteresting(profile);
            profile = WithoutAddresses(profile);
            profile = _arguments.Comment.Length > 0 ? profile with { Comments = profile.Comments.Add(_arguments.Comment) } : profile;
            if (_isRemote)
            {
                PprofArchive.Save(profile, _host);
            }

            Unchanged = ReferenceEquals(Unchanged?.Profile, profile) ? Unchanged : null;
            return profile;
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw new PprofErrorException(e.Message, e);
        }
    }

    /// <summary>A mapping without a name has that of its profile's address while names are asked for.</summary>
    private static Profile WithoutAddresses(Profile profile)
    {
        static bool IsAddress(ProfileMapping mapping) => mapping.BuildId.Length == 0 && mapping.File.Contains("://", StringComparison.Ordinal)
            && Uri.TryCreate(mapping.File, UriKind.Absolute, out _);

        return profile.Mappings.Any(IsAddress)
            ? profile with { Mappings = [.. profile.Mappings.Select(static mapping => IsAddress(mapping) ? mapping with { File = string.Empty } : mapping)] }
            : profile;
    }

    private static string Explain(string source, Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => $"{source}: stat {source}: no such file or directory",
        TaskCanceledException => $"{source}: the server did not answer in time; -timeout SECONDS allows more",
        _ => e.Message,
    };

    private IReadOnlyList<Func<PprofFetched>> Readers()
    {
        var sources = _arguments.Sources;
        return PprofProcessSource.IsMeant(sources, _host)
            ? [.. sources.Skip(1).Select(pid => (Func<PprofFetched>)(() => Guard(pid, () => new PprofFetched { Profile = PprofProcessSource.Read(sources[0], pid), IsRemote = true })))]
            : [.. sources.Select(Reader)];
    }

    private Func<PprofFetched> Reader(string source) => () => Guard(source, () => Read(source));

    private PprofFetched Guard(string source, Func<PprofFetched> read)
    {
        try
        {
            var fetched = read();
            return fetched with { Profile = PprofBinaries.Locate(fetched.Profile!, _arguments, _host) };
        }
        catch (Exception e) when (e is MalformedInputException or IOException or UnauthorizedAccessException or LimitExceededException or HttpRequestException or TaskCanceledException)
        {
            return new PprofFetched { Problem = Explain(source, e) };
        }
    }

    /// <summary>Fetches sources and bases before it complains of either, as pprof does.</summary>
    private Profile FetchAndSubtract()
    {
        var sources = Readers();
        Func<PprofFetched>[] bases = [.. _arguments.Bases.Select(Reader)];
        var grabbed = Grab(sources);
        var unchanged = Unchanged;
        var grabbedBases = Grab(bases);
        Unchanged = bases.Length == 0 ? unchanged : null;
        var profile = MergeAll(grabbed, "source", string.Empty);
        var reference = MergeAll(grabbedBases, "base", ",");
        if (profile is null || (reference is null && bases.Length > 0))
        {
            throw new PprofErrorException($"failed to fetch any {(profile is null ? "source" : "base")} profiles");
        }

        Count(grabbed.Count, sources.Count, "source");
        Count(grabbedBases.Count, bases.Length, "base");
        return reference is null ? profile : Subtract(profile, reference);
    }

    private void Count(int fetched, int wanted, string kind)
    {
        if (fetched < wanted)
        {
            _host.Say(string.Create(CultureInfo.InvariantCulture, $"Fetched {fetched} {kind} profiles out of {wanted}"));
        }
    }

    private static Profile? MergeAll(List<Profile> profiles, string kind, string end)
    {
        try
        {
            return profiles.Count == 0 ? null : ProfileMerge.Merge(profiles);
        }
        catch (InvalidOperationException e)
        {
            throw new PprofErrorException($"problem fetching {kind} profiles: {e.Message}{end}", e);
        }
    }

    private Profile Subtract(Profile profile, Profile reference)
    {
        reference = _arguments.IsDiffBase ? ProfileScaling.MarkAsBase(reference) : reference;
        profile = _arguments.Config.Normalize ? ProfileScaling.Normalize(profile, reference) : profile;
        return ProfileMerge.Merge([profile, ProfileScaling.Scale(reference, -1)]);
    }

    private List<Profile> Grab(IReadOnlyList<Func<PprofFetched>> readers)
    {
        var profiles = new List<Profile>();
        foreach (var fetched in readers.Count == 1 ? [readers[0]()] : readers.Chunk(MostAtOnce).SelectMany(ReadTogether))
        {
            if (fetched.Profile is null)
            {
                _host.Say(fetched.Problem!);
                continue;
            }

            _isRemote |= fetched.IsRemote;
            Unchanged = fetched.File;
            profiles.Add(fetched.Address is null ? fetched.Profile : Remember(fetched.Profile, fetched.Address));
        }

        return profiles;
    }

    /// <summary>Reads at the same time: profiles that take a while to collect must be of the same while.</summary>
    private static PprofFetched[] ReadTogether(Func<PprofFetched>[] readers)
    {
        var tasks = Array.ConvertAll(readers, static reader => Task.Factory.StartNew(reader, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        return Task.WhenAll(tasks).GetAwaiter().GetResult();
    }

    private Profile Remember(Profile profile, Uri address)
    {
        ProfileMapping[] mappings = [.. profile.Mappings];
        for (int i = 0; i < mappings.Length; i++)
        {
            string key = mappings[i].BuildId.Length > 0 ? mappings[i].BuildId : mappings[i].File;
            if (key.Length == 0)
            {
                key = address.AbsoluteUri;
                mappings[i] = mappings[i] with { File = key };
            }

            _places.Add(new PprofMappingPlace(key, mappings[i].Start, address));
        }

        return profile with { Mappings = [.. mappings] };
    }

    private string Post(Uri address, string text) => new PprofHttpSource(_arguments, _host).Post(_arguments.Sources[0], address, text);

    private PprofFetched Read(string source)
    {
        string path = _host.PathOf(source);
        if (!File.Exists(path) && source.Contains(':', StringComparison.Ordinal) && PprofHttpSource.AddressOf(source) is { } address)
        {
            var (fetched, full) = new PprofHttpSource(_arguments, _host).Fetch(source, address);
            return new PprofFetched { Profile = fetched, Address = full, IsRemote = true };
        }

        bool isLarge = _host.IsErrorTerminal && File.Exists(path) && new FileInfo(path).Length >= LargeFile;
        using var progress = isLarge ? new PprofProgress($"Reading {source}", 0, _host) : null;
        return Perf(source, path) ?? ReadFile(path);
    }

    private PprofFetched ReadFile(string path)
    {
        var profile = ProfileReader.ReadFile(path, new ProfileReadOptions { ReadsMore = _arguments.ReadsMore }, out bool isCompressedProto);
        return new PprofFetched { Profile = profile, File = isCompressedProto ? new PprofFile(path, profile) : null };
    }

    /// <summary>Reads what perf record wrote, through the program that pprof uses for it; null where the file is another.</summary>
    private PprofFetched? Perf(string source, string path)
    {
        if (!PprofPerfData.IsPerfData(path))
        {
            return null;
        }

        string converted = PprofPerfData.Convert(source, path);
        try
        {
            return ReadFile(converted) with { File = null };
        }
        finally
        {
            File.Delete(converted);
        }
    }
}
