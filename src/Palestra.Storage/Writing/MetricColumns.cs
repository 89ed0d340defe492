using System.Globalization;

namespace Palestra.Storage;

/// <summary>
/// Which column of <c>episode_rows</c> holds which of the learner's metrics: <c>m1</c>, <c>m2</c> … in the order in which
/// they appeared, by name in the table <c>metrics</c>. A column costs a number per episode where JSON costs its name too.
/// </summary>
internal static class MetricColumns
{
    /// <summary>Further metrics of a run go into the JSON column <c>more_metrics</c>: a row must not grow without bound.</summary>
    [NotTunable("Part of the run file's format: so many columns has its table.")]
    public const int Most = 32;

    /// <summary>SQLite has no NaN, and NULL says that the episode has no such metric.</summary>
    public const string NotANumber = "NaN";

    public static string Of(int index) => string.Create(CultureInfo.InvariantCulture, $"m{index + 1}");

    /// <returns>Names by index.</returns>
    public static List<string> Load(SqliteDb db)
    {
        var names = new List<string>();
        using var rows = db.Prepare("SELECT name FROM metrics ORDER BY id");
        while (rows.Step())
        {
            names.Add(rows.Text(0));
        }

        return names;
    }

    /// <summary>Adds the column of a metric, within the transaction of the first row that has it.</summary>
    public static void Add(SqliteDb db, List<string> names, string name)
    {
        using (var insert = db.Prepare("INSERT INTO metrics (id, name) VALUES (?, ?)"))
        {
            insert.Bind(names.Count + 1L).Bind(name).Run();
        }

        db.Execute($"ALTER TABLE episode_rows ADD COLUMN {Of(names.Count)} REAL");
        names.Add(name);
        db.Execute("DROP VIEW episodes");
        db.Execute(View(names));
    }

    /// <summary>The view <c>episodes</c>: one JSON object of all metrics (those an episode lacks left out) or NULL.</summary>
    public static string View(IReadOnlyList<string> names)
    {
        var pairs = names.Select((name, i) => $"'{name.Replace("'", "''", StringComparison.Ordinal)}', {Of(i)}");
        var metrics = names.Count == 0
            ? "more_metrics"
            : $"nullif(json_patch(coalesce(more_metrics, '{{}}'), json_object({string.Join(", ", pairs)})), '{{}}')";
        return $"""
            CREATE VIEW episodes AS SELECT
                row, stream_id, agent_id, slot, episode, first_seq, first_seq + length - 1 AS last_seq, length, return,
                flags & 1 AS terminated, flags >> 1 AS truncated, seed,
                (SELECT created_us FROM manifest) + start_offset_us AS start_us,
                (SELECT created_us FROM manifest) + start_offset_us + duration_us AS end_us, duration_us,
                {metrics} AS metrics, initial_observation
                FROM episode_rows JOIN streams USING (stream_id);
            """;
    }
}
