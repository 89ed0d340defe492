using System.Xml.Linq;

namespace Palestra.Architecture.Tests;

/// <summary>The table of rooms in ARCHITECTURE.md, held: arrows point down only.</summary>
public sealed class ArrowsTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Settings.Analyzers"] = [],
        ["Settings"] = [],
        ["Gym"] = [],
        ["Telemetry"] = ["Settings"],
        ["Storage"] = ["Telemetry", "Settings"],
        ["FastLane"] = ["Telemetry", "Settings"],
        ["Wire"] = ["Telemetry", "Settings"],
        ["Agents"] = ["Gym"],
        ["Worker"] = ["Agents", "Gym", "Wire", "FastLane", "Storage", "Telemetry", "Settings"],
        ["Trainer"] = ["Agents", "Gym", "Wire", "FastLane", "Storage", "Telemetry", "Settings"],
        ["Cli"] = ["Bench", "Trainer", "Worker", "Agents", "Gym", "Wire", "FastLane", "Storage", "Telemetry", "Settings"],
    };

    [Fact]
    public void Every_room_has_its_row_in_the_table_and_the_table_has_no_other() =>
        Assert.Equal(Allowed.Keys.Order(), Rooms().Select(room => room.Name).Order());

    [Fact]
    public void A_room_refers_only_to_the_rooms_below_it()
    {
        var wrong = from room in Rooms()
                    from target in room.References
                    where !Allowed[room.Name].Contains(target)
                    select $"{room.Name} -> {target}";

        Assert.Empty(wrong);
    }

    /// <summary>
    /// A project reference is transitive: what matters in the end is which namespaces a room's code names.
    /// </summary>
    [Fact]
    public void The_code_of_a_room_names_only_the_rooms_below_it()
    {
        var wrong = from file in Repository.Files(".cs")
                    let path = Repository.Relative(file).Split('/')
                    where path[0] == "src"
                    let room = path[1]["Palestra.".Length..]
                    from line in File.ReadLines(file)
                    where line.StartsWith("using Palestra.", StringComparison.Ordinal)
                    let target = line["using Palestra.".Length..].TrimEnd(';').Split('.')[0]
                    where target != room && !Allowed[room].Contains(target)
                    select $"{Repository.Relative(file)}: {line}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void Telemetry_knows_nothing_of_SQLite_and_Gym_has_no_package_at_all()
    {
        Assert.DoesNotContain(Packages("Telemetry"), package => package.Contains("Sqlite", StringComparison.OrdinalIgnoreCase));
        Assert.Empty(Packages("Gym"));
    }

    private static IEnumerable<(string Name, string[] References)> Rooms() =>
        from project in Repository.Files(".csproj")
        where Repository.Relative(project).StartsWith("src/", StringComparison.Ordinal)
        select (
            Path.GetFileNameWithoutExtension(project)["Palestra.".Length..],
            XDocument.Load(project).Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)["Palestra.".Length..])
                .ToArray());

    private static IEnumerable<string> Packages(string room) =>
        XDocument.Load(Path.Combine(Repository.Root, "src", $"Palestra.{room}", $"Palestra.{room}.csproj"))
            .Descendants("PackageReference").Select(package => package.Attribute("Include")!.Value);
}
