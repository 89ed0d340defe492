using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Palestra.Architecture.Tests;

public sealed partial class DocumentsTests
{
    [Fact]
    public void Every_path_named_in_our_Markdown_exists()
    {
        var missing = from document in Repository.Files(".md")
                      let text = File.ReadAllText(document)
                      from path in PathsIn(text)
                      where !Exists(document, path)
                      select $"{Repository.Relative(document)}: {path}";

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_direct_dependency_is_justified_in_one_line()
    {
        var justified = File.ReadAllText(Path.Combine(Repository.Root, "docs", "dependencies.md"));
        var nuget = Repository.Files(".csproj", "Directory.Build.props")
            .SelectMany(project => XDocument.Load(project).Descendants("PackageReference"))
            .Select(package => package.Attribute("Include")!.Value);
        var npm = Repository.Files("package.json").SelectMany(NpmDependencies);

        Assert.All(nuget.Concat(npm).Distinct(), name => Assert.Contains($"`{name}`", justified, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_room_says_what_it_is_for_in_at_most_forty_lines()
    {
        foreach (var project in Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src")))
        {
            var readme = Path.Combine(project, "README.md");
            Assert.True(File.Exists(readme), $"{Repository.Relative(project)} has no README.md.");
            Assert.InRange(File.ReadLines(readme).Count(), 3, 40);
        }
    }

    [Fact]
    public void Nothing_we_keep_names_a_registry_or_a_path_of_one_machine()
    {
        var wrong = from file in Repository.Files(".cs", ".ts", ".tsx", ".md", ".json", ".props", ".csproj", ".js", ".mjs", ".proto", ".yml", ".py", "run", "test", "build")
                    where !file.EndsWith("DocumentsTests.cs", StringComparison.Ordinal)
                    from line in File.ReadLines(file)
                    where MachinePathOrRegistry().IsMatch(line)
                    select $"{Repository.Relative(file)}: {line.Trim()}";

        Assert.Empty(wrong);
    }

    /// <summary>Links to files, and words in back quotes that begin with a folder of ours.</summary>
    private static IEnumerable<string> PathsIn(string markdown)
    {
        foreach (Match link in MarkdownLink().Matches(markdown))
        {
            var target = link.Groups[1].Value.Split('#')[0];
            if (target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal))
            {
                yield return target;
            }
        }

        foreach (Match quoted in QuotedPath().Matches(markdown))
        {
            yield return quoted.Groups[1].Value;
        }
    }

    /// <summary>A path is meant from the document's own folder or from the root.</summary>
    private static bool Exists(string document, string path) =>
        new[] { Path.GetDirectoryName(document)!, Repository.Root }
            .Select(folder => Path.Combine(folder, path))
            .Any(full => File.Exists(full) || Directory.Exists(full));

    private static IEnumerable<string> NpmDependencies(string packageFile)
    {
        using var json = System.Text.Json.JsonDocument.Parse(File.ReadAllText(packageFile));
        foreach (var group in new[] { "dependencies", "devDependencies" })
        {
            if (json.RootElement.TryGetProperty(group, out var packages))
            {
                foreach (var package in packages.EnumerateObject())
                {
                    yield return package.Name;
                }
            }
        }
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex MarkdownLink();

    [GeneratedRegex(@"`((?:src|tests|docs|console|eng|bench|clients|samples|\.ci)/[A-Za-z0-9_./-]*[A-Za-z0-9_/-])`")]
    private static partial Regex QuotedPath();

    [GeneratedRegex(@"(^|[^A-Za-z0-9._-])/(work|farm|root|home)/|/tmp/[a-z]+[0-9a-z]*/|nuget\.org|registry\.npmjs|deb\.debian\.org|pypi\.org")]
    private static partial Regex MachinePathOrRegistry();
}
