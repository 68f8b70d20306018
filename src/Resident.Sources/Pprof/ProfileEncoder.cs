using System.IO.Compression;
using Resident.Model.Profiles;

namespace Resident.Sources.Pprof;

/// <summary>Writes profiles in the format profile.proto.</summary>
public sealed class ProfileEncoder
{
    private const int OutputBuffer = 64 * 1024;
    private const int MostBytesOfChar = 3;

    private readonly Profile _profile;
    private readonly Stream _stream;
    private readonly WireWriter _message = new();
    private readonly WireWriter _inner = new();
    private readonly WireWriter _field = new();
    private readonly StringPool _strings;

    private ProfileEncoder(Profile profile, Stream stream)
    {
        _profile = profile;
        _stream = stream;
        _strings = new(profile.Strings);
    }

    /// <summary>Writes a profile, compressed with gzip. The stream stays open.</summary>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static void WriteCompressed(Profile profile, Stream stream)
    {
        using var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);
        using var buffered = new BufferedStream(gzip, OutputBuffer);
        Write(profile, buffered);
    }

    /// <summary>Makes a profile's file, packed with gzip.</summary>
    public static byte[] Pack(Profile profile)
    {
        using var stream = new MemoryStream();
        WriteCompressed(profile, stream);
        return stream.ToArray();
    }

    /// <summary>Writes a profile, not compressed. The stream stays open.</summary>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static void Write(Profile profile, Stream stream) => new ProfileEncoder(profile, stream).Write();

    private void Write()
    {
        foreach (var type in _profile.SampleTypes)
        {
            WriteSampleType(PprofFormat.ProfileSampleType, type);
        }

        for (int sample = 0; sample < _profile.Samples.Count; sample++)
        {
            WriteSample(sample);
        }

        foreach (var mapping in _profile.Mappings)
        {
            WriteMapping(mapping);
        }

        for (int location = 0; location < _profile.Locations.Count; location++)
        {
            WriteLocation(location);
        }

        for (int function = 0; function < _profile.Functions.Count; function++)
        {
            WriteFunction(function);
        }

        WriteHeader();
        WriteStrings();
    }

    private void Send(int field)
    {
        _field.Clear();
        _field.WriteLength(field, _message.Written.Length);
        _stream.Write(_field.Written);
        _stream.Write(_message.Written);
        _message.Clear();
    }

    private void WriteSampleType(int field, SampleType type)
    {
        _message.WriteNumber(PprofFormat.ValueTypeType, _strings.Add(type.Type));
        _message.WriteNumber(PprofFormat.ValueTypeUnit, _strings.Add(type.Unit));
        Send(field);
    }

    private void WriteSample(int sample)
    {
        var samples = _profile.Samples;
        _inner.Clear();
        _inner.WriteVarints(samples.StackOf(sample), _profile.Locations.Ids.AsSpan());
        _message.WriteBytes(PprofFormat.SampleLocationId, _inner.Written);
        _inner.Clear();
        foreach (long value in samples.ValuesOf(sample))
        {
            _inner.WriteVarint(unchecked((ulong)value));
        }

        _message.WriteBytes(PprofFormat.SampleValue, _inner.Written);
        foreach (var label in samples.LabelsOf(sample))
        {
            _inner.Clear();
            _inner.WriteNumber(PprofFormat.LabelKey, label.Key);
            _inner.WriteNumber(PprofFormat.LabelStr, Math.Max(label.Text, 0));
            _inner.WriteNumber(PprofFormat.LabelNum, label.Number);
            _inner.WriteNumber(PprofFormat.LabelNumUnit, Math.Max(label.Unit, 0));
            _message.WriteBytes(PprofFormat.SampleLabelField, _inner.Written);
        }

        Send(PprofFormat.ProfileSample);
    }

    private void WriteMapping(ProfileMapping mapping)
    {
        _message.WriteNumber(PprofFormat.MappingId, unchecked((long)mapping.Id));
        _message.WriteNumber(PprofFormat.MappingMemoryStart, unchecked((long)mapping.Start));
        _message.WriteNumber(PprofFormat.MappingMemoryLimit, unchecked((long)mapping.Limit));
        _message.WriteNumber(PprofFormat.MappingFileOffset, unchecked((long)mapping.Offset));
        _message.WriteNumber(PprofFormat.MappingFilename, _strings.Add(mapping.File));
        _message.WriteNumber(PprofFormat.MappingBuildId, _strings.Add(mapping.BuildId));
        _message.WriteNumber(PprofFormat.MappingHasFunctions, mapping.HasFunctions ? 1 : 0);
        _message.WriteNumber(PprofFormat.MappingHasFilenames, mapping.HasFileNames ? 1 : 0);
        _message.WriteNumber(PprofFormat.MappingHasLineNumbers, mapping.HasLineNumbers ? 1 : 0);
        _message.WriteNumber(PprofFormat.MappingHasInlineFrames, mapping.HasInlineFrames ? 1 : 0);
        Send(PprofFormat.ProfileMapping);
    }

    private void WriteLocation(int location)
    {
        var locations = _profile.Locations;
        int mapping = locations.Mappings[location];
        _message.WriteNumber(PprofFormat.LocationId, unchecked((long)locations.Ids[location]));
        _message.WriteNumber(PprofFormat.LocationMappingId, mapping < 0 ? 0 : unchecked((long)_profile.Mappings[mapping].Id));
        _message.WriteNumber(PprofFormat.LocationAddress, unchecked((long)locations.Addresses[location]));
        for (int line = locations.LineStarts[location]; line < locations.LineStarts[location + 1]; line++)
        {
            _inner.Clear();
            _inner.WriteNumber(PprofFormat.LineFunctionId, unchecked((long)_profile.Functions.Ids[locations.Functions[line]]));
            _inner.WriteNumber(PprofFormat.LineLine, locations.Lines[line]);
            _inner.WriteNumber(PprofFormat.LineColumn, locations.Columns[line]);
            _message.WriteBytes(PprofFormat.LocationLine, _inner.Written);
        }

        _message.WriteNumber(PprofFormat.LocationIsFolded, locations.Folded[location] ? 1 : 0);
        Send(PprofFormat.ProfileLocation);
    }

    private void WriteFunction(int function)
    {
        var functions = _profile.Functions;
        _message.WriteNumber(PprofFormat.FunctionId, unchecked((long)functions.Ids[function]));
        _message.WriteNumber(PprofFormat.FunctionName, functions.Names[function]);
        _message.WriteNumber(PprofFormat.FunctionSystemName, functions.SystemNames[function]);
        _message.WriteNumber(PprofFormat.FunctionFilename, functions.FileNames[function]);
        _message.WriteNumber(PprofFormat.FunctionStartLine, functions.StartLines[function]);
        Send(PprofFormat.ProfileFunction);
    }

    private void WriteHeader()
    {
        WriteSampleType(PprofFormat.ProfilePeriodType, _profile.PeriodType);
        _message.WriteNumber(PprofFormat.ProfileDropFrames, _strings.Add(_profile.DropFrames));
        _message.WriteNumber(PprofFormat.ProfileKeepFrames, _strings.Add(_profile.KeepFrames));
        _message.WriteNumber(PprofFormat.ProfileTimeNanos, _profile.TimeNanoseconds);
        _message.WriteNumber(PprofFormat.ProfileDurationNanos, _profile.DurationNanoseconds);
        _message.WriteNumber(PprofFormat.ProfilePeriod, _profile.Period);
        foreach (string comment in _profile.Comments)
        {
            // Zero would be left out, and comments may be empty.
            _message.WriteVarint((PprofFormat.ProfileComment << 3) | WireReader.Varint);
            _message.WriteVarint((uint)_strings.Add(comment));
        }

        _message.WriteNumber(PprofFormat.ProfileDefaultSampleType, _strings.Add(_profile.DefaultSampleType));
        _message.WriteNumber(PprofFormat.ProfileDocUrl, _strings.Add(_profile.DocumentationLink));
        _stream.Write(_message.Written);
        _message.Clear();
    }

    private void WriteStrings()
    {
        byte[] buffer = [];
        foreach (string text in _strings.ToArray())
        {
            int most = text.Length * MostBytesOfChar;
            buffer = buffer.Length < most ? new byte[most * 2] : buffer;
            int length = ProfileText.Encode(text, buffer);
            _message.WriteBytes(PprofFormat.ProfileStringTable, buffer.AsSpan(0, length));
            _stream.Write(_message.Written);
            _message.Clear();
        }
    }
}
