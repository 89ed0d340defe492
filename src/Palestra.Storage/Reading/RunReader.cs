using System.Text.Json;
using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>
/// Reads a run: live from any process, or a copied folder. Never blocks its writer, and sees at each call what the last
/// transaction left. One thread at a time; opening one is cheap, so open one for each task. All members throw
/// <see cref="RunFileException"/> with one sentence when the file cannot be read.
/// </summary>
public sealed partial class RunReader : IStepHistory, IDisposable
{
    [NotTunable("What the HTTP API promises (docs/api.md).")]
    private const int SparklinePoints = 40;
    [NotTunable("Readers never wait for the writer; this covers the moment in which SQLite restores a log after a crash.")]
    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(2);

    private readonly SqliteDb _db;
    private RunManifest? _manifest;

    private RunReader(RunFolder folder, SqliteDb db)
    {
        Folder = folder;
        _db = db;
    }

    public RunFolder Folder { get; }

    public RunManifest Manifest => _manifest ??= Read(ReadManifest);

    /// <exception cref="RunFileException">It is absent, foreign, of a newer format or damaged; the message says which.</exception>
    public static RunReader Open(RunFolder folder) => Open(folder, folder.DatabaseFile);

    internal static RunReader Open(RunFolder folder, string file)
    {
        if (!File.Exists(file))
        {
            throw new RunFileException($"There is no run file '{file}'.");
        }

        SqliteDb? db = null;
        try
        {
            db = SqliteDb.OpenReader(file, BusyTimeout);
            RunFileFormat.CheckHeader(db);
            return new RunReader(folder, db);
        }
        catch (SqliteException e)
        {
            db?.Dispose();
            throw RunFileFormat.Translate(file, e);
        }
        catch
        {
            db?.Dispose();
            throw;
        }
    }

    /// <summary>State and figures, all of one moment.</summary>
    public RunSummary Summary() => Read(() => AtOneMoment(() =>
    {
        var states = States();
        var last = states.Count > 0 ? states[^1] : null;
        var streams = Streams();
        return new RunSummary
        {
            State = last?.To,
            Outcome = last?.Outcome,
            Reason = last?.Reason,
            Episodes = LastEpisodeRow(),
            Steps = streams.Sum(stream => stream.LastSeq),
            MeanReturn100 = MeanReturnOfLast(100),
            Sparkline = [.. Series(EpisodeMetrics.Return, SparklinePoints).Points.Select(point => point.Mean)],
            StartedUs = states.FirstOrDefault(change => change.To == RunState.EXEC)?.TimeUs,
            EndedUs = last is { } end && end.To.IsFinal() ? end.TimeUs : null,
            DiskBytes = BytesIn(Folder.Path),
            Streams = streams,
            TelemetryMode = CommandFigures.Mode(Figures()),
        };
    }));

    /// <summary>Ordered by agent, then slot.</summary>
    public IReadOnlyList<StreamRow> Streams() => Read(() =>
    {
        var streams = new List<StreamRow>();
        using var rows = _db.Prepare("SELECT agent_id, slot, last_seq, episodes, ignored_steps FROM streams");
        while (rows.Step())
        {
            streams.Add(new StreamRow(new StreamKey(rows.Text(0), (int)rows.Int(1)), rows.Int(2), rows.Int(3), rows.Int(4)));
        }

        streams.Sort(static (a, b) => a.Stream.CompareTo(b.Stream));
        return streams;
    });

    /// <summary>In the order in which they happened.</summary>
    public IReadOnlyList<RunStateChanged> States() => Read(() =>
    {
        var states = new List<RunStateChanged>();
        using var rows = _db.Prepare("SELECT from_state, to_state, outcome, reason, time_us FROM states ORDER BY row");
        while (rows.Step())
        {
            states.Add(new RunStateChanged
            {
                From = (RunState?)rows.IntOrNull(0),
                To = (RunState)rows.Int(1),
                Outcome = (RunOutcome?)rows.IntOrNull(2),
                Reason = rows.Text(3),
                TimeUs = rows.Int(4),
            });
        }

        return states;
    });

    /// <summary>The settings in force when the run was submitted, by key.</summary>
    public IReadOnlyList<SettingUsed> Settings() => Read(() =>
    {
        var settings = new List<SettingUsed>();
        using var rows = _db.Prepare("SELECT key, value, origin FROM settings_used ORDER BY key");
        while (rows.Step())
        {
            settings.Add(new SettingUsed(rows.Text(0), rows.Text(1), rows.Text(2)));
        }

        return settings;
    });

    /// <summary>What the worker declared at its end; empty when it declared nothing.</summary>
    public IReadOnlyList<StreamTotal> Totals() => Read(() =>
    {
        var totals = new List<StreamTotal>();
        using var rows = _db.Prepare("SELECT agent_id, slot, last_seq, episodes FROM totals ORDER BY agent_id, slot");
        while (rows.Step())
        {
            totals.Add(new StreamTotal(new StreamKey(rows.Text(0), (int)rows.Int(1)), rows.Int(2), rows.Int(3)));
        }

        return totals;
    });

    /// <summary>Figures of the whole run, by name: what was asked of it, and from its end on what it cost.</summary>
    public IReadOnlyDictionary<string, double> Figures() => Read(() =>
    {
        var figures = new Dictionary<string, double>();
        if (_db.Scalar("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'figures'") == 0)
        {
            return figures;
        }

        using var rows = _db.Prepare("SELECT name, value FROM figures ORDER BY name");
        while (rows.Step())
        {
            figures[rows.Text(0)] = rows.Double(1);
        }

        return figures;
    });

    /// <summary>Settings that changed while the run was live, oldest first.</summary>
    public IReadOnlyList<RunSettingChange> SettingChanges() => Read(() => SettingChangeTable.Read(_db));

    public IReadOnlyList<CheckpointRow> Checkpoints() => Read(() =>
    {
        var checkpoints = new List<CheckpointRow>();
        using var rows = _db.Prepare("SELECT row, name, bytes, time_us FROM checkpoints ORDER BY row");
        while (rows.Step())
        {
            checkpoints.Add(new CheckpointRow(rows.Int(0), rows.Text(1), rows.Int(2), rows.Int(3)));
        }

        return checkpoints;
    });

    public void Dispose() => _db.Dispose();

    /// <summary>Size of all files in a folder and below; files that vanish meanwhile do not count.</summary>
    internal static long BytesIn(string folder)
    {
        long bytes = 0;
        try
        {
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories))
            {
                bytes += LengthOf(file);
            }
        }
        catch (DirectoryNotFoundException)
        {
            // The run was deleted while its files were counted.
        }

        return bytes;
    }

    private static long LengthOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (IOException)
        {
            return 0; // the write-ahead log of a run that just ended, for example
        }
    }

    private RunManifest ReadManifest()
    {
        try
        {
            return JsonSerializer.Deserialize<RunManifest>(_db.Text("SELECT json FROM manifest"), RunManifest.Json)
                ?? throw new JsonException("it is null");
        }
        catch (JsonException e)
        {
            throw new RunFileException($"The manifest in '{_db.Path}' cannot be understood: {e.Message}", e);
        }
    }

    /// <summary>Whatever is read in it is of the same transaction, however many the writer commits meanwhile.</summary>
    internal T AtOneMoment<T>(Func<T> read)
    {
        _db.Execute("BEGIN");
        try
        {
            return read();
        }
        finally
        {
            _db.RollBackIfOpen();
        }
    }

    private T Read<T>(Func<T> query)
    {
        try
        {
            return query();
        }
        catch (SqliteException e)
        {
            throw RunFileFormat.Translate(_db.Path, e);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new RunFileException($"Run file '{_db.Path}' is damaged: {e.Message}", e);
        }
    }
}
