using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Palestra.Storage;

namespace Palestra.Cli.Chaos;

/// <summary>Browsers that ask for everything and never read a byte. They stay until the next ones come.</summary>
internal sealed class FrozenViewer : IFault
{
    /// <summary>Small, so that the daemon's own buffers are what fills.</summary>
    [NotTunable("Part of the fault: the smallest buffer that systems grant.")]
    private const int ReceiveBufferBytes = 4096;

    public string Name => "frozen-viewer";

    public async Task<bool> InjectAsync(ChaosStage stage, CancellationToken cancel)
    {
        stage.FrozenViewers.ForEach(viewer => viewer.Dispose());
        stage.FrozenViewers.Clear();
        var daemon = DaemonFile.TryRead(stage.Data) ?? throw new ChaosException("daemon.json is not there although the daemon runs.");
        var runs = stage.Live();
        var live = await OpenAsync(stage, daemon, "/api/v1/live", cancel);
        foreach (var wish in (string[])[
            """{"watch": "runs"}""", """{"watch": "system"}""",
            .. runs.Select(run => $$"""{"watch": "run", "run_id": "{{run.Id}}", "since_episode": 0, "since_log": 0}""")])
        {
            await live.SendAsync(Encoding.UTF8.GetBytes(wish), WebSocketMessageType.Text, endOfMessage: true, cancel);
        }

        foreach (var run in runs)
        {
            await OpenAsync(stage, daemon, $"/api/v1/runs/{run.Id}/frames", cancel);
        }

        await stage.LastAsync(cancel);
        return true;
    }

    private static async Task<WebSocket> OpenAsync(ChaosStage stage, DaemonFile daemon, string path, CancellationToken cancel)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (to, token) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = ReceiveBufferBytes };
                await socket.ConnectAsync(to.DnsEndPoint, token);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        var invoker = new HttpMessageInvoker(handler);
        var viewer = new ClientWebSocket();
        stage.FrozenViewers.Add(viewer);
        stage.FrozenViewers.Add(invoker);
        viewer.Options.SetRequestHeader("Authorization", $"Bearer {daemon.Token}");
        var address = new UriBuilder(new Uri(new Uri(daemon.HttpAddress), path)) { Scheme = "ws" }.Uri;
        try
        {
            await viewer.ConnectAsync(address, invoker, cancel);
        }
        catch (WebSocketException e)
        {
            throw new ChaosException($"The socket {path} was refused: {e.Message}");
        }

        return viewer;
    }
}
