namespace Resident.Sources.GoTrace;

/// <summary>One process that writes GC lines, known by its cycles' numbers and times, which only rise.</summary>
internal sealed class TraceProcess(string name)
{
    public string Name { get; } = name;

    public long LastNumber { get; set; }

    public double LastAt { get; set; }
}
