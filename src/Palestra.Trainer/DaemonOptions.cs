using Microsoft.Extensions.Logging;
using Palestra.Settings;
using Palestra.Storage;

namespace Palestra.Trainer;

/// <summary>What a <see cref="Daemon"/> needs to know.</summary>
public sealed record DaemonOptions
{
    public required DataRoot DataRoot { get; init; }

    /// <summary>The effective settings when the host started, frozen; says what settings there are.</summary>
    public required SettingsSnapshot Settings { get; init; }

    /// <summary>
    /// The layers they came from: the daemon reads them itself and goes on to take changes. Left out, what is not at its
    /// default in <see cref="Settings"/> is pinned, and the rest may change.
    /// </summary>
    public SettingsSources? Sources { get; init; }

    /// <summary>
    /// How to start a native worker: executable and leading arguments, for example <c>dotnet …/palestra.dll worker</c>.
    /// The daemon adds <c>--data-dir DIR --run-id ID</c> and <see cref="WorkerArguments"/>.
    /// </summary>
    public required IReadOnlyList<string> WorkerCommand { get; init; }

    /// <summary>Handed to every worker, for example <c>--set telemetry.x=1</c>.</summary>
    public IReadOnlyList<string> WorkerArguments { get; init; } = [];

    /// <summary>Overrides the setting <c>http.port</c>; 0 takes a free port.</summary>
    public int? HttpPort { get; init; }

    /// <summary>Overrides the setting <c>grpc.port</c>; 0 takes a free port.</summary>
    public int? GrpcPort { get; init; }

    /// <summary>End the workers with the daemon. By default they outlive it and find its successor.</summary>
    public bool StopWorkers { get; init; }

    /// <summary>Least severity the daemon logs, to stderr and to its log file.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Log to stderr as well as to the log file.</summary>
    public bool LogToStderr { get; init; } = true;
}
