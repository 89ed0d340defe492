using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Palestra.Settings;
using Palestra.Telemetry;
using Palestra.Trainer.Api;
using Palestra.Trainer.Hosting;
using Palestra.Trainer.Live;
using Palestra.Trainer.Runs;

namespace Palestra.Trainer.Http;

/// <summary>
/// <c>/api/v1/live</c>: one viewer, any number of things watched. One message at a time is made, only when the last one
/// was taken, so a slow viewer has newer messages and not more of them (P-OBSERVE).
/// </summary>
internal sealed class LiveSocket(
    RunRegistry registry, SystemFigures figures, SettingsNews news, DaemonSettings settings, TimeProvider clock, CancellationToken stopping)
{
    private const string SwitchedOff = "Live views are switched off (live.enabled).";
    private const string SettingsOfSystem = "settings";
    private static readonly string[] Things = ["runs", "run", "system"];

    public async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await Problems.WriteAsync(context, StatusCodes.Status400BadRequest, "Live events come over a WebSocket: connect with ws://.");
            return;
        }

        if (!settings.Live.Value.Enabled)
        {
            await Problems.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, SwitchedOff);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { DangerousEnableCompression = true });
        await registry.Ready;
        using var viewer = new LiveViewer(settings.Live.Value.MaxErrors);
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

        await (!settings.Live.Value.Enabled
            ? SocketEnd.CloseAsync(socket, WebSocketCloseStatus.EndpointUnavailable, SwitchedOff, settings.Live.Value, clock)
            : stopping.IsCancellationRequested
            ? SocketEnd.CloseAsync(socket, WebSocketCloseStatus.EndpointUnavailable, "The daemon is stopping: come again.", settings.Live.Value, clock)
            : SocketEnd.CloseAsync(socket, WebSocketCloseStatus.NormalClosure, "Bye.", settings.Live.Value, clock));
        await SocketEnd.LeaveAsync(socket, listening, settings.Live.Value, clock);
    }

    private async Task ShowAsync(WebSocket socket, LiveViewer viewer, CancellationToken leaving)
    {
        using var ticks = new HotTimer(settings.Hub, "live.rate", () => TimeSpan.FromSeconds(1 / settings.Live.Value.RateHz), clock, viewer.Wake.Set);
        while (await viewer.Wake.WaitAsync(leaving) && settings.Live.Value.Enabled)
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
        SocketEnd.SendAsync(socket, JsonSerializer.SerializeToUtf8Bytes(message, message.GetType(), ApiJson.Options), WebSocketMessageType.Text, settings.Live.Value, clock);

    private async Task ListenAsync(WebSocket socket, LiveViewer viewer, CancellationTokenSource leaving)
    {
        var buffer = new byte[settings.Live.Value.MaxCommandBytes];
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
                    viewer.Refuse($"A message has more than {settings.Live.Value.MaxCommandBytes} bytes.");
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
            if (thing == "system")
            {
                viewer.Remove(SettingsOfSystem);
            }
        }
        else if (viewer.Count >= settings.Live.Value.MaxWatches && !viewer.Has(key))
        {
            errors.Add("watch", $"{settings.Live.Value.MaxWatches} things are watched already, and no more are allowed on one socket.");
        }
        else
        {
            viewer.Add(key, thing switch
            {
                "runs" => new RunsWatch(registry, settings.Live),
                "run" => new RunWatch(registry, id, fields.Whole("since_episode") ?? 0, fields.Whole("since_log") ?? 0, settings.Live),
                _ => new SystemWatch(figures, settings.Live),
            });
            if (thing == "system")
            {
                viewer.Add(SettingsOfSystem, new SettingsWatch(news, settings.Live));
            }
        }
    }
}
