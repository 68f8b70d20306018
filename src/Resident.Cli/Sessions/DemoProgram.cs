using System.ComponentModel;
using System.Diagnostics;

namespace Resident.Cli.Sessions;

/// <summary>Builds the demo's Go service from the source that the command carries.</summary>
internal static class DemoProgram
{
    private static readonly string[] UsualPlaces = ["/usr/local/go/bin/go", "/usr/lib/go/bin/go", "/snap/bin/go"];

    /// <summary>Builds the service, or finds it built.</summary>
    /// <param name="isQuiet">Whether to say nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The program's path.</returns>
    /// <exception cref="WrongRequestException">There is no Go toolchain, or it refuses; the message says what to do.</exception>
    public static async Task<string> BuildAsync(bool isQuiet, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(UserCache.Folder ?? Path.Combine(Path.GetTempPath(), "resident"), "demo-" + Product.Version);
        string program = Path.Combine(folder, "leaky");
        string source = Path.Combine(folder, "main.go");
        string text = await ReadSourceAsync("main.go", cancellationToken);
        if (File.Exists(program) && File.Exists(source) && string.Equals(await File.ReadAllTextAsync(source, cancellationToken), text, StringComparison.Ordinal))
        {
            return program;
        }

        string go = FindGo();
        if (!isQuiet)
        {
            await Console.Error.WriteLineAsync($"resident: building the demo service with {go} ...");
        }

        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "go.mod"), await ReadSourceAsync("go.mod", cancellationToken), cancellationToken);
        await File.WriteAllTextAsync(source, text, cancellationToken);
        File.Delete(program);
        await RunGoAsync(go, folder, program, cancellationToken);
        return program;
    }

    private static async Task<string> ReadSourceAsync(string name, CancellationToken cancellationToken)
    {
        await using var stream = typeof(DemoProgram).Assembly.GetManifestResourceStream("leaky/" + name)
            ?? throw new UnreachableException($"The demo's {name} was not built into the command.");
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    private static string FindGo()
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(static folder => Path.Combine(folder, "go")).Concat(UsualPlaces).FirstOrDefault(File.Exists)
            ?? throw new WrongRequestException(
                "The demo is a Go program, and no Go toolchain is here. Install one: apt-get install golang-go (Debian, Ubuntu), "
                + "dnf install golang (Fedora), apk add go (Alpine), or see https://go.dev/dl. Any other Go program will do as well: resident run -- ./yours");
    }

    private static async Task RunGoAsync(string go, string folder, string program, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(go, ["build", "-o", program, "."]) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardError = true };
        start.Environment["GOTOOLCHAIN"] = "local";
        start.Environment["GOFLAGS"] = "";
        try
        {
            using var build = Process.Start(start)!;
            string errors = await build.StandardError.ReadToEndAsync(cancellationToken);
            await build.WaitForExitAsync(cancellationToken);
            if (build.ExitCode != 0)
            {
                throw new WrongRequestException($"{go} could not build the demo service: {errors.Trim()}");
            }
        }
        catch (Win32Exception problem)
        {
            throw new WrongRequestException($"{go} could not be started: {problem.Message}", problem);
        }
    }
}
