using System.Text;
using Resident.Model;
using Resident.Sources.Procfs;

namespace Resident.Sources.Detection;

/// <summary>Looks for a runtime's library among a process's mappings as they are read.</summary>
internal sealed class MappedRuntimeSearch : IMappingSink
{
    private RuntimeIdentity? _dotnet;
    private RuntimeIdentity? _interpreter;

    /// <summary>Gets the runtime, or null where there is none that is known.</summary>
    public RuntimeIdentity? Found => _dotnet ?? _interpreter;

    public void Begin(in MappingLine line)
    {
        if (_dotnet is not null)
        {
            return;
        }

        if (line.Name.IndexOf("/libcoreclr.so"u8) >= 0 || line.Name.IndexOf("/libclrjit.so"u8) >= 0)
        {
            // .../shared/Microsoft.NETCore.App/10.0.1/libcoreclr.so; beside a self-contained program there is no version.
            string? folder = Path.GetFileName(Path.GetDirectoryName(Encoding.UTF8.GetString(line.Name)));
            string? version = folder is { Length: > 0 } && char.IsAsciiDigit(folder[0]) ? folder : null;
            _dotnet = new("dotnet", version, Module: null, "libcoreclr");
        }
        else if (_interpreter is null && !line.Name.IsEmpty && line.Permissions.Contains((byte)'x'))
        {
            _interpreter = InterpreterRuntimes.Find(Encoding.UTF8.GetString(line.Name));
        }
    }

    public void End(SmapsRow memory)
    {
        // Where it is mapped tells it; what of it is in RAM does not.
    }
}
