using System.Text.Json;

namespace Palestra.Storage;

/// <summary>The table <c>settings_changes</c> of a run file, made with its first row.</summary>
internal static class SettingChangeTable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS settings_changes (
            row INTEGER PRIMARY KEY, time_us INTEGER NOT NULL, key TEXT NOT NULL, old TEXT, new TEXT, who TEXT NOT NULL,
            via TEXT NOT NULL, pending INTEGER NOT NULL, bus_seq INTEGER NOT NULL, steps INTEGER NOT NULL,
            episodes INTEGER NOT NULL, streams TEXT NOT NULL)
        """;

    public static void Append(SqliteDb db, IEnumerable<RunSettingChange> changes)
    {
        db.Execute(Schema);
        using var put = db.Prepare("""
            INSERT INTO settings_changes (time_us, key, old, new, who, via, pending, bus_seq, steps, episodes, streams)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
        foreach (var change in changes)
        {
            put.Bind(change.TimeUs).Bind(change.Key).Bind(change.Old).Bind(change.New).Bind(change.Who).Bind(change.Via)
                .Bind(change.Pending).Bind(change.BusSeq).Bind(change.Steps).Bind(change.Episodes)
                .Bind(JsonSerializer.Serialize(change.Streams)).Run();
        }
    }

    public static List<RunSettingChange> Read(SqliteDb db)
    {
        var changes = new List<RunSettingChange>();
        if (db.Scalar("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'settings_changes'") == 0)
        {
            return changes;
        }

        using var rows = db.Prepare("""
            SELECT time_us, key, old, new, who, via, pending, bus_seq, steps, episodes, streams FROM settings_changes ORDER BY row
            """);
        while (rows.Step())
        {
            changes.Add(new RunSettingChange
            {
                TimeUs = rows.Int(0),
                Key = rows.Text(1),
                Old = rows.TextOrNull(2),
                New = rows.TextOrNull(3),
                Who = rows.Text(4),
                Via = rows.Text(5),
                Pending = rows.Bool(6),
                BusSeq = rows.Int(7),
                Steps = rows.Int(8),
                Episodes = rows.Int(9),
                Streams = Positions(rows.Text(10)) ?? [],
            });
        }

        return changes;
    }

    /// <returns><c>null</c> when the record is of another table.</returns>
    public static RunSettingChange? Salvage(object?[] values) => values is
        [null, long timeUs, string key, null or string, null or string, string who, string via, 0L or 1L, long busSeq, long steps, long episodes, string streams]
        && Positions(streams) is { } at
        ? new RunSettingChange
        {
            TimeUs = timeUs,
            Key = key,
            Old = values[3] as string,
            New = values[4] as string,
            Who = who,
            Via = via,
            Pending = values[7] is 1L,
            BusSeq = busSeq,
            Steps = steps,
            Episodes = episodes,
            Streams = at,
        }
        : null;

    private static Dictionary<string, long>? Positions(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, long>>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
