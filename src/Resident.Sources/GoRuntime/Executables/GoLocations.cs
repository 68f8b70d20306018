using System.Globalization;
using Resident.Sources.GoRuntime.Globals;

namespace Resident.Sources.GoRuntime.Executables;

/// <summary>What was found in an executable, as it is kept: places before the load bias is added.</summary>
/// <param name="Version">The runtime's version.</param>
/// <param name="MainModule">The main module's path, or "".</param>
/// <param name="How">What told the version: "buildinfo" or "pclntab".</param>
/// <param name="FunctionTable">The place of the table of functions.</param>
/// <param name="Module">The place of moduledata.</param>
/// <param name="Globals">The places of the variables; 0 stays 0.</param>
internal sealed record GoLocations(
    string Version, string MainModule, string How, ulong FunctionTable, ulong Module, IReadOnlyList<ulong> Globals)
{
    private const string Header = "resident.go-locations/1";
    private const int GlobalCount = 12;

    /// <summary>Takes the places of variables without the load bias.</summary>
    public static IReadOnlyList<ulong> Pack(GoGlobals globals, ulong bias) =>
    [
        Move(globals.Mheap, unchecked(0 - bias)), Move(globals.Memstats, unchecked(0 - bias)), Move(globals.GcController, unchecked(0 - bias)),
        Move(globals.Allgs, unchecked(0 - bias)), Move(globals.Allp, unchecked(0 - bias)), Move(globals.Sched, unchecked(0 - bias)), Move(globals.Work, unchecked(0 - bias)),
        Move(globals.WaitReasons, unchecked(0 - bias)), Move(globals.MemoryBuckets, unchecked(0 - bias)), Move(globals.BlockBuckets, unchecked(0 - bias)),
        Move(globals.MutexBuckets, unchecked(0 - bias)), Move(globals.MemProfileRate, unchecked(0 - bias)),
    ];

    /// <summary>Gives the places of variables in a process.</summary>
    public GoGlobals Unpack(ulong bias) => new()
    {
        Mheap = Move(Globals[0], bias),
        Memstats = Move(Globals[1], bias),
        GcController = Move(Globals[2], bias),
        Allgs = Move(Globals[3], bias),
        Allp = Move(Globals[4], bias),
        Sched = Move(Globals[5], bias),
        Work = Move(Globals[6], bias),
        WaitReasons = Move(Globals[7], bias),
        MemoryBuckets = Move(Globals[8], bias),
        BlockBuckets = Move(Globals[9], bias),
        MutexBuckets = Move(Globals[10], bias),
        MemProfileRate = Move(Globals[11], bias),
    };

    /// <summary>Writes one line a value.</summary>
    public string ToText()
    {
        string[] places = [.. new[] { FunctionTable, Module }.Concat(Globals).Select(static place => place.ToString("x", CultureInfo.InvariantCulture))];
        return string.Join('\n', [Header, Version, MainModule, How, .. places, string.Empty]);
    }

    /// <summary>Reads what <see cref="ToText"/> wrote.</summary>
    /// <returns>Null for anything else: another version of the form, a file that was cut.</returns>
    public static GoLocations? Parse(string text)
    {
        string[] lines = text.Split('\n');
        if (lines.Length != GlobalCount + 7 || !string.Equals(lines[0], Header, StringComparison.Ordinal))
        {
            return null;
        }

        ulong[] places = new ulong[GlobalCount + 2];
        for (int i = 0; i < places.Length; i++)
        {
            if (!ulong.TryParse(lines[4 + i], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out places[i]))
            {
                return null;
            }
        }

        return new(lines[1], lines[2], lines[3], places[0], places[1], places[2..]);
    }

    private static ulong Move(ulong place, ulong by) => place == 0 ? 0 : unchecked(place + by);
}
