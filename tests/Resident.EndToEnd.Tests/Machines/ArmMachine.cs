namespace Resident.EndToEnd.Tests.Machines;

/// <summary>Runs tests/tools/vm/attach.sh.</summary>
public sealed class ArmMachine() : VirtualMachine("arm64", "attach");
