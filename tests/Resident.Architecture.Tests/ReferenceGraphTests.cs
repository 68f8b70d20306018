using System.Xml.Linq;
using Resident.Testing;

namespace Resident.Architecture.Tests;

/// <summary>Holds the arrows between the rooms. A new arrow is a decision: it is made here first.</summary>
public sealed class ReferenceGraphTests
{
    private static readonly SortedDictionary<string, string[]> Rooms = new(StringComparer.Ordinal)
    {
        ["Resident.Model"] = [],
        ["Resident.Sources"] = ["Resident.Model"],
        ["Resident.Analysis"] = ["Resident.Model"],
        ["Resident.Reporting"] = ["Resident.Model"],
        ["Resident.Store"] = ["Resident.Model"],
        ["Resident.Monitoring"] = ["Resident.Analysis", "Resident.Model", "Resident.Sources", "Resident.Store"],
        ["Resident.Web"] = ["Resident.Analysis", "Resident.Model", "Resident.Monitoring", "Resident.Reporting"],
        ["Resident.Cli"] =
        [
            "Resident.Analysis", "Resident.Model", "Resident.Monitoring", "Resident.Reporting", "Resident.Sources", "Resident.Store",
            "Resident.Web",
        ],
    };

    [Fact]
    public void EveryRoom_RefersToNoMoreThanItsList()
    {
        var found = Projects().ToDictionary(static path => Path.GetFileNameWithoutExtension(path), References, StringComparer.Ordinal);

        Assert.Equal([.. Rooms.Keys], found.Keys.Order(StringComparer.Ordinal).ToArray());
        Assert.All(found, static room => Assert.Equal<string[]>(Rooms[room.Key], room.Value));
    }

    [Fact]
    public void PureRooms_HaveNoPackages()
    {
        string[] pure = ["Resident.Model", "Resident.Sources", "Resident.Analysis", "Resident.Reporting"];

        var packages = Projects()
            .Where(path => pure.Contains(Path.GetFileNameWithoutExtension(path), StringComparer.Ordinal))
            .SelectMany(static path => XDocument.Load(path).Descendants("PackageReference"));

        Assert.Empty(packages);
    }

    private static IEnumerable<string> Projects() =>
        Directory.EnumerateFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories);

    private static string[] References(string project) =>
    [
        .. XDocument.Load(project).Descendants("ProjectReference")
            .Select(static reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!))
            .Order(StringComparer.Ordinal),
    ];
}
