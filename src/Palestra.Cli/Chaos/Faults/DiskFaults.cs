using Palestra.Storage;
using SQLitePCL;

namespace Palestra.Cli.Chaos;

/// <summary>No byte is left on the disk of the data folder, for a while.</summary>
internal sealed class FullDisk : IFault
{
    public string Name => "full-disk";

    public string? Unavailable(ChaosStage stage) => stage.Volume.CannotFill;

    public async Task<bool> InjectAsync(ChaosStage stage, CancellationToken cancel)
    {
        stage.Volume.Fill();
        try
        {
            await stage.LastAsync(cancel);
        }
        finally
        {
            stage.Volume.Empty();
        }

        return true;
    }
}

/// <summary>Another process, this one, holds the write lock of a database for a while.</summary>
internal abstract class LockedDatabase : IFault
{
    [NotTunable("Part of the chaos session that a seed names.")]
    private const int LockPatienceMs = 10_000;

    public abstract string Name { get; }

    public async Task<bool> InjectAsync(ChaosStage stage, CancellationToken cancel)
    {
        if (PathOf(stage) is not { } path)
        {
            return false;
        }

        Batteries_V2.Init();
        if (raw.sqlite3_open_v2(path, out var database, raw.SQLITE_OPEN_READWRITE, null) != raw.SQLITE_OK)
        {
            throw new ChaosException($"'{path}' could not be opened to lock it.");
        }

        using (database)
        {
            raw.sqlite3_busy_timeout(database, LockPatienceMs);
            if (raw.sqlite3_exec(database, "BEGIN EXCLUSIVE") is not raw.SQLITE_OK and var code)
            {
                throw new ChaosException($"'{path}' could not be locked within {LockPatienceMs} ms: SQLite says {code}.");
            }

            try
            {
                await stage.LastAsync(cancel);
            }
            finally
            {
                _ = raw.sqlite3_exec(database, "ROLLBACK");
            }
        }

        return true;
    }

    protected abstract string? PathOf(ChaosStage stage);
}

/// <summary>The file of a live run is locked.</summary>
internal sealed class LockedRun : LockedDatabase
{
    public override string Name => "locked-run";

    protected override string? PathOf(ChaosStage stage) => stage.Victim()?.Folder.DatabaseFile;
}

/// <summary>The catalogue is locked.</summary>
internal sealed class LockedCatalogue : LockedDatabase
{
    public override string Name => "locked-catalogue";

    protected override string? PathOf(ChaosStage stage) => stage.Data.CatalogFile;
}
