namespace Resident.Cli;

/// <summary>The product's version, stated once.</summary>
internal static class ThisAssembly
{
    public const string Version = "0.1.0";
}
