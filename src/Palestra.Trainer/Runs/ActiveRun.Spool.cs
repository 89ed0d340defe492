using Palestra.Telemetry;
using Palestra.Trainer.Ingest;
using Palestra.Wire;
using Proto = Palestra.Wire.V1;

namespace Palestra.Trainer.Runs;

// What a worker left in its folder because there was no daemon to take it. It goes the way of a session: duplicates are
// ignored, gaps refused. The spool is deleted only after the run's end is on disk, so a daemon that dies in between
// leaves the next one everything it needs.
internal sealed partial class ActiveRun
{
    /// <summary>Takes in the spool of a worker that is gone. Its Finished, if there is one, ends the run.</summary>
    /// <returns><c>null</c> if there is none.</returns>
    /// <exception cref="OperationCanceledException">The daemon stops: the next one begins again.</exception>
    private async Task<TakenSpool?> TakeInSpoolAsync()
    {
        if (State.IsFinal() || !File.Exists(Folder.SpoolFile))
        {
            return null;
        }

        // No session may come in between: the intake has one caller at a time.
        await _sessions.WaitAsync(_stopping);
        try
        {
            if (Volatile.Read(ref _session) is { } session)
            {
                session.End(GrpcStatusCode.Aborted, $"The spool of run '{Id}' is taken in.");
                await session.Over;
            }

            return await TakeInAsync();
        }
        finally
        {
            _sessions.Release();
        }
    }

    private async Task<TakenSpool> TakeInAsync()
    {
        var (steps, duplicates, episodes) = (Intake.Steps, Intake.DuplicateSteps, Intake.Episodes);
        string? refusal;
        long lost = 0;
        using (var spool = SpoolReader.TryOpen(Folder.SpoolFile, out var unreadable))
        {
            refusal = spool is null ? unreadable : await TakeInAsync(spool);
            lost = spool?.BytesLeft ?? 0;
        }

        var taken = new TakenSpool(Folder.SpoolFile, Intake.Steps - steps, refusal);
        await Pipeline.Bus.PublishAsync(
            refusal is null
                ? LogIds.SpoolTaken.Create(_services.NowUs, taken.Steps, Intake.Episodes - episodes, Intake.DuplicateSteps - duplicates, lost)
                : LogIds.SpoolRefused.Create(_services.NowUs, taken.Steps, Folder.SpoolFile, refusal),
            _stopping);
        return taken;
    }

    /// <returns><c>null</c>, or a sentence on the first message that cannot be taken.</returns>
    private async Task<string?> TakeInAsync(SpoolReader spool)
    {
        if (State == RunState.HSHK)
        {
            // The worker was welcomed, and the daemon that did so died before this was on disk.
            await MoveAsync(RunState.RDY, null, "The worker left a spool.");
        }

        SpooledLogs? logged = null;
        try
        {
            while (!State.IsFinal() && spool.TryRead(out var message))
            {
                logged = await TakeSpooledAsync(message, logged);
            }

            return null;
        }
        catch (GrpcStatusException e)
        {
            return e.Detail;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private async Task<SpooledLogs?> TakeSpooledAsync(Proto.WorkerMessage message, SpooledLogs? logged)
    {
        switch (message.BodyCase)
        {
            case Proto.WorkerMessage.BodyOneofCase.Steps:
                await TakeStepsAsync(Valid(WireMap.FromProto(message.Steps)), _stopping);
                break;
            case Proto.WorkerMessage.BodyOneofCase.Episode:
                await TakeEpisodeAsync(Valid(WireMap.FromProto(message.Episode)), _stopping);
                break;
            case Proto.WorkerMessage.BodyOneofCase.Log:
                var record = Valid(WireMap.FromProto(message.Log));
                if (!(logged ??= SpooledLogs.OnDisk(Folder)).Has(record))
                {
                    await Pipeline.Bus.PublishAsync(record, _stopping);
                }

                break;
            case Proto.WorkerMessage.BodyOneofCase.Finished:
                await FinishAsync(message.Finished, _stopping);
                break;
        }

        return logged;
    }
}

/// <summary>What became of a spool.</summary>
/// <param name="Refusal">Why not all of it was taken; <c>null</c> if all of it was.</param>
internal sealed record TakenSpool(string Path, long Steps, string? Refusal)
{
    /// <summary>For the reason of the run's end, with a space before it.</summary>
    public string Sentence => Refusal is null
        ? $" {Steps} steps were taken in from its spool."
        : $" {Steps} steps were taken in from its spool, the rest was refused: {Refusal}";

    /// <summary>Removes the file once the end of the run is on disk. What was refused stays for a post-mortem.</summary>
    public void Discard()
    {
        if (Refusal is not null)
        {
            return;
        }

        try
        {
            File.Delete(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A run that has ended takes in no spool: it only needs room.
        }
    }
}
