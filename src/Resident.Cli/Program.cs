namespace Resident.Cli;

internal static class Program
{
    private static int Main(string[] args)
    {
        Console.WriteLine($"resident {ThisAssembly.Version} {args.Length}");
        return 0;
    }
}
