using System.Net;
using System.Net.Sockets;
using Palestra.Storage;

namespace Palestra.Trainer.Tests;

/// <summary>How a daemon starts, and how it refuses to.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task A_daemon_leaves_its_addresses_and_takes_them_away_again()
    {
        var root = TestDaemon.NewRoot();
        try
        {
            await using (var daemon = await TestDaemon.StartAsync(root: root))
            {
                var file = DaemonFile.TryRead(root)!;
                Assert.Equal(daemon.Daemon.HttpAddress, new Uri(file.HttpAddress));
                Assert.Equal(daemon.Daemon.GrpcAddress, new Uri(file.GrpcAddress));
                Assert.Equal(64, file.Token.Length);
                if (!OperatingSystem.IsWindows())
                {
                    Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(root.DaemonFile));
                }
            }

            Assert.False(File.Exists(root.DaemonFile));
        }
        finally
        {
            TestDaemon.Delete(root);
        }
    }

    [Fact]
    public async Task Workers_are_told_the_advertised_address_instead_of_the_one_listened_on()
    {
        await using var daemon = await TestDaemon.StartAsync(settings: ("grpc.advertised_address", "http://lab.example:50055"));
        Assert.Equal("http://lab.example:50055", DaemonFile.TryRead(daemon.Root)!.GrpcAddress);
    }

    [Fact]
    public async Task An_advertised_address_that_is_no_URL_is_refused_with_an_example()
    {
        var root = TestDaemon.NewRoot();
        try
        {
            var options = TestDaemon.Options(root, settings: ("grpc.advertised_address", "lab.example:50055"));
            var refusal = await Assert.ThrowsAsync<DaemonStartException>(() => Daemon.StartAsync(options, TimeProvider.System));
            Assert.Contains("'lab.example:50055' is not an http URL: for example http://", refusal.Message, StringComparison.Ordinal);
        }
        finally
        {
            TestDaemon.Delete(root);
        }
    }

    [Fact]
    public async Task A_second_daemon_on_one_data_folder_is_refused_with_the_pid_of_the_first()
    {
        await using var first = await TestDaemon.StartAsync();
        var refusal = await Assert.ThrowsAsync<DaemonStartException>(() => Daemon.StartAsync(TestDaemon.Options(first.Root), TimeProvider.System));
        Assert.Contains($"pid {Environment.ProcessId}", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(first.Root.Path, refusal.Message, StringComparison.Ordinal);
        Assert.Equal("ok", (await first.GetAsync("/healthz")).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("http.port", "--port")]
    [InlineData("grpc.port", "--grpc-port")]
    public async Task A_port_in_use_is_named_with_the_way_to_choose_another(string key, string option)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var root = TestDaemon.NewRoot();
        try
        {
            var options = TestDaemon.Options(root) with { HttpPort = key == "http.port" ? port : 0, GrpcPort = key == "grpc.port" ? port : 0 };
            var refusal = await Assert.ThrowsAsync<DaemonStartException>(() => Daemon.StartAsync(options, TimeProvider.System));
            Assert.Contains($"Port {port} ({key})", refusal.Message, StringComparison.Ordinal);
            Assert.Contains(option, refusal.Message, StringComparison.Ordinal);

            // Nothing is left behind: the folder is free for the next try.
            await using var next = await TestDaemon.StartAsync(root: root);
        }
        finally
        {
            TestDaemon.Delete(root);
        }
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_made_is_named()
    {
        var file = Path.GetTempFileName();
        try
        {
            var root = new DataRoot(Path.Combine(file, "data"));
            var refusal = await Assert.ThrowsAsync<DaemonStartException>(() => Daemon.StartAsync(TestDaemon.Options(root), TimeProvider.System));
            Assert.Contains(root.Path, refusal.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task An_address_that_is_none_is_refused_with_examples()
    {
        var root = TestDaemon.NewRoot();
        try
        {
            var options = TestDaemon.Options(root, settings: ("http.address", "nowhere"));
            var refusal = await Assert.ThrowsAsync<DaemonStartException>(() => Daemon.StartAsync(options, TimeProvider.System));
            Assert.Contains("http.address = 'nowhere'", refusal.Message, StringComparison.Ordinal);
        }
        finally
        {
            TestDaemon.Delete(root);
        }
    }

    [Fact]
    public async Task Each_port_serves_its_own_calls_only()
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var http2 = new HttpClient { BaseAddress = daemon.Daemon.GrpcAddress, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var answer = await http2.GetAsync(new Uri("/api/v1/runs", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        using var content = new ByteArrayContent([]);
        content.Headers.ContentType = new("application/grpc");
        using var refused = await daemon.Http.PostAsync(new Uri("/palestra.v1.Telemetry/Session", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
    }
}
