using Resident.Analysis.Tests.Trends;
using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Model.Observations;

namespace Resident.Analysis.Tests.Late;

/// <summary>A Go service of some age, simulated every 50 ms: load, GC by GOGC=100, marks that find what was allocated
/// during them, sweeps, and the heap profiler's samples. It is asked late and briefly.</summary>
internal sealed class LateService
{
    private const double Mebibyte = 1 << 20;
    private const double StepSeconds = 0.05;
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    private readonly LateKind _kind;
    private readonly SimulatedNoise _noise;
    private readonly double _base;
    private readonly double _churn;
    private readonly double _held;
    private readonly double _lifetime;
    private readonly double _stepAt;
    private readonly SimulatedStack _load = new(1, "main.load");
    private readonly SimulatedStack _handle = new(2, "main.handle");
    private readonly SimulatedStack _hold = new(3, "main.hold");
    private readonly SimulatedStack _keep = new(4, "main.keep");
    private readonly List<Sample> _samples = [];
    private readonly List<Ledger> _ledgers = [];
    private readonly List<AllocationReading> _readings = [];
    private readonly double _age;
    private readonly double _look;
    private double _now;
    private double _leaked;
    private double _store;
    private double _allocated;
    private double _since;
    private double _marked;
    private double _footprint;
    private double _pace = 1;
    private double _sweepAt = double.PositiveInfinity;
    private long _cycles;
    private double _markedAt;

    public LateService(LateKind kind, double lookSeconds, ulong seed)
    {
        _kind = kind;
        _look = lookSeconds;
        _noise = new(seed);
        _age = 20 * Math.Pow(30, _noise.Uniform());
        _base = 20 * Math.Pow(20, _noise.Uniform()) * Mebibyte;
        _churn = kind == LateKind.Idle ? 8 : 1 * Math.Pow(60, _noise.Uniform()) * Mebibyte;
        LeakBytesPerSecond = kind >= LateKind.Leak ? 5 * Math.Pow(800, _noise.Uniform()) * 1024 : 0;
        _held = 0.2 * Math.Pow(10, _noise.Uniform()) * Mebibyte;
        _lifetime = Math.Min(_noise.Between(5, 90), 0.6 * _age);
        _stepAt = _age + (_look * _noise.Between(-1, 0.6));
    }

    /// <summary>Gets what it leaks, bytes a second.</summary>
    public double LeakBytesPerSecond { get; }

    /// <summary>Tells what it is.</summary>
    public string Describe() => FormattableString.Invariant(
        $"age {_age:0} s, base {_base / Mebibyte:0} MiB, churn {_churn / Mebibyte:0.0} MiB/s, leak {LeakBytesPerSecond / 1024:0} KiB/s, held {_held / Mebibyte:0.0} MiB/s for {_lifetime:0} s");

    /// <summary>Lets it live, and looks at its end.</summary>
    public Observation Observe()
    {
        double sampleEach = Math.Clamp(_look / 60, 0.2, 1);
        double nextSample = _age;
        double nextLedger = _age;
        double nextReading = _age;
        while (_now < _age + _look)
        {
            Step();
            if (_now >= nextSample)
            {
                _samples.Add(SampleNow());
                nextSample += sampleEach;
            }

            if (_now >= nextLedger)
            {
                _ledgers.Add(LedgerNow());
                nextLedger += Math.Max(0.4, _look / 20);
            }

            if (_now >= nextReading && _kind != LateKind.LeakWithoutProfile)
            {
                _readings.Add(ReadingNow());
                nextReading += Math.Max(1, _look / 12);
            }
        }

        _samples.Add(SampleNow());
        _ledgers.Add(LedgerNow());
        if (_readings.Count > 0)
        {
            _readings.Add(ReadingNow());
        }

        return new()
        {
            Target = new() { Pid = 4711, Name = "orders", Runtime = new("go", "go1.24.1", "example.com/orders", "buildinfo"), StartedAt = Start },
            Samples = _samples,
            Ledgers = _ledgers,
            Allocations = _readings,
        };
    }

    private void Step()
    {
        _now += StepSeconds;
        if (_now <= 2)
        {
            Allocate(_load, _base * StepSeconds / 2, static () => double.PositiveInfinity);
        }

        _pace += ((1 - _pace) * StepSeconds / 10) + (0.2 * Math.Sqrt(2 * StepSeconds / 10) * _noise.Normal());
        bool isOff = _kind == LateKind.OnOff && (int)(_now / _lifetime) % 2 == 1;
        Allocate(_handle, isOff ? 0 : Math.Max(0, _pace) * _churn * StepSeconds, () => _now + _noise.Between(0, 0.3));
        Hold();
        if (LeakBytesPerSecond > 0)
        {
            Leak();
        }

        Collect();
    }

    private void Leak()
    {
        double bytes = LeakBytesPerSecond * StepSeconds;
        _leaked += bytes;
        if (_kind == LateKind.LeakOfSome)
        {
            Allocate(_keep, 10 * bytes, () => _noise.Uniform() < 0.1 ? double.PositiveInfinity : _now + 0.2);
        }
        else
        {
            Allocate(_keep, bytes, static () => double.PositiveInfinity);
        }
    }

    private void Hold()
    {
        double bytes = _held * StepSeconds;
        switch (_kind)
        {
            case LateKind.Expiry or LateKind.LeakBesideExpiry:
                Allocate(_hold, bytes, () => _now + _lifetime);
                _store = _held * Math.Min(_now, _lifetime);
                break;
            case LateKind.Batches:
                double next = (Math.Floor(_now / _lifetime) + 1) * _lifetime;
                Allocate(_hold, bytes, () => next);
                _store = _held * (_now % _lifetime);
                break;
            case LateKind.Bounded:
                Allocate(_hold, bytes, () => _now + (-Math.Log(_hold.Chance()) * _lifetime));
                _store = _held * _lifetime * (1 - Math.Exp(-_now / _lifetime));
                break;
            case LateKind.Wave:
                double phase = _now % _lifetime / _lifetime;
                Allocate(_hold, phase < 0.5 ? bytes : 0, () => _now + (2 * (_lifetime / 2 * (1 - (2 * phase)))) + 1e-3);
                _store = _held * _lifetime * (phase < 0.5 ? phase : 1 - phase);
                break;
            case LateKind.Step when _now >= _stepAt && _store == 0:
                _store = 0.3 * _base;
                Allocate(_hold, _store, static () => double.PositiveInfinity);
                break;
            default:
                break;
        }
    }

    private void Allocate(SimulatedStack stack, double bytes, Func<double> dies)
    {
        _allocated += bytes;
        _since += bytes;
        stack.Allocate(bytes, _now, dies, _noise);
    }

    private void Collect()
    {
        if (_now >= _sweepAt)
        {
            foreach (var stack in (SimulatedStack[])[_load, _handle, _hold, _keep])
            {
                stack.Sweep();
            }

            _sweepAt = double.PositiveInfinity;
        }

        double goal = Math.Max(4 * Mebibyte, 2 * _marked);
        if (_marked + _since < goal && _now - _markedAt < 120)
        {
            return;
        }

        double live = (_base * Math.Min(1, _now / 2)) + _store + _leaked;
        double took = Math.Max(0.002, live / (1024 * Mebibyte) * _noise.Between(0.7, 1.5));
        double rate = _churn * Math.Max(0, _pace);
        _marked = live + (rate * took) + (rate * 0.15 * Math.Exp(0.5 * _noise.Normal()));
        _footprint = Math.Max(_footprint, Math.Max(goal, _marked));
        _since = 0;
        _cycles++;
        _markedAt = _now;
        foreach (var stack in (SimulatedStack[])[_load, _handle, _hold, _keep])
        {
            stack.Sweep();
            stack.Mark(_now - took);
        }

        _sweepAt = _now + _noise.Between(0.05, 0.5);
    }

    private AllocationReading ReadingNow() => new(
        TimeNow(), _cycles, Start.AddSeconds(_markedAt),
        [.. ((SimulatedStack[])[_load, _handle, _hold, _keep]).Where(static stack => !stack.IsEmpty).Select(static stack => stack.Read())]);

    private DateTimeOffset TimeNow() => Start.AddSeconds(_now);

    private double IdleBytes() => Math.Max(0, _footprint - _marked - _since);

    private double Res() => _marked + _since + IdleBytes() + (12 * Mebibyte);

    private Sample SampleNow() => new()
    {
        Time = TimeNow(),
        Process = LateProcess.At(TimeNow(), Res()),
        Go = new()
        {
            TakenAt = TimeNow(),
            Source = "memory",
            NumGC = _cycles,
            LastGCUnixNs = _cycles == 0 ? null : (Start.AddSeconds(_markedAt) - DateTimeOffset.UnixEpoch).Ticks * 100,
            Gogc = 100,
            HeapMarked = Bytes(_marked),
            HeapAlloc = Bytes(_marked + _since),
            HeapInuse = Bytes(_marked + _since),
            HeapSys = Bytes(_footprint),
            NextGC = Bytes(Math.Max(4 * Mebibyte, 2 * _marked)),
            TotalAlloc = (long)_allocated,
            StackInuse = Bytes(Mebibyte),
            Goroutines = 12,
        },
    };

    private Ledger LedgerNow() => new()
    {
        TakenAt = TimeNow(),
        Res = Bytes(Res()),
        Sources = ["smaps", "runtime", "pagemap"],
        Terms =
        [
            new(LedgerTermId.Live, Bytes(_marked), LedgerHow.Derived),
            new(LedgerTermId.Metadata, Bytes(6 * Mebibyte), LedgerHow.Derived),
            new(LedgerTermId.Executable, Bytes(6 * Mebibyte), LedgerHow.Exact),
            new(LedgerTermId.Idle, Bytes(IdleBytes()), LedgerHow.Derived),
            new(LedgerTermId.Garbage, Bytes(_since), LedgerHow.Derived),
        ],
        Figures = new(),
        Files = [],
    };

    private static ByteSize Bytes(double bytes) => new((long)bytes);
}
