using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>The data folder: where everything that is kept lives. One daemon at a time owns it.</summary>
public sealed record DataRoot(string Path)
{
    /// <summary>Run list, summaries and consumer offsets of cross-run consumers.</summary>
    public string CatalogFile => System.IO.Path.Combine(Path, "catalog.db");

    /// <summary>Addresses, pid and token of the running daemon (mode 0600).</summary>
    public string DaemonFile => System.IO.Path.Combine(Path, "daemon.json");

    /// <summary>Held while a daemon runs.</summary>
    public string LockFile => System.IO.Path.Combine(Path, "daemon.lock");

    /// <summary>The daemon's own log.</summary>
    public string DaemonLogFile => System.IO.Path.Combine(Path, "daemon.log");

    /// <summary>The settings file layer.</summary>
    public string SettingsFile => System.IO.Path.Combine(Path, "settings.json");

    /// <summary>Settings that operators stored, and the history of changes.</summary>
    public string StoredSettingsFile => System.IO.Path.Combine(Path, "settings.db");

    public string RunsFolder => System.IO.Path.Combine(Path, "runs");

    public RunFolder Run(RunId id) => new(System.IO.Path.Combine(RunsFolder, id.Value));
}
