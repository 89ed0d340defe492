using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Palestra.Storage;
using Palestra.Trainer.Hosting;
using Palestra.Trainer.Http;
using Palestra.Trainer.Runs;

namespace Palestra.Trainer;

/// <summary>
/// The daemon of one data folder: takes runs, starts and watches their workers, records what they send, and serves
/// console and API. Hosted in process by the command line and by tests. All members are thread-safe.
/// </summary>
public sealed class Daemon : IAsyncDisposable
{
    private readonly DaemonOptions _options;
    private readonly DaemonParts _parts;
    private readonly WebApplication _app;
    private readonly DataRootLock _lock;
    private readonly TimeProvider _clock;
    private int _stopped;

    private Daemon(DaemonOptions options, DaemonParts parts, WebApplication app, DataRootLock @lock, TimeProvider clock)
    {
        _options = options;
        _parts = parts;
        _app = app;
        _lock = @lock;
        _clock = clock;
    }

    /// <summary>Where console and API are, for example <c>http://127.0.0.1:7380</c>.</summary>
    public Uri HttpAddress => new(_parts.Info.HttpAddress);

    /// <summary>Where workers go, for example <c>http://127.0.0.1:50055</c>.</summary>
    public Uri GrpcAddress => new(_parts.Info.GrpcAddress);

    /// <summary>Secret of this daemon; new at each start.</summary>
    public string Token => _parts.Info.Token;

    /// <summary>What a person opens; carries the token where one is needed.</summary>
    public Uri ConsoleUrl => _parts.NeedsToken ? new Uri(HttpAddress, $"/?token={Token}") : new Uri(HttpAddress, "/");

    /// <summary>Takes the data folder, binds both ports, writes <c>daemon.json</c> and takes up what an earlier daemon left.</summary>
    /// <exception cref="DaemonStartException">It cannot start; the message is a sentence for a person.</exception>
    public static async Task<Daemon> StartAsync(DaemonOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        // Workers run in folders of their own, where a relative path would mean another place.
        options = options with { DataRoot = new DataRoot(Path.GetFullPath(options.DataRoot.Path)) };
        var held = DataRootLock.TryAcquire(options.DataRoot, out var error)
            ?? throw new DaemonStartException(error ?? $"The data folder '{options.DataRoot.Path}' cannot be used.");
        DaemonParts? parts = null;
        WebApplication? app = null;
        try
        {
            parts = DaemonParts.Create(options, NewToken(), clock);
            app = DaemonApp.Build(options, parts, clock);
            await BindAsync(app, options, parts);
            parts.WriteDaemonFile();
            DaemonLog.Started(parts.Log, parts.Info.HttpAddress, parts.Info.GrpcAddress, options.DataRoot.Path);
            await parts.Registry.StartAsync();
            parts.Settings.Hub.WatchFile();
            return new Daemon(options, parts, app, held, clock);
        }
        catch (Exception e)
        {
            if (app is not null)
            {
                await app.DisposeAsync();
            }

            if (parts is not null)
            {
                await parts.DisposeAsync();
            }

            held.Dispose();
            if (e is IOException or UnauthorizedAccessException or RunFileException)
            {
                throw new DaemonStartException($"The data folder '{options.DataRoot.Path}' cannot be used: {e.Message}", e);
            }

            throw;
        }
    }

    /// <summary>Starts a run, or says all that is wrong with the request.</summary>
    /// <exception cref="RunFileException">The disk does not take it.</exception>
    public Task<SubmitResult> SubmitAsync(RunRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _parts.Registry.SubmitAsync(request, new FieldErrors());
    }

    /// <summary>
    /// Ends in good order: what was received is written. Workers go on by themselves and find the next daemon, unless
    /// <see cref="DaemonOptions.StopWorkers"/> is set; then they are stopped first.
    /// </summary>
    /// <param name="hurry">Ends patience with workers: what is left of them is killed by their own orphan timeout.</param>
    public async Task StopAsync(CancellationToken hurry = default)
    {
        if (Interlocked.Exchange(ref _stopped, 1) == 1)
        {
            return;
        }

        if (_options.StopWorkers)
        {
            try
            {
                await _parts.Registry.StopRunsAsync("The daemon that hosted the run is stopping.", hurry);
            }
            catch (OperationCanceledException)
            {
                DaemonLog.LeftWorkers(_parts.Log, _parts.Registry.Active.Count);
            }
        }

        DaemonFile.Delete(_options.DataRoot, Environment.ProcessId);

        // Calls end first, so that none of them finds a run half closed.
        await _parts.Stopping.CancelAsync();
        using (var patience = new CancellationTokenSource(_parts.Services.Scheduler.StopTimeout, _clock))
        {
            await _app.StopAsync(patience.Token);
        }

        await _parts.Registry.DisposeAsync();

        DaemonLog.Stopped(_parts.Log);
        await _app.DisposeAsync();
        await _parts.DisposeAsync();
        _lock.Dispose();
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    private static async Task BindAsync(WebApplication app, DaemonOptions options, DaemonParts parts)
    {
        try
        {
            await app.StartAsync();
        }
        catch (IOException e)
        {
            var port = parts.HttpPort != 0 && e.Message.Contains($":{parts.HttpPort}", StringComparison.Ordinal)
                ? ("http.port", parts.HttpPort, "--port N")
                : ("grpc.port", parts.GrpcPort, "--grpc-port N");
            throw new DaemonStartException(
                $"Port {port.Item2} ({port.Item1}) cannot be used: {(e.InnerException ?? e).Message.TrimEnd('.')}. Another daemon or program may have it; choose another with {port.Item3} or --set {port.Item1}=N, or 0 for a free one.",
                e);
        }
        catch (System.Net.Sockets.SocketException e)
        {
            throw new DaemonStartException(
                $"The ports {parts.HttpPort} (http.port) and {parts.GrpcPort} (grpc.port) cannot be used on {parts.HttpListen} and {parts.GrpcListen}: {e.Message}. Choose others with --port N and --grpc-port N.", e);
        }

        var bound = app.Urls.Select(u => new Uri(u).Port).ToArray();
        parts.Info.HttpAddress = ListenAddress.Url(parts.HttpListen, bound[0]);
        parts.Info.GrpcAddress = parts.GrpcAdvertised ?? ListenAddress.Url(parts.GrpcListen, bound[1]);
    }
}
