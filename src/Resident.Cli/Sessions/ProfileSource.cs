using System.Globalization;
using Resident.Model;
using Resident.Model.Profiles;
using Resident.Sources.Endpoints;
using Resident.Sources.GoRuntime.Profiles;
using Resident.Sources.Pprof;

namespace Resident.Cli.Sessions;

/// <summary>Gets a profile: of a process from outside, of an address from its /debug/pprof/.</summary>
internal static class ProfileSource
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Reads a profile.</summary>
    /// <param name="kind">heap, allocs, goroutine, threadcreate, cpu, block or mutex.</param>
    /// <param name="target">A process or an address.</param>
    /// <param name="pick">Which of several.</param>
    /// <param name="seconds">How long a CPU profile is taken.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The file's bytes: profile.proto, compressed with gzip.</returns>
    /// <exception cref="WrongRequestException">This kind cannot be had of this target; the message says of which it can.</exception>
    public static async Task<byte[]> ReadAsync(string kind, string target, TargetPick pick, int seconds, CancellationToken cancellationToken)
    {
        if (TargetText.IsAddress(target))
        {
            return await FetchAsync(new Uri(target), kind, seconds, cancellationToken);
        }

        return ProfileEncoder.Pack(ReadProcess(kind, target, pick));
    }

    /// <summary>Reads a profile of a process from outside.</summary>
    /// <param name="kind">heap, allocs, goroutine, block or mutex.</param>
    /// <param name="target">A process.</param>
    /// <param name="pick">Which of several.</param>
    /// <exception cref="WrongRequestException">This kind is not in a program's memory.</exception>
    /// <exception cref="IOException">There is no such process, or nothing of this kind in it.</exception>
    public static Profile ReadProcess(string kind, string target, TargetPick pick = TargetPick.Ask)
    {
        using var process = AttachedProcess.Open(target, pick);
        var profile = kind switch
        {
            "heap" => process.ReadHeapProfile(),
            "allocs" => process.ReadAllocationProfile(),
            "goroutine" => process.ReadGoroutineProfile(),
            "block" => process.ReadBlockProfile(),
            "mutex" => process.ReadMutexProfile(),
            _ => throw new WrongRequestException(
                $"A {kind} profile is not in a program's memory to be read from outside. Give the address that serves it: resident profile {kind} http://HOST:PORT"),
        };
        if (profile.Samples.Count == 0)
        {
            throw new IOException($"{target}: {WhyEmpty(profile)}");
        }

        return GoProfileBuilder.Build(profile, process.ReadCodeMapping());
    }

    private static string WhyEmpty(GoStackProfile profile) => profile.Kind switch
    {
        "heap" or "allocs" => WhyNoAllocation(profile),
        "block" => "The program has recorded no blocking. It does after runtime.SetBlockProfileRate.",
        _ => "The program has recorded no contention. It does after runtime.SetMutexProfileFraction.",
    };

    private static string WhyNoAllocation(GoStackProfile profile) => profile.Recording switch
    {
        GoProfileRecording.LinkedOut => "Heap profiling is not in this program: the linker leaves it out where nothing asks for a heap profile. "
            + "Import net/http/pprof in it, or have it call runtime/pprof.WriteHeapProfile anywhere, and build it again.",
        GoProfileRecording.SwitchedOff => "The program has switched heap profiling off: its runtime.MemProfileRate is 0. "
            + "Leave it at its default in the program, and memprofilerate out of its GODEBUG.",
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $"The program has recorded no allocation yet: it samples one in {new ByteSize(profile.Period)}, and has allocated little since it started. Try again later."),
    };

    private static async Task<byte[]> FetchAsync(Uri address, string kind, int seconds, CancellationToken cancellationToken)
    {
        using var client = EndpointClient.Create();
        string page = kind is "cpu" ? $"profile?seconds={seconds.ToString(CultureInfo.InvariantCulture)}" : kind;
        var reader = new EndpointProfileReader(client, address, TimeProvider.System, timeout: Patience + TimeSpan.FromSeconds(seconds));
        byte[] bytes = await reader.ReadFileAsync(page, cancellationToken);
        return bytes is [0x1f, 0x8b, ..]
            ? bytes
            : throw MalformedInputException.AtOffset($"{address} ({kind})", 0, "Expected a profile compressed with gzip, found something else.");
    }
}
