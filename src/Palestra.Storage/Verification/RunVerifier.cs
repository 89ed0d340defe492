using System.Text.Json;
using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>
/// Recomputes everything about a run from its blocks: payloads, sequence numbers, receipts, episodes, totals. Reads
/// only, of a live run as it is at one moment. Whatever the folder holds, the answer is a report, not an exception.
/// </summary>
public static class RunVerifier
{
    private const string NoLog =
        "There is no write-ahead log (run.db-wal) beside the file: if it was left behind when the run was copied, what it held is missing here.";

    public static VerifyReport Verify(RunFolder folder)
    {
        var noLog = SqliteDb.NoLogBeside(folder.DatabaseFile);
        var report = Verify(folder, folder.DatabaseFile);
        return !noLog || report.Status is nameof(RunState.TERM) or nameof(RunState.FAULT) || !File.Exists(folder.DatabaseFile)
            ? report
            : report with { Problems = [.. report.Problems, NoLog] };
    }

    /// <param name="file">The run file, where it is not in its place.</param>
    internal static VerifyReport Verify(RunFolder folder, string file)
    {
        var runId = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder.Path));
        try
        {
            using var reader = RunReader.Open(folder, file);
            return reader.AtOneMoment(() => Verify(reader, runId));
        }
        catch (Exception e) when (e is RunFileException or IOException or UnauthorizedAccessException)
        {
            return Report(runId, null, [], 0, [e.Message]);
        }
    }

    private static VerifyReport Verify(RunReader reader, string runId)
    {
        var problems = new List<string>();
        var damage = reader.QuickCheck();
        if (damage is not null)
        {
            problems.Add($"The database of the run is damaged: {damage}.");
        }

        runId = Try(problems, "manifest", () => reader.Manifest.RunId) ?? runId;
        var state = Try(problems, "states", reader.States) is [.., var last] ? last.To : (RunState?)null;
        if (state?.IsFinal() != true)
        {
            problems.Add($"The run has not ended: it is {(state is { } known ? $"in {known}" : "in no known state")}.");
        }

        var streams = new List<VerifiedStream>();
        long episodes = 0;
        foreach (var row in Try(problems, "streams", reader.Streams) ?? [])
        {
            using var check = new StreamVerifier(reader, row.Stream, problems);
            var found = check.Run();
            streams.Add(found);
            episodes += check.Episodes;
            Compare(problems, row.Stream, "the stream's row says", row.LastSeq, row.Episodes, found.LastSeq, check.Episodes);
            foreach (var total in Try(problems, "totals", reader.Totals)?.Where(total => total.Stream == row.Stream) ?? [])
            {
                Compare(problems, row.Stream, "the worker declared", total.LastSeq, total.Episodes, found.LastSeq, check.Episodes);
            }
        }

        foreach (var total in Try(problems, "totals", reader.Totals) ?? [])
        {
            if (total.LastSeq > 0 && !streams.Exists(s => new StreamKey(s.AgentId, s.Slot) == total.Stream))
            {
                problems.Add($"Stream {total.Stream} is not there: the worker declared {total.LastSeq} steps.");
            }
        }

        return Report(runId, state, streams, episodes, problems);
    }

    private static VerifyReport Report(
        string runId, RunState? state, List<VerifiedStream> streams, long episodes, List<string> problems) => new()
        {
            RunId = runId,
            Complete = problems.Count == 0,
            Status = state?.ToString() ?? "unknown",
            Episodes = episodes,
            Steps = streams.Sum(stream => stream.Count),
            Streams = streams,
            Problems = problems,
        };

    private static void Compare(
        List<string> problems, StreamKey stream, string who, long lastSeq, long episodes, long foundSeq, long foundEpisodes)
    {
        if (lastSeq != foundSeq || episodes != foundEpisodes)
        {
            problems.Add(
                $"Stream {stream}: {who} {lastSeq} steps and {episodes} episodes; there are {foundSeq} and {foundEpisodes}.");
        }
    }

    private static T? Try<T>(List<string> problems, string what, Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is RunFileException or JsonException or FormatException)
        {
            problems.Add($"The {what} of the run cannot be read: {e.Message}");
            return null;
        }
    }
}
