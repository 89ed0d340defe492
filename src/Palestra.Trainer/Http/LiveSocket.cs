using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Palestra.Settings;
using Palestra.Telemetry;
using Palestra.Trainer.Api;
using Palestra.Trainer.Live;
using Palestra.Trainer.Runs;

namespace Palestra.Trainer.Http;

/// <summary>
/// <c>/api/v1/live</c>: one viewer, any number of things watched. One message at a time is made, only when the last one
/// was taken, so a slow viewer has newer messages and not more of them (P-OBSERVE).
/// </summary>
internal sealed class LiveSocket(RunRegistry registry, SystemFigures figures, LiveSettings live, TimeProvider clock, CancellationToken stopping)
{
    private static readonly string[] Things = ["runs", "run", "system"];

    public async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await Problems.WriteAsync(context, StatusCodes.Status400BadRequest, "Live events come over a WebSocket: connect with ws://.");
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { DangerousEnableCompression = true });
        await registry.Ready;
        using var viewer = new LiveViewer(live.MaxErrors);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var listening = ListenAsync(socket, viewer, leaving);
        try
        {
            await ShowAsync(socket, viewer, leaving.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException)
        {
            // The viewer left or does not take anything, or the daemon stops.
        }

        await (stopping.IsCancellationRequested
            ? SocketEnd.CloseAsync(socket, WebSocketCloseStatus.EndpointUnavailable, "The daemon is stopping: come again.", live, clock)
            : SocketEnd.CloseAsync(socket, WebSocketCloseStatus.NormalClosure, "Bye.", live, clock));
        await SocketEnd.LeaveAsync(socket, listening, live, clock);
    }

    private async Task ShowAsync(WebSocket socket, LiveViewer viewer, CancellationToken leaving)
    {
        var tick = TimeSpan.FromSeconds(1 / live.RateHz);
        using var ticks = clock.CreateTimer(_ => viewer.Wake.Set(), null, tick, tick);
        while (await viewer.Wake.WaitAsync(leaving))
        {
            while (viewer.TryTakeError(out var error))
            {
                await SendAsync(socket, new ErrorMessage(error));
            }

            foreach (var message in viewer.Due(clock))
            {
                await SendAsync(socket, message);
            }
        }
    }

    private Task SendAsync(WebSocket socket, object message) =>
        SocketEnd.SendAsync(socket, JsonSerializer.SerializeToUtf8Bytes(message, message.GetType(), ApiJson.Options), WebSocketMessageType.Text, live, clock);

    private async Task ListenAsync(WebSocket socket, LiveViewer viewer, CancellationTokenSource leaving)
    {
        var buffer = new byte[live.MaxCommandBytes];
        try
        {
            for (var held = 0; ;)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(held), CancellationToken.None);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                held += part.Count;
                if (!part.EndOfMessage && held == buffer.Length)
                {
                    viewer.Refuse($"A message has more than {live.MaxCommandBytes} bytes.");
                    break;
                }

                if (part.EndOfMessage)
                {
                    Obey(buffer.AsMemory(0, held), viewer);
                    held = 0;
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

    private void Obey(ReadOnlyMemory<byte> command, LiveViewer viewer)
    {
        try
        {
            using var json = JsonDocument.Parse(command);
            var errors = new FieldErrors();
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                viewer.Refuse($"A message must be a JSON object, not {JsonKinds.Word(json.RootElement.ValueKind)}.");
                return;
            }

            var fields = new JsonFields(json.RootElement, errors, "watch", "unwatch", "run_id", "since_episode", "since_log");
            Obey(fields, errors, viewer);
            foreach (var sentence in errors.ByField.Values.SelectMany(s => s))
            {
                viewer.Refuse(sentence);
            }
        }
        catch (JsonException)
        {
            viewer.Refuse("The message is not JSON.");
        }
    }

    private void Obey(JsonFields fields, FieldErrors errors, LiveViewer viewer)
    {
        var unwatch = fields.Text("unwatch");
        var thing = fields.Text("watch") ?? unwatch;
        var runText = fields.Text("run_id");
        if (thing is null || !Things.Contains(thing, StringComparer.Ordinal))
        {
            errors.Add("watch", $"'{thing}' cannot be watched: one of {string.Join(", ", Things)} can.{NearestName.Hint(thing ?? "", Things)}");
            return;
        }

        RunId id = default;
        if (thing == "run" && (!RunId.TryParse(runText, out id) || registry.Find(id) is null))
        {
            errors.Add("run_id", $"There is no run '{runText}'.");
            return;
        }

        var key = thing == "run" ? $"run {id}" : thing;
        if (unwatch is not null)
        {
            viewer.Remove(key);
        }
        else if (viewer.Count >= live.MaxWatches && !viewer.Has(key))
        {
            errors.Add("watch", $"{live.MaxWatches} things are watched already, and no more are allowed on one socket.");
        }
        else
        {
            viewer.Add(key, thing switch
            {
                "runs" => new RunsWatch(registry, TimeSpan.FromSeconds(1 / live.RateHz)),
                "run" => new RunWatch(registry, id, fields.Whole("since_episode") ?? 0, fields.Whole("since_log") ?? 0, live),
                _ => new SystemWatch(figures, live),
            });
        }
    }
}
