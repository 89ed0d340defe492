using System.Text.RegularExpressions;

namespace Palestra.EndToEnd.Tests;

/// <summary>docs/settings-inventory.md names settings that exist, with the variables they have.</summary>
public sealed partial class InventoryTests
{
    [GeneratedRegex(@"`([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+)`(?: \(`(GYM_[A-Z0-9_]+)`\))?")]
    private static partial Regex NamedSetting { get; }

    [Fact]
    public void Every_setting_of_the_inventory_exists_and_has_the_variable_named_beside_it()
    {
        using var shell = new Shell();
        var envs = shell.Palestra("settings", "list", "--json").Succeeds().Json().EnumerateArray()
            .ToDictionary(row => row.GetProperty("key").GetString()!, row => row.GetProperty("env").GetString());

        // The second column of a table is about us; what the original had may look like a key of ours.
        var named = File.ReadLines(Path.Combine(Executable.Root, "docs", "settings-inventory.md"))
            .Where(line => line.StartsWith('|')).Select(line => line.Split('|')[2])
            .SelectMany(cell => NamedSetting.Matches(cell)).ToList();

        Assert.True(named.Count > 50, $"Only {named.Count} settings were found: the table has changed its form.");
        Assert.All(named, match => Assert.True(
            envs.TryGetValue(match.Groups[1].Value, out var env) && (!match.Groups[2].Success || match.Groups[2].Value == env),
            $"{match.Value}: {(env is null ? "there is no such setting" : $"its variable is {env}")}"));
    }
}
