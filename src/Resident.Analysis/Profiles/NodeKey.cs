namespace Resident.Analysis.Profiles;

/// <summary>The identity of a node while a graph is built: texts are numbers.</summary>
internal readonly record struct NodeKey(int Name, int File, ulong Address, long StartLine, long Line, long Column, int ObjectFile);
