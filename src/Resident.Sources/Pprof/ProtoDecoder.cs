using System.Runtime.InteropServices;
using Resident.Model.Profiles;

namespace Resident.Sources.Pprof;

/// <summary>Decodes profile.proto into columns: one walk to count, one to fill, no object for a sample.</summary>
internal ref struct ProtoDecoder
{
    private readonly ReadOnlySpan<byte> _data;
    private readonly ProtoScan _scan;
    private readonly StringPool _pool;
    private readonly int[] _stringNumbers;
    private readonly string[] _strings;
    private bool _isDamaged;

    private ProtoDecoder(ReadOnlySpan<byte> data, ProtoScan scan)
    {
        _data = data;
        _scan = scan;
        _pool = new StringPool();
        _stringNumbers = new int[scan.Strings.Count];
        _strings = new string[scan.Strings.Count];
    }

    /// <summary>Decodes, or returns null when the bytes are no profile.</summary>
    /// <param name="data">The profile, not compressed.</param>
    /// <param name="error">What is wrong with a profile that is one, but not a valid one; or null.</param>
    public static Profile? TryDecode(ReadOnlySpan<byte> data, out string? error)
    {
        error = null;
        var scan = new ProtoScan();
        if (!scan.TryRun(data))
        {
            error = scan.IsConcatenated ? PprofErrors.Concatenated : null;
            return null;
        }

        return new ProtoDecoder(data, scan).Decode(out error);
    }

    private Profile? Decode(out string? error)
    {
        ReadStrings();
        var tables = new ProtoTables();
        foreach (var (start, length) in _scan.Mappings)
        {
            ReadMapping(_data.Slice(start, length), tables);
        }

        foreach (var (start, length) in _scan.Functions)
        {
            ReadFunction(_data.Slice(start, length), tables);
        }

        tables.Index(_scan.Locations.Count);
        foreach (var (start, length) in _scan.Locations)
        {
            ReadLocation(_data.Slice(start, length), tables);
        }

        var types = new SampleType[_scan.SampleTypes.Count];
        for (int i = 0; i < types.Length; i++)
        {
            types[i] = ReadSampleType(_scan.SampleTypes[i]);
        }

        var periodType = _scan.PeriodType.Length > 0 ? ReadSampleType(_scan.PeriodType) : SampleType.None;
        var header = ReadHeader();
        if (_isDamaged || tables.IsDamaged)
        {
            error = null;
            return null;
        }

        var filler = new ProtoSamples(_scan, types.Length, tables.LocationIndex!, _stringNumbers, _data.Length);
        if (!filler.TryFill(_data))
        {
            error = null;
            return null;
        }

        error = tables.Problem ?? filler.Problem;
        return error is not null ? null : header with
        {
            SampleTypes = ImmutableCollectionsMarshal.AsImmutableArray(types),
            Samples = filler.ToTable(),
            Mappings = [.. tables.Mappings],
            Locations = tables.ToLocations(),
            Functions = tables.ToFunctions(),
            Strings = _pool.ToArray(),
            PeriodType = periodType,
        };
    }

    private readonly void ReadStrings()
    {
        for (int i = 0; i < _strings.Length; i++)
        {
            var (start, length) = _scan.Strings[i];
            string text = ProfileText.Decode(_data.Slice(start, length));
            _strings[i] = text;
            _stringNumbers[i] = _pool.Add(text);
        }
    }

    private Profile ReadHeader()
    {
        string[] comments = new string[_scan.Comments.Count];
        for (int i = 0; i < comments.Length; i++)
        {
            comments[i] = Text(_scan.Comments[i]);
        }

        return new Profile
        {
            DropFrames = Text(_scan.Numbers[PprofFormat.ProfileDropFrames]),
            KeepFrames = Text(_scan.Numbers[PprofFormat.ProfileKeepFrames]),
            TimeNanoseconds = _scan.Numbers[PprofFormat.ProfileTimeNanos],
            DurationNanoseconds = _scan.Numbers[PprofFormat.ProfileDurationNanos],
            Period = _scan.Numbers[PprofFormat.ProfilePeriod],
            Comments = ImmutableCollectionsMarshal.AsImmutableArray(comments),
            DefaultSampleType = Text(_scan.Numbers[PprofFormat.ProfileDefaultSampleType]),
            DocumentationLink = Text(_scan.Numbers[PprofFormat.ProfileDocUrl]),
        };
    }

    private SampleType ReadSampleType((int Start, int Length) range)
    {
        long type = 0;
        long unit = 0;
        var reader = new WireReader(_data.Slice(range.Start, range.Length));
        while (reader.TryRead())
        {
            if (reader.Field is PprofFormat.ValueTypeType or PprofFormat.ValueTypeUnit)
            {
                long value = Number(ref reader);
                (type, unit) = reader.Field == PprofFormat.ValueTypeType ? (value, unit) : (type, value);
            }
        }

        _isDamaged |= reader.IsDamaged;
        return new SampleType(Text(type), Text(unit));
    }

    private void ReadMapping(ReadOnlySpan<byte> data, ProtoTables tables)
    {
        Span<long> fields = stackalloc long[PprofFormat.MappingHasInlineFrames + 1];
        ReadNumbers(data, fields);
        string file = Text(fields[PprofFormat.MappingFilename]);
        bool isKernel = file.StartsWith(PprofFormat.KernelMappingPrefix, StringComparison.Ordinal);
        tables.Mappings.Add(new ProfileMapping
        {
            Id = unchecked((ulong)fields[PprofFormat.MappingId]),
            Start = unchecked((ulong)fields[PprofFormat.MappingMemoryStart]),
            Limit = unchecked((ulong)fields[PprofFormat.MappingMemoryLimit]),
            Offset = unchecked((ulong)fields[PprofFormat.MappingFileOffset]),
            File = file,
            BuildId = Text(fields[PprofFormat.MappingBuildId]),
            KernelRelocationSymbol = isKernel ? file[PprofFormat.KernelMappingPrefix.Length..] : string.Empty,
            HasFunctions = fields[PprofFormat.MappingHasFunctions] != 0,
            HasFileNames = fields[PprofFormat.MappingHasFilenames] != 0,
            HasLineNumbers = fields[PprofFormat.MappingHasLineNumbers] != 0,
            HasInlineFrames = fields[PprofFormat.MappingHasInlineFrames] != 0,
        });
    }

    private void ReadFunction(ReadOnlySpan<byte> data, ProtoTables tables)
    {
        Span<long> fields = stackalloc long[PprofFormat.FunctionStartLine + 1];
        ReadNumbers(data, fields);
        tables.AddFunction(
            unchecked((ulong)fields[PprofFormat.FunctionId]),
            StringNumber(fields[PprofFormat.FunctionName]),
            StringNumber(fields[PprofFormat.FunctionSystemName]),
            StringNumber(fields[PprofFormat.FunctionFilename]),
            fields[PprofFormat.FunctionStartLine]);
    }

    private void ReadLocation(ReadOnlySpan<byte> data, ProtoTables tables)
    {
        ulong id = 0;
        ulong mapping = 0;
        ulong address = 0;
        bool isFolded = false;
        var reader = new WireReader(data);
        while (reader.TryRead())
        {
            switch (reader.Field)
            {
                case PprofFormat.LocationId:
                    id = unchecked((ulong)Number(ref reader));
                    break;
                case PprofFormat.LocationMappingId:
                    mapping = unchecked((ulong)Number(ref reader));
                    break;
                case PprofFormat.LocationAddress:
                    address = unchecked((ulong)Number(ref reader));
                    break;
                case PprofFormat.LocationIsFolded:
                    isFolded = Number(ref reader) != 0;
                    break;
                case PprofFormat.LocationLine:
                    ReadLine(ref reader, tables);
                    break;
            }
        }

        _isDamaged |= reader.IsDamaged;
        tables.AddLocation(id, mapping, address, isFolded);
    }

    private void ReadLine(ref WireReader location, ProtoTables tables)
    {
        _isDamaged |= location.WireType != WireReader.Bytes;
        if (!_isDamaged)
        {
            Span<long> fields = stackalloc long[PprofFormat.LineColumn + 1];
            ReadNumbers(location.Content, fields);
            tables.AddLine(unchecked((ulong)fields[PprofFormat.LineFunctionId]), fields[PprofFormat.LineLine], fields[PprofFormat.LineColumn]);
        }
    }

    private void ReadNumbers(ReadOnlySpan<byte> data, scoped Span<long> fields)
    {
        fields.Clear();
        var reader = new WireReader(data);
        while (reader.TryRead())
        {
            if (reader.Field > 0 && reader.Field < fields.Length)
            {
                fields[reader.Field] = Number(ref reader);
            }
        }

        _isDamaged |= reader.IsDamaged;
    }

    private long Number(ref WireReader reader)
    {
        _isDamaged |= reader.WireType != WireReader.Varint;
        return unchecked((long)reader.Number);
    }

    private int StringNumber(long index)
    {
        if (unchecked((ulong)index) < (ulong)_stringNumbers.Length)
        {
            return _stringNumbers[index];
        }

        _isDamaged = true;
        return 0;
    }

    private string Text(long index)
    {
        if (unchecked((ulong)index) < (ulong)_strings.Length)
        {
            return _strings[index];
        }

        _isDamaged = true;
        return string.Empty;
    }
}
