using System.Globalization;
using Resident.Model.Profiles;

namespace Resident.Sources.Pprof;

/// <summary>Gathers mappings, functions and locations while a profile is decoded.</summary>
internal sealed class ProtoTables
{
    private readonly List<ulong> _functionIds = [];
    private readonly List<int> _names = [];
    private readonly List<int> _systemNames = [];
    private readonly List<int> _fileNames = [];
    private readonly List<long> _startLines = [];

    private readonly List<ulong> _locationIds = [];
    private readonly List<ulong> _addresses = [];
    private readonly List<int> _locationMappings = [];
    private readonly List<bool> _folded = [];
    private readonly List<int> _lineStarts = [0];
    private readonly List<int> _lineFunctions = [];
    private readonly List<long> _lines = [];
    private readonly List<long> _columns = [];

    private IdIndex? _mappingIndex;
    private IdIndex? _functionIndex;

    public List<ProfileMapping> Mappings { get; } = [];

    /// <summary>Gets the index of the locations, once <see cref="Index"/> was called.</summary>
    public IdIndex? LocationIndex { get; private set; }

    /// <summary>Gets a value indicating whether something refers to what is not there.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Gets the first rule that the tables break, or null.</summary>
    public string? Problem { get; private set; }

    public void AddFunction(ulong id, int name, int systemName, int fileName, long startLine)
    {
        _functionIds.Add(id);
        _names.Add(name);
        _systemNames.Add(systemName);
        _fileNames.Add(fileName);
        _startLines.Add(startLine);
    }

    /// <summary>Makes mappings and functions findable, and the locations to come.</summary>
    public void Index(int locationCount)
    {
        _mappingIndex = new IdIndex(Mappings.Count);
        for (int i = 0; i < Mappings.Count; i++)
        {
            Check(_mappingIndex, Mappings[i].Id, i, "mapping", "mappings", "ID");
        }

        _functionIndex = new IdIndex(_functionIds.Count);
        for (int i = 0; i < _functionIds.Count; i++)
        {
            Check(_functionIndex, _functionIds[i], i, "function", "functions", "ID");
        }

        LocationIndex = new IdIndex(locationCount);
    }

    public void AddLine(ulong functionId, long line, long column)
    {
        int function = functionId == 0 ? -1 : _functionIndex!.Find(functionId);
        IsDamaged |= function < 0 && functionId != 0;
        _lineFunctions.Add(function);
        _lines.Add(line);
        _columns.Add(column);
    }

    public void AddLocation(ulong id, ulong mappingId, ulong address, bool isFolded)
    {
        Check(LocationIndex!, id, _locationIds.Count, "location", "locations", "id");
        for (int line = _lineStarts[^1]; line < _lineFunctions.Count; line++)
        {
            if (_lineFunctions[line] < 0)
            {
                Problem ??= string.Create(CultureInfo.InvariantCulture, $"location id: {id} has a line with nil function");
            }
        }

        _locationIds.Add(id);
        _addresses.Add(address);
        _locationMappings.Add(mappingId == 0 ? -1 : _mappingIndex!.Find(mappingId));
        _folded.Add(isFolded);
        _lineStarts.Add(_lineFunctions.Count);
    }

    public LocationTable ToLocations() => new()
    {
        Ids = [.. _locationIds],
        Addresses = [.. _addresses],
        Mappings = [.. _locationMappings],
        Folded = [.. _folded],
        LineStarts = [.. _lineStarts],
        Functions = [.. _lineFunctions],
        Lines = [.. _lines],
        Columns = [.. _columns],
    };

    public FunctionTable ToFunctions() => new()
    {
        Ids = [.. _functionIds],
        Names = [.. _names],
        SystemNames = [.. _systemNames],
        FileNames = [.. _fileNames],
        StartLines = [.. _startLines],
    };

    private void Check(IdIndex index, ulong id, int position, string one, string many, string idName)
    {
        if (id == 0)
        {
            Problem ??= $"found {one} with reserved {idName}=0";
        }
        else if (!index.TryAdd(id, position))
        {
            Problem ??= string.Create(CultureInfo.InvariantCulture, $"multiple {many} with same id: {id}");
        }
    }
}
