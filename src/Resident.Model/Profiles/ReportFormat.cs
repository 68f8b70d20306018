namespace Resident.Model.Profiles;

/// <summary>The form that a report takes.</summary>
public enum ReportFormat
{
    /// <summary>The profile itself, in its binary format.</summary>
    Proto,

    /// <summary>The heaviest entries as a small profile in the binary format.</summary>
    TopProto,

    /// <summary>A flat table of nodes.</summary>
    Text,

    /// <summary>Nodes with their callers and callees.</summary>
    Tree,

    /// <summary>The call graph in the language of graphviz.</summary>
    Dot,

    /// <summary>The weights of labels.</summary>
    Tags,

    /// <summary>Every sample with its stack.</summary>
    Traces,

    /// <summary>The profile's content as text.</summary>
    Raw,

    /// <summary>The comments.</summary>
    Comments,

    /// <summary>The call graph in the format of callgrind.</summary>
    Callgrind,

    /// <summary>Annotated source.</summary>
    List,

    /// <summary>Annotated source and assembly as a page.</summary>
    WebList,

    /// <summary>Annotated assembly.</summary>
    Disassembly,

    /// <summary>One line a stack: frames, root first, and the value.</summary>
    Folded,

    /// <summary>The top table as JSON.</summary>
    Json,

    /// <summary>The top table as Markdown.</summary>
    Markdown,

    /// <summary>The profile as speedscope reads it.</summary>
    Speedscope,

    /// <summary>A flame graph in one page.</summary>
    FlameGraph,
}
