using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Palestra.EndToEnd.Tests;

/// <summary>A real daemon and a real, fast worker, while an operator turns every knob of the durable path.</summary>
public sealed class SettingsUnderLoadTests
{
    private const int Changes = 300;

    /// <summary>The two runs last as long as all changes take, which is long where other tests run beside this one.</summary>
    private static readonly TimeSpan WholeTest = 5 * Shell.Patience;

    private static readonly (string Key, string[] Values)[] Knobs =
    [
        ("telemetry.db_sink.writer_queue_size", ["1", "2", "16", "1024", "1048576"]),
        ("telemetry.db_sink.commit_interval", ["0", "1", "20", "200"]),
        ("telemetry.db_sink.batch_size", ["1", "7", "256", "65536"]),
        ("telemetry.db_sink.commit_steps", ["1", "1000", "65536"]),
        ("telemetry.db_sink.compression", ["fastest", "optimal", "smallest", "adaptive"]),
        ("telemetry.db_sink.tail_steps", ["1", "256", "4096"]),
        ("telemetry.db_sink.block_bytes", ["4096", "8388608"]),
        ("telemetry.db_sink.checkpoint_interval", ["16", "4096"]),
        ("telemetry.run_bus.ui_path_queue_size", ["1", "512"]),
        ("telemetry.credits.initial", ["4096", "65536", "1000000"]),
    ];

    [Fact]
    public async Task P_ACK_P_GAP_Hundreds_of_changes_of_queues_and_commits_under_load_lose_nothing()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        using var shell = new Shell();
        using var daemon = shell.Up();
        using var http = new HttpClient { BaseAddress = daemon.Url };
        // Endless for the length of the test; a second run keeps a second durable path busy. Fast, but not so that what the
        // narrowest settings hold up fills a disk: that is written in the end, whatever it takes.
        var first = Task.Run(() => shell.Palestra(WholeTest, "run", "FrozenLake-v1", "--algo", "q-learning", "--steps", "2000000000", "--rate", "20000", "--seed", "3", "--run-id", "loaded"));
        var second = Task.Run(() => shell.Palestra(WholeTest, "run", "FrozenLake-v1", "--algo", "q-learning", "--steps", "2000000000", "--rate", "20000", "--seed", "4", "--num-envs", "4", "--run-id", "wide"));
        foreach (var id in new[] { "loaded", "wide" })
        {
            await shell.UntilRunAsync(id, "recording", run => run.GetProperty("steps").GetInt64() > 0);
        }

        for (var i = 0; i < Changes; i++)
        {
            var (key, values) = Knobs[random.Next(Knobs.Length)];
            using var content = new StringContent(JsonSerializer.Serialize(new { value = values[random.Next(values.Length)] }), Encoding.UTF8, "application/json");
            using var answer = await http.PutAsync(new Uri($"/api/v1/settings/{key}", UriKind.Relative), content, TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode, $"seed {seed}, change {i} of {key}: {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        }

        // As an operator would, once the trouble is over.
        foreach (var (key, _) in Knobs)
        {
            using var answer = await http.DeleteAsync(new Uri($"/api/v1/settings/{key}", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode, $"seed {seed}: {key} was not unset");
        }

        var shown = shell.Show("loaded").GetProperty("steps").GetInt64();
        foreach (var id in new[] { "loaded", "wide" })
        {
            shell.Palestra("stop", id).Succeeds();
        }

        await first;
        await second;
        foreach (var id in new[] { "loaded", "wide" })
        {
            var ended = await shell.UntilRunAsync(id, "ended", run => run.GetProperty("outcome").ValueKind == JsonValueKind.String);
            Assert.Equal("cancelled", ended.GetProperty("outcome").GetString());
            var receipt = shell.Palestra("verify", id, "--json").Succeeds().Json();
            Assert.True(receipt.GetProperty("complete").GetBoolean(), $"seed {seed}: {receipt}");
            Assert.True(receipt.GetProperty("steps").GetInt64() >= (id == "loaded" ? shown : 1), $"seed {seed}");
            var marks = JsonDocument.Parse(await http.GetStringAsync(new Uri($"/api/v1/runs/{id}/settings/changes", UriKind.Relative), TestContext.Current.CancellationToken));
            Assert.True(marks.RootElement.GetProperty("changes").GetArrayLength() > Changes / 3, $"seed {seed}: only {marks.RootElement.GetProperty("changes").GetArrayLength()} marks");
        }

        // What was recorded while all of it changed is what an undisturbed run of as many steps records.
        var steps = Steps(shell.Palestra("verify", "loaded", "--json"));
        shell.Palestra(
            "run", "FrozenLake-v1", "--algo", "q-learning", "--steps", steps.ToString(CultureInfo.InvariantCulture), "--seed", "3", "--run-id", "undisturbed").Succeeds();
        Assert.Equal(Sha256(shell, "undisturbed"), Sha256(shell, "loaded"));
    }

    private static long Steps(Answer verified) => verified.Json().GetProperty("steps").GetInt64();

    private static string Sha256(Shell shell, string run) =>
        shell.Palestra("verify", run, "--json").Succeeds().Json().GetProperty("streams")[0].GetProperty("sha256").GetString()!;
}
