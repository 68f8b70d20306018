namespace Resident.Sources.Procfs;

/// <summary>Takes mappings as they are read, so that nobody holds the text or an object each.</summary>
internal interface IMappingSink
{
    /// <summary>Takes the next mapping. Its words stand in the reader's buffer and are gone when this
    /// returns.</summary>
    void Begin(in MappingLine line);

    /// <summary>Takes the figures of the mapping that was begun last; where maps is read, all are zero.</summary>
    void End(SmapsRow memory);
}
