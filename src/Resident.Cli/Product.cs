namespace Resident.Cli;

/// <summary>The product's name and version, stated once.</summary>
internal static class Product
{
    public const string Version = "0.1.0";
}
