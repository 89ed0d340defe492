using System.Text.RegularExpressions;

namespace Palestra.Architecture.Tests;

/// <summary>P-COUNT: the catalogue of log ids promises nothing that nobody says.</summary>
public sealed partial class LogIdsTests
{
    private const string Catalogue = "src/Palestra.Telemetry/Logs/LogIds.cs";

    [Fact]
    public void Every_log_id_of_the_catalogue_is_said_somewhere()
    {
        var catalogue = File.ReadAllText(Path.Combine(Repository.Root, Catalogue));
        var names = Definition().Matches(catalogue).Select(m => m.Groups[1].Value).ToArray();
        Assert.NotEmpty(names);

        var said = Repository.Files(".cs")
            .Where(f => Repository.Relative(f).StartsWith("src/", StringComparison.Ordinal) && Repository.Relative(f) != Catalogue)
            .SelectMany(f => Use().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value))
            .ToHashSet(StringComparer.Ordinal);

        Assert.DoesNotContain(names, n => !said.Contains(n));
    }

    [GeneratedRegex(@"static readonly LogId (\w+) =")]
    private static partial Regex Definition();

    [GeneratedRegex(@"\bLogIds\.(\w+)")]
    private static partial Regex Use();
}
