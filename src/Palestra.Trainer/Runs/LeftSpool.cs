using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Wire;
using Proto = Palestra.Wire.V1;

namespace Palestra.Trainer.Runs;

/// <summary>
/// A spool that lies beside a run that has ended. Nothing is added to a record whose end was written: if the record has
/// all of the spool, it goes; if not, it stays and the run's log says so, once.
/// </summary>
internal static class LeftSpool
{
    public static void Settle(RunFolder folder, RunServices services)
    {
        if (!File.Exists(folder.SpoolFile))
        {
            return;
        }

        try
        {
            if (Obstacle(folder) is not { } reason)
            {
                File.Delete(folder.SpoolFile);
                RunLog.SpoolDiscarded(services.Log, Path.GetFileName(folder.Path), folder.SpoolFile);
                return;
            }

            using (var reader = RunReader.Open(folder))
            {
                if (LoggedLines.Count(reader, LogIds.SpoolRefused) > 0)
                {
                    return;
                }
            }

            using var file = RunFile.Open(folder, services.Storage, services.Clock);
            file.Commit([LogIds.SpoolRefused.Create(services.NowUs, 0, folder.SpoolFile, reason)], file.DurableBusSeq + 1);
            RunLog.SpoolKept(services.Log, Path.GetFileName(folder.Path), folder.SpoolFile, reason);
        }
        catch (Exception e) when (e is RunFileException or IOException or UnauthorizedAccessException)
        {
            // The next daemon looks again.
            RunLog.SpoolKept(services.Log, Path.GetFileName(folder.Path), folder.SpoolFile, e.Message);
        }
    }

    /// <returns><c>null</c> if the record has everything that is in the spool.</returns>
    private static string? Obstacle(RunFolder folder)
    {
        Dictionary<StreamKey, (long Seq, long Episodes)> known;
        using (var reader = RunReader.Open(folder))
        {
            known = reader.Streams().ToDictionary(s => s.Stream, s => (s.LastSeq, s.Episodes));
        }

        using var spool = SpoolReader.TryOpen(folder.SpoolFile, out var unreadable);
        if (spool is null)
        {
            return unreadable;
        }

        while (spool.TryRead(out var message))
        {
            if (Missing(message, known) is { } missing)
            {
                return missing;
            }
        }

        return null;
    }

    private static string? Missing(Proto.WorkerMessage message, Dictionary<StreamKey, (long Seq, long Episodes)> known)
    {
        switch (message.BodyCase)
        {
            case Proto.WorkerMessage.BodyOneofCase.Steps when WireMap.FromProto(message.Steps) is { Value: { } batch }:
                var seq = known.GetValueOrDefault(batch.Stream).Seq;
                return batch.LastSeq > seq ? $"the run has ended with step {seq} of stream {batch.Stream}, and the spool goes on to {batch.LastSeq}" : null;
            case Proto.WorkerMessage.BodyOneofCase.Episode when WireMap.FromProto(message.Episode) is { Value: { } episode }:
                return episode.Episode >= known.GetValueOrDefault(episode.Stream).Episodes
                    ? $"the run has ended without episode {episode.Episode} of stream {episode.Stream}" : null;
            default:
                return null;
        }
    }
}
