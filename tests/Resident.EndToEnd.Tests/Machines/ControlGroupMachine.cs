namespace Resident.EndToEnd.Tests.Machines;

/// <summary>Runs tests/tools/vm/cgroup.sh.</summary>
public sealed class ControlGroupMachine() : VirtualMachine("amd64", "cgroup");
