namespace Palestra.EndToEnd.Tests;

public sealed class DocumentsTests
{
    [Fact]
    public void The_reference_of_settings_is_what_the_command_prints()
    {
        using var shell = new Shell();

        var printed = shell.Palestra("settings", "docs").Succeeds().Stdout;

        Assert.True(printed == File.ReadAllText(Path.Combine(Executable.Root, "docs", "settings.md")), "docs/settings.md is stale: ./palestra settings docs > docs/settings.md");
    }
}
