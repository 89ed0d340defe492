namespace Palestra.EndToEnd.Tests;

/// <summary>An environment of one's own, from an assembly the program has never heard of: the sample of docs/environments.md.</summary>
public sealed class OwnEnvironmentTests
{
    private static readonly string Sample = Path.Combine(Executable.Root, "artifacts", "bin", "Corridor", "release", "Corridor.dll");

    [Fact]
    public void It_is_listed_checked_and_run_like_a_built_in_one()
    {
        using var shell = new Shell();
        Assert.Contains("Corridor-v0", shell.Palestra("gym", "list", "--set", $"gym.assemblies={Sample}").Succeeds().Stdout, StringComparison.Ordinal);
        Assert.Equal(2, shell.Palestra("gym", "spec", "Corridor-v0").ExitCode);

        var summary = shell.Palestra(
            "run", "Corridor-v0", "--episodes", "300", "--seed", "3", "--env-arg", "length=6", "--run-id", "own", "--set", $"gym.assemblies={Sample}", "--json")
            .Succeeds().Json();

        Assert.Equal("q-learning", summary.GetProperty("algorithm").GetString());
        Assert.Equal(1, summary.GetProperty("mean_return_100").GetDouble());
        Assert.True(shell.Palestra("verify", "own", "--json").Succeeds().Json().GetProperty("complete").GetBoolean());
        Assert.Equal(2, shell.Palestra("run", "Corridor-v0", "--episodes", "1").ExitCode);
    }

    [Theory]
    [InlineData("/no/where/Corridor.dll", "does not exist")]
    [InlineData("Corridor.dll", "not an absolute path")]
    [InlineData("/bin/sh", "cannot be loaded")]
    public void An_assembly_that_cannot_be_loaded_is_said_and_the_built_in_ones_still_run(string assembly, string why)
    {
        using var shell = new Shell();

        var answer = shell.Palestra("run", "FrozenLake-v1", "--episodes", "3", "--set", $"gym.assemblies={assembly}", "--json").Succeeds();

        Assert.Contains($"'{assembly}'", answer.Stderr, StringComparison.Ordinal);
        Assert.Contains(why, answer.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public void No_call_to_a_daemon_can_name_an_assembly()
    {
        using var shell = new Shell();
        using var daemon = shell.Up();

        var answer = shell.Palestra("settings", "set", "gym.assemblies", Sample);

        Assert.Equal(1, answer.ExitCode);
        Assert.Contains("names code to execute", answer.Stderr, StringComparison.Ordinal);
    }
}
