using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Palestra.Telemetry;
using Palestra.Trainer.Hosting;
using Palestra.Trainer.Live;
using Palestra.Trainer.Runs;

namespace Palestra.Trainer.Http;

/// <summary><c>/api/v1/runs/{id}/frames</c>: the freshest frames of one run, for one viewer.</summary>
internal sealed class FramesSocket(RunRegistry registry, DaemonSettings settings, TimeProvider clock, CancellationToken stopping)
{
    private const string SwitchedOff = "Frames are switched off (fast_lane.enabled).";

    [NotTunable("What a viewer says is thrown away: only the number of reads depends on it.")]
    private const int MessageBytes = 1024;

    public async Task HandleAsync(HttpContext context, string id)
    {
        if (!RunIds.TryFind(registry, id, out var runId, out var problem))
        {
            await problem!.ExecuteAsync(context);
            return;
        }

        if (!context.WebSockets.IsWebSocketRequest)
        {
            await Problems.WriteAsync(context, StatusCodes.Status400BadRequest, "Frames come over a WebSocket: connect with ws://.");
            return;
        }

        if (!settings.FastLane.Value.Enabled)
        {
            await Problems.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, SwitchedOff);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { DangerousEnableCompression = true });
        var run = registry.FindActive(runId);
        if (run?.Frames is not { } frames)
        {
            await SocketEnd.CloseAsync(
                socket, WebSocketCloseStatus.NormalClosure,
                run is null ? "The run has ended: there are no new frames." : "This run has no fast lane (durable-only).", settings.Live.Value, clock);
            return;
        }

        await ShowAsync(socket, frames);
    }

    private async Task ShowAsync(WebSocket socket, FrameHub frames)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(frames.Ending, stopping);
        using var viewer = frames.Join();
        var pace = new FramePace(() => settings.Live.Value.FramesAhead);
        using var switching = settings.Hub.Subscribe(["fast_lane.enabled"], _ => CancelQuietly(leaving));
        if (!settings.FastLane.Value.Enabled)
        {
            await leaving.CancelAsync();
        }

        var listening = ListenAsync(socket, pace, leaving);
        try
        {
            while (!leaving.IsCancellationRequested)
            {
                await pace.ReadyAsync(leaving.Token);
                var frame = await viewer.NextAsync(leaving.Token);
                try
                {
                    await SocketEnd.SendAsync(socket, frame.Message, WebSocketMessageType.Binary, settings.Live.Value, clock);
                    pace.Sent();
                }
                finally
                {
                    frame.Release();
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException)
        {
            // The viewer left or does not take anything, the run ended, or the daemon stops.
        }

        await (!settings.FastLane.Value.Enabled
            ? SocketEnd.CloseAsync(socket, WebSocketCloseStatus.EndpointUnavailable, SwitchedOff, settings.Live.Value, clock)
            : stopping.IsCancellationRequested
            ? SocketEnd.CloseAsync(socket, WebSocketCloseStatus.EndpointUnavailable, "The daemon is stopping: come again.", settings.Live.Value, clock)
            : SocketEnd.CloseAsync(socket, WebSocketCloseStatus.NormalClosure, "The run has ended.", settings.Live.Value, clock));
        await SocketEnd.LeaveAsync(socket, listening, settings.Live.Value, clock);
    }

    private static void CancelQuietly(CancellationTokenSource leaving)
    {
        try
        {
            leaving.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It left in the same moment.
        }
    }

    /// <summary>A viewer says nothing but that a frame is drawn; reading it also notices its close.</summary>
    private static async Task ListenAsync(WebSocket socket, FramePace pace, CancellationTokenSource leaving)
    {
        var buffer = new byte[MessageBytes];
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } message)
            {
                if (message.EndOfMessage)
                {
                    pace.Answered();
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Gone without a word.
        }

        try
        {
            await leaving.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The other side was faster.
        }
    }
}
