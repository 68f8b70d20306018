namespace Resident.Sources.GoTrace;

/// <summary>One process that writes GC lines, known by its cycles' numbers and times, which only rise.</summary>
internal sealed class TraceProcess(string name)
{
    public string Name { get; } = name;

    public long LastNumber { get; set; }

    public double LastAt { get; set; }

    /// <summary>Gets or sets the seconds from the process's start to the end of its last cycle.</summary>
    public double LastEnd { get; set; }

    /// <summary>Gets or sets the seconds between the ends of its last two cycles; of its start and the end, where there was one.</summary>
    public double Interval { get; set; }

    /// <summary>Gets or sets the last cycle's GOMAXPROCS.</summary>
    public long Procs { get; set; }

    /// <summary>Gets or sets the last cycle's globals, in MiB.</summary>
    public long Globals { get; set; }

    /// <summary>Gets or sets the heap that the last cycle found live, in MiB; null where its era does not print
    /// it.</summary>
    public long? Live { get; set; }

    /// <summary>Gets or sets what the source's clock showed at its last cycle.</summary>
    public double Seen { get; set; }
}
