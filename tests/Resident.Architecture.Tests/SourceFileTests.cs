using Resident.Testing;

namespace Resident.Architecture.Tests;

public sealed class SourceFileTests
{
    private const int MostLines = 400;

    [Fact]
    public void NoSourceFile_OutgrowsThePage()
    {
        var tooLong = Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Select(static path => $"{path}: {File.ReadLines(path).Count()} lines")
            .Where(static entry => int.Parse(entry.Split(' ')[^2], System.Globalization.CultureInfo.InvariantCulture) > MostLines);

        Assert.Empty(tooLong);
    }
}
