using System.Text.Json;

namespace Palestra.EndToEnd.Tests;

/// <summary>P-COUNT: the figures of the daemon, at the terminal.</summary>
public sealed class TopTests
{
    [Fact]
    public async Task Top_shows_each_live_run_and_each_of_its_subscribers_once_where_stdout_is_no_terminal()
    {
        using var shell = new Shell();
        using var daemon = shell.Up();
        var run = Task.Run(() => shell.Palestra("run", "FrozenLake-v1", "--algo", "q-learning", "--steps", "1000000000", "--rate", "2000", "--run-id", "watched"));
        await shell.UntilRunAsync("watched", "recording", seen => seen.GetProperty("steps").GetInt64() > 0);

        var table = shell.Palestra("top").Succeeds().Stdout;
        var json = shell.Palestra("top", "--json", "--interval", "0.5").Succeeds().Json();

        var line = Assert.Single(table.Split('\n'), l => l.Contains("watched", StringComparison.Ordinal) && l.Contains("EXEC", StringComparison.Ordinal));
        Assert.Contains("KiB", line + table, StringComparison.Ordinal);
        Assert.Single(table.Split('\n'), l => l.Contains("durable_path", StringComparison.Ordinal) && l.Contains("blocks", StringComparison.Ordinal));
        Assert.Single(table.Split('\n'), l => l.Contains(" live ", StringComparison.Ordinal) && l.Contains("drops oldest", StringComparison.Ordinal));
        using var http = new HttpClient();
        var answer = await http.GetStringAsync(new Uri(daemon.Url, "/api/v1/system"), TestContext.Current.CancellationToken);
        using var system = JsonDocument.Parse(answer);
        Assert.Equal(system.RootElement.EnumerateObject().Select(p => p.Name), json.EnumerateObject().Select(p => p.Name));
        Assert.Equal(
            system.RootElement.GetProperty("runs")[0].EnumerateObject().Select(p => p.Name),
            json.GetProperty("runs")[0].EnumerateObject().Select(p => p.Name));
        shell.Palestra("stop", "watched").Succeeds();
        await run;
    }

    [Fact]
    public void Top_without_a_daemon_and_with_a_bad_interval_says_what_to_do()
    {
        using var shell = new Shell();

        var alone = shell.Palestra("top");
        var wrong = shell.Palestra("top", "--interval", "0");

        Assert.Equal((2, 2), (alone.ExitCode, wrong.ExitCode));
        Assert.Contains("palestra up", alone.Stderr, StringComparison.Ordinal);
        Assert.Contains("0.1 to 3600", wrong.Stderr, StringComparison.Ordinal);
    }
}
