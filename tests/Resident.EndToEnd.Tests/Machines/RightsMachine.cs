namespace Resident.EndToEnd.Tests.Machines;

/// <summary>Runs tests/tools/vm/rights.sh.</summary>
public sealed class RightsMachine() : VirtualMachine("amd64", "rights");
