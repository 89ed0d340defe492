using System.Net.WebSockets;

namespace Palestra.Trainer.Http;

/// <summary>Sends to a viewer that may have stopped taking anything; then the socket is cut, and nobody waits for it.</summary>
internal static class SocketEnd
{
    /// <exception cref="OperationCanceledException">The viewer took nothing for <c>live.send_timeout</c>.</exception>
    public static async Task SendAsync(WebSocket socket, ReadOnlyMemory<byte> message, WebSocketMessageType type, LiveSettings live, TimeProvider clock)
    {
        using var patience = new CancellationTokenSource(live.SendTimeout, clock);
        await socket.SendAsync(message, type, endOfMessage: true, patience.Token);
    }

    public static async Task CloseAsync(WebSocket socket, WebSocketCloseStatus status, string reason, LiveSettings live, TimeProvider clock)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
        {
            return;
        }

        try
        {
            using var patience = new CancellationTokenSource(live.CloseTimeout, clock);
            await socket.CloseOutputAsync(status, reason, patience.Token);
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            socket.Abort();
        }
    }

    /// <summary>Waits for the viewer's own close, but not for ever.</summary>
    public static async Task LeaveAsync(WebSocket socket, Task listening, LiveSettings live, TimeProvider clock)
    {
        await Task.WhenAny(listening, Task.Delay(live.CloseTimeout, clock));
        if (!listening.IsCompleted)
        {
            socket.Abort();
            await listening;
        }
    }
}
