using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Resident.Testing.Fuzzing;

/// <summary>Gives one target inputs for a time, and holds each to what it may take.</summary>
/// <remarks>
/// <para>RESIDENT_FUZZ_SECONDS: how long; else two seconds, a minute with RESIDENT_TEST_ALL. RESIDENT_FUZZ_SEED: repeats a run.
/// RESIDENT_FUZZ_FILE: tries that input alone.</para>
/// <para>The input under way lies in artifacts/tests/fuzz/KIND.current, so that one that ends the process is found there. One that takes a
/// minute does end it.</para>
/// </remarks>
[SuppressMessage("Security", "CA5394", Justification = "Damage needs no secrets, and a run must be repeatable.")]
public sealed class Fuzzer
{
    private const int MostFailures = 20;

    private static readonly TimeSpan Endless = TimeSpan.FromMinutes(1);

    private readonly string _kind;
    private readonly FuzzBounds _bounds;
    private readonly Action<byte[]> _target;
    private readonly string _folder;
    private readonly string _current;
    private readonly List<FuzzFailure> _failures = [];
    private TimeSpan _worstTime;
    private long _worstBytes;

    private Fuzzer(string kind, FuzzBounds bounds, Action<byte[]> target)
    {
        _kind = kind;
        _bounds = bounds;
        _target = target;
        _folder = Repository.PathOf("artifacts", "tests", "fuzz");
        _current = Path.Combine(_folder, kind + ".current");
        Directory.CreateDirectory(_folder);
    }

    /// <summary>Gets how long a run takes.</summary>
    public static TimeSpan Duration => Number("RESIDENT_FUZZ_SECONDS") is { } seconds and > 0
        ? TimeSpan.FromSeconds(seconds)
        : TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("RESIDENT_TEST_ALL") is { Length: > 0 } ? 60 : 2);

    /// <summary>Reads the small inputs that the repository keeps of a kind: tests/attack/corpus/KIND.</summary>
    public static byte[][] Corpus(string kind) =>
        [.. Directory.EnumerateFiles(Repository.PathOf("tests", "attack", "corpus", kind)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    /// <summary>Tries inputs.</summary>
    /// <param name="kind">The kind's name, in messages and files.</param>
    /// <param name="bounds">What one input may take.</param>
    /// <param name="make">Makes an input.</param>
    /// <param name="target">Takes an input. What it throws is a failure: it catches itself what a caller may see.</param>
    /// <returns>What was tried; also in artifacts/tests/fuzz/KIND.txt.</returns>
    public static FuzzResult Run(string kind, FuzzBounds bounds, Func<Random, byte[]> make, Action<byte[]> target)
    {
        int seed = Number("RESIDENT_FUZZ_SEED") ?? (Number("RESIDENT_FUZZ_SECONDS") is > 0 ? Environment.TickCount : 20_261_201);
        var fuzzer = new Fuzzer(kind, bounds, target);
        var clock = Stopwatch.StartNew();
        long inputs = Environment.GetEnvironmentVariable("RESIDENT_FUZZ_FILE") is { Length: > 0 } file
            ? fuzzer.Try(File.ReadAllBytes(file), seed, 0)
            : fuzzer.TryAll(make, seed, clock);
        File.Delete(fuzzer._current);
        var result = new FuzzResult
        {
            Kind = kind,
            Seed = seed,
            Inputs = inputs,
            Elapsed = clock.Elapsed,
            WorstTime = fuzzer._worstTime,
            WorstBytes = fuzzer._worstBytes,
            Failures = fuzzer._failures,
        };
        File.WriteAllText(Path.Combine(fuzzer._folder, kind + ".txt"), result + "\n");
        return result;
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number) ? number : null;

    // The first place of ours in a stack: what tells one failure from another.
    private static string PlaceOf(Exception problem) =>
        problem.StackTrace?.Split('\n').FirstOrDefault(static line => line.Contains("Resident.", StringComparison.Ordinal))?.Trim() ?? "";

    private long TryAll(Func<Random, byte[]> make, int seed, Stopwatch clock)
    {
        var random = new Random(seed);
        var duration = Duration;
        long inputs = 0;
        while (clock.Elapsed < duration && _failures.Count < MostFailures)
        {
            inputs += Try(make(random), seed, inputs);
        }

        return inputs;
    }

    private int Try(byte[] input, int seed, long number)
    {
        File.WriteAllBytes(_current, input);
        var (problem, time, bytes) = Measure(input);

        // A machine that was busy and code that was compiled for the first time are no fault of the input.
        for (int again = 0; again < 3 && problem is null && (time > _bounds.TimeOf(input.Length) || bytes > _bounds.BytesOf(input.Length)); again++)
        {
            var (secondProblem, secondTime, secondBytes) = Measure(input);
            (problem, time, bytes) = (secondProblem, secondTime < time ? secondTime : time, Math.Min(bytes, secondBytes));
        }

        _worstTime = time > _worstTime ? time : _worstTime;
        _worstBytes = Math.Max(_worstBytes, bytes);
        if (problem is not null)
        {
            Keep(input, seed, number, $"{problem.GetType().Name} {PlaceOf(problem)}", problem.ToString());
        }
        else if (time > _bounds.TimeOf(input.Length))
        {
            Keep(input, seed, number, "time", $"{input.Length} bytes took {time.TotalSeconds:0.00} s, at most {_bounds.TimeOf(input.Length).TotalSeconds:0.00} s were expected.");
        }
        else if (bytes > _bounds.BytesOf(input.Length))
        {
            Keep(input, seed, number, "bytes", $"{input.Length} bytes allocated {bytes}, at most {_bounds.BytesOf(input.Length)} were expected.");
        }

        return 1;
    }

    private (Exception? Problem, TimeSpan Time, long Bytes) Measure(byte[] input)
    {
        using var watchdog = new Timer(_ => Environment.FailFast($"An input takes more than a minute: {_current}"), null, Endless, Timeout.InfiniteTimeSpan);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();
        Exception? problem = null;
        try
        {
            _target(input);
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            problem = broken;
        }

        return (problem, clock.Elapsed, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private void Keep(byte[] input, int seed, long number, string kind, string what)
    {
        if (_failures.Exists(failure => string.Equals(failure.Kind, kind, StringComparison.Ordinal)))
        {
            return;
        }

        string file = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{_kind}-{seed}-{number}.bin"));
        File.WriteAllBytes(file, input);
        _failures.Add(new(kind, what, file));
    }
}
