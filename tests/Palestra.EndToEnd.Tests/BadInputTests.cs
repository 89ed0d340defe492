using System.Net;
using System.Net.Sockets;

namespace Palestra.EndToEnd.Tests;

/// <summary>Each gets a sentence with the value, what is allowed and the nearest match, and exit code 2.</summary>
public sealed class BadInputTests
{
    public static TheoryData<string[], string[]> Requests => new()
    {
        { ["run", "FrozenLak-v1"], ["FrozenLak-v1", "FrozenLake-v1"] },
        { ["run", "FrozenLake-v1", "--algo", "q-lerning"], ["q-lerning", "q-learning"] },
        { ["run", "FrozenLake-v1", "--algo", "q-learning", "--param", "alpa=0.1"], ["alpa", "alpha"] },
        { ["run", "FrozenLake-v1", "--algo", "q-learning", "--param", "alpha=7"], ["alpha", "7", "0", "1"] },
        { ["run", "FrozenLake-v1", "--env-arg", "is_slipery=false"], ["is_slipery", "is_slippery"] },
        { ["run", "FrozenLake-v1", "--episodes", "0"], ["0", "1"] },
        { ["run", "FrozenLake-v1", "--episodes", "many"], ["many"] },
        { ["run", "FrozenLake-v1", "--num-envs", "-3"], ["-3", "1"] },
        { ["run", "FrozenLake-v1", "--rate", "-1"], ["-1", "0"] },
        { ["run", "FrozenLake-v1", "--run-id", "../escape"], ["../escape", "letters"] },
        { ["run", "FrozenLake-v1", "--telemetry-mode", "both"], ["both", "dual-path"] },
        { ["run", "FrozenLake-v1", "--param", "alpha"], ["alpha", "key=value"] },
        { ["run"], ["ENV"] },
        { ["shwo"], ["shwo", "show"] },
        { ["up", "--port", "70000"], ["70000", "65535"] },
        { ["show", "nobody"], ["nobody"] },
        { ["verify", "nobody"], ["nobody"] },
        { ["export", "nobody"], ["nobody"] },
        { ["stop", "nobody"], ["nobody"] },
        { ["settings", "explain", "telemetry.heartbeat_intervall"], ["telemetry.heartbeat_intervall", "telemetry.heartbeat_interval"] },
        { ["settings", "list", "--set", "telemetry.heartbeat_interval=-4"], ["telemetry.heartbeat_interval", "-4", "Command line", "0.05"] },
        { ["settings", "list", "--set", "no.such.key=1"], ["no.such.key"] },
        { ["gym", "spec", "Frozenlake-v2"], ["Frozenlake-v2", "FrozenLake"] },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_wrong_request_is_answered_with_a_sentence_that_helps(string[] request, string[] mentions)
    {
        using var shell = new Shell();

        var answer = shell.Palestra(request);

        Assert.True(answer.ExitCode == 2, $"Exit code {answer.ExitCode}\n{answer.Stderr}");
        Assert.Empty(answer.Stdout);
        Assert.All(mentions, mention => Assert.Contains(mention, answer.Stderr, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", answer.Stderr, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", answer.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_id_that_is_taken_is_refused_and_the_first_run_stays()
    {
        using var shell = new Shell();
        shell.Palestra("run", "FrozenLake-v1", "--episodes", "5", "--run-id", "taken").Succeeds();

        var again = shell.Palestra("run", "FrozenLake-v1", "--episodes", "9", "--run-id", "taken");

        Assert.Equal(2, again.ExitCode);
        Assert.Contains("taken", again.Stderr, StringComparison.Ordinal);
        Assert.Equal(5, shell.Show("taken").GetProperty("episodes").GetInt32());
    }

    [Fact]
    public void A_port_in_use_is_named()
    {
        using var shell = new Shell();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

        var http = shell.Palestra("up", "--port", port, "--grpc-port", "0");
        var grpc = shell.Palestra("up", "--port", "0", "--grpc-port", port);

        Assert.Equal((2, 2), (http.ExitCode, grpc.ExitCode));
        Assert.Contains(port, http.Stderr, StringComparison.Ordinal);
        Assert.Contains(port, grpc.Stderr, StringComparison.Ordinal);
        Assert.Contains("--grpc-port", grpc.Stderr, StringComparison.Ordinal);
        Assert.All([http.Stderr, grpc.Stderr], said =>
        {
            Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", said, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_data_folder_that_cannot_be_written_is_named()
    {
        using var shell = new Shell();
        var file = Path.Combine(shell.DataDir, "file");
        File.WriteAllText(file, "");

        // A file where a folder should be stops even root.
        var answer = shell.Palestra("run", "FrozenLake-v1", "--episodes", "1", "--data-dir", Path.Combine(file, "data"));

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains(Path.Combine(file, "data"), answer.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_daemon_on_one_data_folder_is_refused_with_the_pid_of_the_first()
    {
        using var shell = new Shell();
        using var first = shell.Up();

        var second = shell.Palestra("up", "--port", "0", "--grpc-port", "0");

        Assert.Equal(2, second.ExitCode);
        Assert.Matches(@"\d+", second.Stderr);
        Assert.Contains(shell.DataDir, second.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public void P_ISLAND_A_damaged_run_is_named_and_the_others_still_list()
    {
        using var shell = new Shell();
        shell.Palestra("run", "FrozenLake-v1", "--episodes", "5", "--run-id", "sound").Succeeds();
        shell.Palestra("run", "FrozenLake-v1", "--episodes", "5", "--run-id", "torn").Succeeds();
        File.WriteAllText(Path.Combine(shell.DataDir, "runs", "torn", "run.db"), "this is not a database, and long enough to be read as a header of one ...........................................");

        var list = shell.Palestra("ps", "--json").Succeeds().Stdout;
        Assert.Contains("\"sound\"", list, StringComparison.Ordinal);
        Assert.Contains("\"torn\"", list, StringComparison.Ordinal);
        shell.Palestra("verify", "sound").Succeeds();
        shell.Palestra("run", "FrozenLake-v1", "--episodes", "5", "--run-id", "next").Succeeds();

        var verify = shell.Palestra("verify", "torn", "--json");
        Assert.Equal(1, verify.ExitCode);
        Assert.False(verify.Json().GetProperty("complete").GetBoolean());
        var export = shell.Palestra("export", "torn");
        Assert.Equal(2, export.ExitCode);
        Assert.Contains("torn", export.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Garbage_on_either_port_is_answered_and_the_daemon_serves_on()
    {
        using var shell = new Shell();
        using var daemon = shell.Up();
        using var addresses = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(shell.DataDir, "daemon.json")));
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);

        foreach (var address in new[] { "http_address", "grpc_address" })
        {
            var port = new Uri(addresses.RootElement.GetProperty(address).GetString()!).Port;
            for (var i = 0; i < 20; i++)
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
                var garbage = new byte[random.Next(1, 4096)];
                random.NextBytes(garbage);
                await client.GetStream().WriteAsync(garbage, TestContext.Current.CancellationToken);
            }
        }

        using var http = new HttpClient();
        var malformed = await http.PostAsync(new Uri(daemon.Url, "/api/v1/runs"), new StringContent("{\"env_id\": ", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, malformed.StatusCode);
        Assert.Equal("application/problem+json", malformed.Content.Headers.ContentType!.MediaType);
        shell.Palestra("run", "FrozenLake-v1", "--episodes", "5").Succeeds();
    }
}
