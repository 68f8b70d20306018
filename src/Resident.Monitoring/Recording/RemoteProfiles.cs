using Resident.Analysis.Diagnosis.Sites;
using Resident.Model;
using Resident.Monitoring.Observing;
using Resident.Store;

namespace Resident.Monitoring.Recording;

/// <summary>Fetches profiles from an address into a recording, on a task of its own: an address that is slow, or gone, holds nothing up.</summary>
internal sealed class RemoteProfiles
{
    private readonly EndpointProfiles _profiles;
    private readonly Recorder _recorder;
    private readonly TimeProvider _clock;
    private Task _running = Task.CompletedTask;
    private long _bytes;

    /// <summary>Initializes a new instance of the <see cref="RemoteProfiles"/> class.</summary>
    /// <param name="profiles">Fetches.</param>
    /// <param name="recorder">Takes what is fetched.</param>
    /// <param name="clock">Stamps it.</param>
    public RemoteProfiles(EndpointProfiles profiles, Recorder recorder, TimeProvider clock)
    {
        _profiles = profiles;
        _recorder = recorder;
        _clock = clock;
    }

    /// <summary>Begins to fetch.</summary>
    /// <param name="run">The run, as in <see cref="Sample.Run"/>.</param>
    /// <param name="reason">Why.</param>
    /// <param name="withHeap">Whether the heap profile is wanted; goroutines always are.</param>
    /// <param name="module">The main module's path, or null.</param>
    /// <returns>Whether it began: false while an earlier one is under way.</returns>
    public bool TryBegin(int run, string reason, bool withHeap, string? module)
    {
        if (!_running.IsCompleted)
        {
            return false;
        }

        _running = Task.Run(() => Fetch(run, reason, withHeap, module));
        return true;
    }

    /// <summary>Takes how many bytes came since the last call.</summary>
    public long TakeBytes() => Interlocked.Exchange(ref _bytes, 0);

    /// <summary>Waits for what is under way: 20 seconds at the most.</summary>
    public void Wait() => _running.GetAwaiter().GetResult();

    private void Fetch(int run, string reason, bool withHeap, string? module)
    {
        try
        {
            if (withHeap && _profiles.ReadHeap() is var (heap, stacks))
            {
                _recorder.Take(run, _clock.GetUtcNow(), "heap", heap.ToArray(), reason);
                var sites = new SiteFinder(module).Find(stacks);
                _recorder.Take(new RecordedDocument(sites.TakenAt.ToUnixTimeMilliseconds(), HeapSitesDocument.Kind, HeapSitesDocument.Write(sites)));
                _ = Interlocked.Add(ref _bytes, heap.Length);
            }

            var (file, census) = _profiles.ReadGoroutines();
            _recorder.Take(run, _clock.GetUtcNow(), "goroutine", file, reason);
            if (withHeap)
            {
                _recorder.Take(run, census);
            }

            _ = Interlocked.Add(ref _bytes, file.Length);
        }
        catch (Exception problem) when (problem is IOException or HttpRequestException or MalformedInputException or LimitExceededException)
        {
            // The sampler asks the same address each second and tells what is wrong with it; the next trigger tries again.
        }
    }
}
