using Resident.Model;
using Resident.Monitoring.Sampling;
using Resident.Sources.GoRuntime;
using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Executables;

namespace Resident.Monitoring.Inspection;

/// <summary>Looks into a Go process from outside. The process is opened for each look, so that one that was started anew under
/// the same name is found, and nothing is held between two looks but what the last one found.</summary>
public sealed class GoInspector : IInspector, IDisposable
{
    private const double Share = 0.002;
    private const string MapRead = "map";
    private const string GoroutineRead = "goroutines";

    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly Func<int?> _pid;
    private readonly TimeProvider _clock;
    private readonly GoLocationCache _cache;
    private readonly ReadBudget _budget;
    private readonly Kept<GoPageMap> _map = new();
    private readonly Kept<GoroutineCensus> _goroutines = new();

    /// <summary>Initializes a new instance of the <see cref="GoInspector"/> class.</summary>
    /// <param name="pid">Tells which process to look into now; null while there is none.</param>
    /// <param name="clock">Stamps the looks and measures their cost.</param>
    /// <param name="cache">Where found places are kept.</param>
    public GoInspector(Func<int?> pid, TimeProvider clock, GoLocationCache cache)
    {
        _pid = pid;
        _clock = clock;
        _cache = cache;
        _budget = new ReadBudget(clock, Share);
    }

    /// <inheritdoc/>
    public Task<Inspected<GoPageMap>> ReadPageMapAsync(CancellationToken cancellationToken) =>
        ReadAsync(MapRead, _map, static process => process.ReadPageMap(withHugePages: true), cancellationToken);

    /// <inheritdoc/>
    public Task<Inspected<GoroutineCensus>> ReadGoroutinesAsync(CancellationToken cancellationToken) =>
        ReadAsync(GoroutineRead, _goroutines, static process => process.ReadGoroutines(), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _oneAtATime.Dispose();

    private static InspectionRefusal ReasonOf(AttachRefusalKind kind) => kind switch
    {
        AttachRefusalKind.NoSuchProcess => InspectionRefusal.NoProcess,
        AttachRefusalKind.NotGo => InspectionRefusal.NotGo,
        AttachRefusalKind.NotSupported or AttachRefusalKind.NotConfirmed or AttachRefusalKind.Starting or AttachRefusalKind.Damaged => InspectionRefusal.NotReadable,
        _ => InspectionRefusal.NoRight,
    };

    private async Task<Inspected<T>> ReadAsync<T>(string name, Kept<T> kept, Func<GoProcess, T> read, CancellationToken cancellationToken)
        where T : class
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            int pid = _pid() ?? throw new InspectionRefusedException(
                InspectionRefusal.NoProcess,
                "There is no process to look into: the page shows a trace or an address, or the program has ended.",
                "Watch a process that runs: resident watch PID.");
            _budget.Register(name);
            if (kept.Value is null || kept.Pid != pid || _budget.IsDue(name))
            {
                // Reading takes up to some tenths of a second, which the threads that serve the page must not wait for.
                (kept.Value, kept.Cost) = await Task.Run(() => Read(name, pid, read), cancellationToken).ConfigureAwait(false);
                (kept.Pid, kept.TakenAt) = (pid, _clock.GetTimestamp());
                return new(kept.Value, TimeSpan.Zero, kept.Cost, _budget.SpacingOf(name));
            }

            var age = _clock.GetElapsedTime(kept.TakenAt);
            var rest = _budget.SpacingOf(name) - age;
            return new(kept.Value, age, kept.Cost, rest > TimeSpan.Zero ? rest : TimeSpan.Zero);
        }
        finally
        {
            _ = _oneAtATime.Release();
        }
    }

    // Opening is not part of a look's cost: it is dear once for each executable, and then comes from the cache.
    private (T Value, TimeSpan Cost) Read<T>(string name, int pid, Func<GoProcess, T> read)
    {
        if (!GoProcess.TryOpen(pid, new GoProcessOptions { Clock = _clock, Cache = _cache }, out var process, out var refusal))
        {
            throw new InspectionRefusedException(ReasonOf(refusal!.Kind), refusal.Message, refusal.Remedy);
        }

        using (process)
        {
            try
            {
                long start = _clock.GetTimestamp();
                return (_budget.Run(name, () => read(process!)), _clock.GetElapsedTime(start));
            }
            catch (GoroutinesNotFoundException problem)
            {
                throw new InspectionRefusedException(InspectionRefusal.NotReadable, problem.Message, "");
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or MalformedInputException)
            {
                throw new InspectionRefusedException(InspectionRefusal.Failed, problem.Message, "");
            }
        }
    }

    private sealed class Kept<T>
        where T : class
    {
        public T? Value { get; set; }

        public int Pid { get; set; }

        public long TakenAt { get; set; }

        public TimeSpan Cost { get; set; }
    }
}
