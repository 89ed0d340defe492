namespace Palestra.Storage.Tests;

/// <summary>A write-ahead log that is written in large pieces is, to everybody, a log as SQLite writes it.</summary>
public sealed class GatheredLogTests(ITestOutputHelper output) : IDisposable
{
    private const int LogHeaderBytes = 32;
    private const int FrameHeaderBytes = 24;

    private readonly string _folder = Directory.CreateTempSubdirectory("palestra-log-").FullName;

    private string File => Path.Combine(_folder, "a.db");

    private string Log => $"{File}-wal";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_transaction_that_has_ended_is_in_the_file_of_the_log_and_what_follows_is_not_until_it_ends()
    {
        using var db = Open();
        db.Execute("CREATE TABLE t(a)");
        db.Execute("BEGIN");
        db.Execute("INSERT INTO t VALUES (1), (2), (3)");
        Assert.Equal(0, CountInCopy());
        db.Execute("COMMIT");
        Assert.Equal(3, CountInCopy());
        var frame = FrameHeaderBytes + db.Scalar("PRAGMA page_size");
        Assert.Equal(0, (new FileInfo(Log).Length - LogHeaderBytes) % frame);
    }

    [Fact]
    public void It_is_opened_with_every_transaction_synced_since_only_a_sync_writes_what_was_gathered()
    {
        using var db = SqliteDb.OpenFastWriter(File, TimeSpan.FromSeconds(5));
        Assert.Equal(2, db.Scalar("PRAGMA synchronous"));
    }

    [Fact]
    public void A_page_of_a_transaction_that_outgrew_its_cache_is_read_back_from_the_log()
    {
        using var db = Open();
        db.Execute("PRAGMA cache_size = 10");
        db.Execute("CREATE TABLE t(a INTEGER PRIMARY KEY, b BLOB)");
        db.Execute("BEGIN");
        for (var i = 1; i <= 300; i++)
        {
            db.Execute($"INSERT INTO t VALUES ({i}, zeroblob({i * 37 % 9000}))");
            if (i % 50 == 0)
            {
                db.Execute($"UPDATE t SET b = zeroblob(length(b) + 1) WHERE a % 7 = {i % 7}");
            }
        }

        var before = db.Scalar("SELECT sum(length(b)) FROM t");
        Assert.Equal("ok", db.Text("PRAGMA integrity_check"));
        db.Execute("COMMIT");
        using var reader = SqliteDb.OpenReader(File, TimeSpan.FromSeconds(5));
        Assert.Equal(before, reader.Scalar("SELECT sum(length(b)) FROM t"));
        Assert.Equal("ok", reader.Text("PRAGMA integrity_check"));
    }

    [Fact]
    public void P_ACK_After_each_transaction_a_copy_of_the_files_as_a_crash_would_leave_them_holds_exactly_what_was_committed()
    {
        const int Seed = 20;
        output.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        var db = Open();
        db.Execute("PRAGMA cache_size = 12");
        db.Execute("CREATE TABLE t(a INTEGER PRIMARY KEY, b BLOB)");
        var committed = new SortedDictionary<int, int>();
        try
        {
            for (var round = 0; round < 200; round++)
            {
                var model = new SortedDictionary<int, int>(committed);
                db.Execute("BEGIN IMMEDIATE");
                for (var i = random.Next(1, 40); i > 0; i--)
                {
                    Change(db, model, random);
                }

                if (random.Next(4) == 0)
                {
                    db.Execute("ROLLBACK");
                }
                else
                {
                    db.Execute("COMMIT");
                    committed = model;
                }

                switch (random.Next(12))
                {
                    case 0:
                        db.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
                        break;
                    case 1:
                        db.Execute("PRAGMA wal_checkpoint(PASSIVE)");
                        break;
                    case 2:
                        db.Dispose();
                        db = Open();
                        db.Execute("PRAGMA cache_size = 12");
                        break;
                    default:
                        break;
                }

                AssertCopyHolds(committed, round);
            }
        }
        finally
        {
            db.Dispose();
        }
    }

    [Fact]
    public async Task Readers_that_come_and_go_see_whole_transactions_while_one_writes()
    {
        const int Pairs = 400;
        using var db = Open();
        db.Execute("CREATE TABLE t(a, b)");
        using var ended = new CancellationTokenSource();
        var reading = Task.Run(() =>
        {
            var seen = 0L;
            for (var last = false; !last;)
            {
                last = ended.IsCancellationRequested;
                using var reader = SqliteDb.OpenReader(File, TimeSpan.FromSeconds(5));
                var count = reader.Scalar("SELECT count(*) FROM t");
                Assert.Equal(0, count % 2);
                Assert.Equal(0, reader.Scalar("SELECT sum(a) - sum(b) FROM t"));
                Assert.True(count >= seen, $"{seen} rows were there, now {count}.");
                seen = count;
            }

            return seen;
        });
        try
        {
            for (var i = 0; i < Pairs; i++)
            {
                db.Execute("BEGIN");
                db.Execute($"INSERT INTO t VALUES ({i}, {i + 1})");
                db.Execute($"INSERT INTO t VALUES ({i + 1}, {i})");
                db.Execute("COMMIT");
            }
        }
        finally
        {
            await ended.CancelAsync();
        }

        Assert.Equal(2 * Pairs, await reading);
    }

    [Fact]
    public void A_full_disk_fails_the_transaction_that_it_is_too_small_for_and_no_other()
    {
        using var disk = SmallDisk.Mount(kilobytes: 1024);
        using var db = Open(Path.Combine(disk.Path, "a.db"));
        db.Execute("CREATE TABLE t(a INTEGER PRIMARY KEY, b BLOB)");
        db.Execute("INSERT INTO t VALUES (1, randomblob(100000))");
        db.Execute("BEGIN");
        var full = Assert.Throws<SqliteException>(() =>
        {
            for (var i = 2; i < 30; i++)
            {
                db.Execute($"INSERT INTO t VALUES ({i}, randomblob(100000))");
            }

            db.Execute("COMMIT");
        });
        Assert.True(full.IsUnavailable, full.Message);
        db.RollBackIfOpen();
        Assert.Equal(1, db.Scalar("SELECT count(*) FROM t"));
        db.Execute("INSERT INTO t VALUES (2, randomblob(50000))");
        using var reader = SqliteDb.OpenReader(db.Path, TimeSpan.FromSeconds(5));
        Assert.Equal(2, reader.Scalar("SELECT count(*) FROM t"));
        Assert.Equal("ok", reader.Text("PRAGMA integrity_check"));
    }

    private static void Change(SqliteDb db, SortedDictionary<int, int> model, Random random)
    {
        var (key, bytes) = (random.Next(1, 500), random.Next(1, 12_000));
        if (random.Next(5) == 0)
        {
            db.Execute($"DELETE FROM t WHERE a = {key}");
            model.Remove(key);
            return;
        }

        db.Execute($"INSERT OR REPLACE INTO t VALUES ({key}, zeroblob({bytes}))");
        model[key] = bytes;
    }

    private SqliteDb Open(string? file = null)
    {
        var db = SqliteDb.OpenFastWriter(file ?? File, TimeSpan.FromSeconds(5));
        RunFileFormat.SetPragmas(db, checkpointPages: 100);
        return db;
    }

    private long CountInCopy() => OfCopy(static copy => copy.Scalar("SELECT count(*) FROM t"));

    private void AssertCopyHolds(SortedDictionary<int, int> rows, int round) => OfCopy(copy =>
    {
        Assert.Equal("ok", copy.Text("PRAGMA integrity_check"));
        var found = new SortedDictionary<int, int>();
        using var all = copy.Prepare("SELECT a, length(b) FROM t");
        while (all.Step())
        {
            found[(int)all.Int(0)] = (int)all.Int(1);
        }

        Assert.True(rows.SequenceEqual(found), $"Round {round}: {rows.Count} rows were committed, the copy has {found.Count}, or others.");
        return 0;
    });

    /// <summary>Opens a copy of both files with SQLite's own file system: what a crash at this moment would leave.</summary>
    private T OfCopy<T>(Func<SqliteDb, T> ask)
    {
        var folder = Directory.CreateTempSubdirectory("palestra-log-copy-").FullName;
        try
        {
            var copy = Path.Combine(folder, "a.db");
            System.IO.File.Copy(File, copy);
            if (System.IO.File.Exists(Log))
            {
                System.IO.File.Copy(Log, $"{copy}-wal");
            }

            using var db = SqliteDb.OpenReader(copy, TimeSpan.Zero);
            return ask(db);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
