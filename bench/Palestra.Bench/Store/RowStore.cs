using Palestra.Telemetry;
using SQLitePCL;

namespace Palestra.Bench;

/// <summary>
/// What one writes without our store: a row for each step, as fast as it goes with the same durability. The same SQLite
/// library without any layer above it, one prepared statement, write-ahead log, <c>synchronous=FULL</c>, transactions of
/// 4,096 rows, a primary key that is the table's own order, so that nothing is written twice.
/// </summary>
internal static class RowStore
{
    private const int RowsPerTransaction = 4096;

    static RowStore() => Batteries_V2.Init();

    /// <param name="file">A new file; its folder exists.</param>
    /// <param name="steps">Rows to insert, from the first batch on.</param>
    /// <returns>Seconds from the first row until all are on disk.</returns>
    public static double Write(string file, IReadOnlyList<StepBatch> batches, int steps, TimeProvider clock)
    {
        Check(raw.sqlite3_open(file, out var db), db);
        using (db)
        {
            Check(raw.sqlite3_exec(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL"), db);
            Check(
                raw.sqlite3_exec(
                    db,
                    "CREATE TABLE steps(stream INTEGER NOT NULL, seq INTEGER NOT NULL, episode INTEGER NOT NULL, step INTEGER NOT NULL, "
                    + "reward REAL NOT NULL, flags INTEGER NOT NULL, time_us INTEGER NOT NULL, action BLOB NOT NULL, observation BLOB NOT NULL, "
                    + "PRIMARY KEY(stream, seq)) WITHOUT ROWID"),
                db);
            Check(raw.sqlite3_prepare_v2(db, "INSERT INTO steps VALUES(1,?1,?2,?3,?4,?5,?6,?7,?8)", out var insert), db);
            double seconds;
            using (insert)
            {
                var started = clock.GetTimestamp();
                Insert(db, insert, batches, steps);
                seconds = clock.GetElapsedTime(started).TotalSeconds;
            }

            ReadBack(db, batches, steps);
            return seconds;
        }
    }

    private static void Insert(sqlite3 db, sqlite3_stmt insert, IReadOnlyList<StepBatch> batches, int steps)
    {
        var rows = 0;
        foreach (var batch in batches)
        {
            for (var i = 0; i < batch.Count && rows < steps; i++)
            {
                if (rows % RowsPerTransaction == 0)
                {
                    Check(raw.sqlite3_exec(db, rows == 0 ? "BEGIN" : "COMMIT; BEGIN"), db);
                }

                raw.sqlite3_bind_int64(insert, 1, batch.FirstSeq + i);
                raw.sqlite3_bind_int64(insert, 2, batch.Episodes[i]);
                raw.sqlite3_bind_int64(insert, 3, batch.Steps[i]);
                raw.sqlite3_bind_double(insert, 4, batch.Rewards[i]);
                raw.sqlite3_bind_int64(insert, 5, (long)batch.Flags[i]);
                raw.sqlite3_bind_int64(insert, 6, batch.TimesUs[i]);
                raw.sqlite3_bind_blob(insert, 7, batch.Actions.Row(i));
                raw.sqlite3_bind_blob(insert, 8, batch.Observations.Row(i));
                if (raw.sqlite3_step(insert) != raw.SQLITE_DONE || raw.sqlite3_reset(insert) != raw.SQLITE_OK)
                {
                    throw Failed(db);
                }

                rows++;
            }
        }

        Check(raw.sqlite3_exec(db, "COMMIT"), db);
    }

    private static void ReadBack(sqlite3 db, IReadOnlyList<StepBatch> batches, int steps)
    {
        Check(raw.sqlite3_prepare_v2(db, "SELECT count(*), sum(seq), sum(episode) FROM steps", out var sums), db);
        using (sums)
        {
            raw.sqlite3_step(sums);
            var episodes = batches.SelectMany(batch => batch.Episodes).Take(steps).Sum();
            var (count, seq, episode) = (raw.sqlite3_column_int64(sums, 0), raw.sqlite3_column_int64(sums, 1), raw.sqlite3_column_int64(sums, 2));
            BenchFailedException.Unless(
                count == steps && seq == (long)steps * (steps + 1) / 2 && episode == episodes,
                $"The baseline's table holds {count} rows with sums {seq} and {episode}; {steps} rows were inserted.");
        }
    }

    private static void Check(int code, sqlite3 db)
    {
        if (code != raw.SQLITE_OK)
        {
            throw Failed(db);
        }
    }

    private static BenchFailedException Failed(sqlite3 db) =>
        new($"The baseline's table could not be written: {raw.sqlite3_errmsg(db).utf8_to_string()}.");
}
