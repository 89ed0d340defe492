using System.Globalization;
using Palestra.Telemetry;
using SQLitePCL;

namespace Palestra.Bench;

/// <summary>
/// What one writes without our store: a row for each step, as fast as it goes with the same durability. The same SQLite
/// library without any layer above it, one prepared statement, write-ahead log of the same length, <c>synchronous=FULL</c>,
/// pages and transactions as large as pay, a key that is the table's own order and SQLite's fastest, so that nothing is
/// written twice.
/// </summary>
internal static class RowStore
{
    /// <summary>Our durable path puts more into one when steps pile up; more make rows no faster.</summary>
    private const int RowsPerTransaction = 65536;

    /// <summary>
    /// SQLite's largest: rows go in a sixth faster than with its usual ones, which run files have, since a commit of few
    /// steps writes whole pages.
    /// </summary>
    private const int PageBytes = 65536;

    /// <summary>Holds all pages of a transaction, so that none is written before its end.</summary>
    private const int CacheKiB = 16 * 1024;

    /// <summary>The key is stream and sequence number in one: rowids are the only keys that SQLite appends without a search.</summary>
    private const int SeqBits = 40;

    private const long Stream = 1;

    static RowStore() => Batteries_V2.Init();

    /// <param name="file">A new file; its folder exists.</param>
    /// <param name="steps">Rows to insert, from the first batch on.</param>
    /// <param name="checkpointBytes">Length of the write-ahead log at which it is copied into the table.</param>
    /// <returns>Seconds from the first row until all are on disk and the file closed, its log copied into it.</returns>
    public static double Write(string file, IReadOnlyList<StepBatch> batches, int steps, int checkpointBytes, TimeProvider clock)
    {
        long started;
        Check(raw.sqlite3_open(file, out var db), db);
        using (db)
        {
            var pragmas = string.Create(
                CultureInfo.InvariantCulture,
                $"PRAGMA page_size={PageBytes}; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint={Math.Max(1, checkpointBytes / PageBytes)}; PRAGMA cache_size=-{CacheKiB}");
            Check(raw.sqlite3_exec(db, pragmas), db);
            Check(
                raw.sqlite3_exec(
                    db,
                    "CREATE TABLE steps(stream_and_seq INTEGER PRIMARY KEY, episode INTEGER NOT NULL, step INTEGER NOT NULL, reward REAL NOT NULL, "
                    + "flags INTEGER NOT NULL, time_us INTEGER NOT NULL, action BLOB NOT NULL, observation BLOB NOT NULL)"),
                db);
            Check(raw.sqlite3_prepare_v2(db, "INSERT INTO steps VALUES(?1,?2,?3,?4,?5,?6,?7,?8)", out var insert), db);
            using (insert)
            {
                started = clock.GetTimestamp();
                Insert(db, insert, batches, steps);
            }
        }

        var seconds = clock.GetElapsedTime(started).TotalSeconds;
        Check(raw.sqlite3_open(file, out var written), written);
        using (written)
        {
            ReadBack(written, batches, steps);
        }

        return seconds;
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

                raw.sqlite3_bind_int64(insert, 1, (Stream << SeqBits) + batch.FirstSeq + i);
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
        Check(raw.sqlite3_prepare_v2(db, $"SELECT count(*), sum(stream_and_seq & {(1L << SeqBits) - 1}), sum(episode) FROM steps", out var sums), db);
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
