using System.Globalization;
using System.Text.RegularExpressions;
using Palestra.Gym;

namespace Palestra.EndToEnd.Tests;

/// <summary>docs/environments/: a page for each environment, and what it says is what the registry knows.</summary>
public sealed partial class EnvironmentPagesTests
{
    private static readonly string Folder = Path.Combine(Executable.Root, "docs", "environments");

    public static TheoryData<string> Ids => [.. EnvRegistry.Default.Specs.Select(spec => spec.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void It_has_a_page_with_a_picture_that_names_its_arguments_options_actions_and_keys(string id)
    {
        var spec = EnvRegistry.Default.Get(id);
        var (file, text) = PageOf(id);
        Assert.All(Pictures().Matches(text), picture =>
            Assert.True(File.Exists(Path.Combine(Folder, picture.Groups[1].Value)), $"{file} shows {picture.Groups[1].Value}, which does not exist."));
        Assert.Matches(Pictures(), text);
        Assert.All(spec.Parameters.Concat(spec.ResetOptions), parameter => Says(parameter.Name));
        Assert.All(spec.ActionNames, Says);
        Assert.Equal(spec.Keys is not null, text.Contains("\n## Keyboard\n", StringComparison.Ordinal));

        void Says(string word) => Assert.True(text.Contains(word, StringComparison.OrdinalIgnoreCase), $"{file} does not mention '{word}' of {id}.");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Its_defaults_limits_and_size_are_those_of_the_registry(string id)
    {
        var spec = EnvRegistry.Default.Get(id);
        var (file, text) = PageOf(id);
        using var env = EnvRegistry.Default.Make(id);
        if (env.FrameSize.CanRender)
        {
            Says($"{env.FrameSize.Width} x {env.FrameSize.Height}");
        }

        if (spec.MaxEpisodeSteps is { } limit)
        {
            Says(limit.ToString(CultureInfo.InvariantCulture));
        }

        if (spec.RewardThreshold is { } threshold)
        {
            Says(threshold.ToString(CultureInfo.InvariantCulture));
        }

        void Says(string figure) => Assert.True(text.Contains(figure, StringComparison.Ordinal), $"{file} does not say '{figure}' of {id}.");
    }

    private static (string File, string Text) PageOf(string id) => Directory.EnumerateFiles(Folder, "*.md")
        .Select(path => (Path.GetFileName(path), Text: File.ReadAllText(path)))
        .FirstOrDefault(page => page.Text.Contains($"`{id}`", StringComparison.Ordinal)) is { Text: { } text } page
            ? (page.Item1, text)
            : throw new Xunit.Sdk.XunitException($"No page of docs/environments/ names `{id}`.");

    [GeneratedRegex(@"!\[[^\]]*\]\(([^)]+)\)")]
    private static partial Regex Pictures();
}
