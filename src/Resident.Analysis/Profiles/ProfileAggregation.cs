using System.Collections.Immutable;
using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>Forgets what a report does not tell apart: lines, files, addresses, inlined calls.</summary>
public static class ProfileAggregation
{
    /// <summary>Makes a profile coarser.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="granularity">"functions" or empty, "filefunctions", "files", "lines" or "addresses".</param>
    /// <param name="withInlines">Whether inlined calls stay frames of their own.</param>
    /// <param name="withColumns">Whether columns are told apart.</param>
    public static Profile Aggregate(Profile profile, string granularity, bool withInlines, bool withColumns)
    {
        bool withAddresses = granularity is "addresses";
        if (withAddresses && withInlines)
        {
            return profile;
        }

        bool withLines = withAddresses || granularity is "lines";
        bool withFiles = withLines || granularity is "files" or "filefunctions";
        bool withFunctions = granularity is not "files";
        return profile with
        {
            Mappings = [.. profile.Mappings.Select(mapping => mapping with
            {
                HasInlineFrames = mapping.HasInlineFrames && withInlines,
                HasFunctions = mapping.HasFunctions && withFunctions,
                HasFileNames = mapping.HasFileNames && withFiles,
                HasLineNumbers = mapping.HasLineNumbers && withLines,
            })],
            Functions = Coarsen(profile.Functions, withFunctions, withFiles),
            Locations = Coarsen(profile.Locations, withInlines, withAddresses, withLines, withColumns),
        };
    }

    private static FunctionTable Coarsen(FunctionTable functions, bool withNames, bool withFiles)
    {
        var none = withNames && withFiles ? [] : ImmutableArray.Create(new int[functions.Count]);
        return functions with
        {
            Names = withNames ? functions.Names : none,
            SystemNames = withNames ? functions.SystemNames : none,
            FileNames = withFiles ? functions.FileNames : none,
        };
    }

    private static LocationTable Coarsen(LocationTable locations, bool withInlines, bool withAddresses, bool withLines, bool withColumns)
    {
        locations = withInlines ? locations : OuterLines(locations);
        return locations with
        {
            Addresses = withAddresses ? locations.Addresses : ImmutableArray.Create(new ulong[locations.Count]),
            Lines = withLines ? locations.Lines : ImmutableArray.Create(new long[locations.Lines.Length]),
            Columns = withLines && withColumns ? locations.Columns : ImmutableArray.Create(new long[locations.Lines.Length]),
        };
    }

    private static LocationTable OuterLines(LocationTable locations)
    {
        var starts = ImmutableArray.CreateBuilder<int>(locations.Count + 1);
        var kept = new List<int>(locations.Count);
        starts.Add(0);
        for (int i = 0; i < locations.Count; i++)
        {
            if (locations.LineStarts[i + 1] > locations.LineStarts[i])
            {
                kept.Add(locations.LineStarts[i + 1] - 1);
            }

            starts.Add(kept.Count);
        }

        return locations with
        {
            LineStarts = starts.MoveToImmutable(),
            Functions = [.. kept.Select(line => locations.Functions[line])],
            Lines = [.. kept.Select(line => locations.Lines[line])],
            Columns = [.. kept.Select(line => locations.Columns[line])],
        };
    }
}
