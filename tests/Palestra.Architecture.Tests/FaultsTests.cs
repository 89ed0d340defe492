using System.Text.RegularExpressions;

namespace Palestra.Architecture.Tests;

/// <summary>docs/faults-of-the-original.md: no fault left out, and every test it names is there.</summary>
public sealed partial class FaultsTests
{
    private const int Faults = 26;

    private static readonly string Document = Path.Combine(Repository.Root, "docs", "faults-of-the-original.md");

    [Fact]
    public void Every_fault_has_its_row_and_each_that_applies_names_a_test()
    {
        var rows = Rows().ToArray();

        Assert.Equal(Enumerable.Range(1, Faults), rows.Select(row => row.Number).Distinct());
        Assert.All(rows, row => Assert.True(
            row.Applies.StartsWith("not yet", StringComparison.Ordinal) || NamedTest().IsMatch(row.Tests), $"Fault {row.Number} applies ({row.Applies}) and names no test."));
    }

    [Fact]
    public void Every_test_that_the_table_names_exists()
    {
        var missing = from row in Rows()
                      from Match test in NamedTest().Matches(row.Tests)
                      where !Exists(test.Groups[1].Value, test.Groups[2].Value, test.Groups[3].Value)
                      select $"{row.Number}: {test.Value}";

        Assert.Empty(missing);
    }

    private static IEnumerable<(int Number, string Applies, string Tests)> Rows() =>
        from line in File.ReadLines(Document)
        let row = Row().Match(line)
        where row.Success
        select (int.Parse(row.Groups[1].Value), row.Groups[2].Value.Trim(), row.Groups[3].Value);

    private static bool Exists(string room, string type, string method) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", $"Palestra.{room}.Tests"), "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            .Any(text => Regex.IsMatch(text, $@"\bclass {type}\b") && Regex.IsMatch(text, $@"\bpublic (async )?(Task|void) {method}\("));

    [GeneratedRegex(@"^\| (\d+) \|[^|]*\|([^|]*)\|(.*)\|$")]
    private static partial Regex Row();

    [GeneratedRegex(@"`([A-Z]\w+)/([A-Z]\w+)\.([A-Z]\w+)`")]
    private static partial Regex NamedTest();
}
