using Palestra.Storage;
using Palestra.Telemetry;

namespace Palestra.Cli.Chaos;

/// <summary>Says of a run that has ended whether it is what it had to become.</summary>
internal sealed class Judge(References references)
{
    public async Task<RunVerdict> OfAsync(ChaosRun run, CancellationToken cancel)
    {
        var report = RunVerifier.Verify(run.Folder);
        var problems = report.Problems.Select(problem => $"Run '{run.Id}': verify says: {problem}").ToList();
        foreach (var (stream, acknowledged) in run.Acknowledged)
        {
            var found = report.Streams.FirstOrDefault(s => s.AgentId == stream.AgentId && s.Slot == stream.Slot)?.Count ?? 0;
            if (found < acknowledged)
            {
                problems.Add($"Run '{run.Id}', stream {stream}: {acknowledged} steps were acknowledged, {found} are there.");
            }
        }

        // A worker that was killed just after its last message leaves a run that succeeded.
        var whole = !run.WorkerKilled || run.View?.Outcome == "succeeded";
        if (whole && (run.View?.Outcome != "succeeded" || report.Steps != run.Kind.Steps))
        {
            problems.Add(
                $"Run '{run.Id}', whose worker nobody killed, ended {run.View?.Status}, {run.View?.Outcome}, with {report.Steps} of {run.Kind.Steps} steps: {run.View?.Reason}");
        }

        var undisturbed = await references.OfAsync(run.Kind, cancel);
        problems.AddRange((whole ? CompareReceipts(report, RunVerifier.Verify(undisturbed)) : CompareSteps(run, report, undisturbed))
            .Select(problem => $"Run '{run.Id}', {problem}"));
        return new RunVerdict(
            run.Id, run.Kind.Name, run.WorkerKilled, report.Status, run.View?.Outcome, run.AcknowledgedSteps, report.Steps, run.Kind.Steps, problems);
    }

    private static IEnumerable<string> CompareReceipts(VerifyReport run, VerifyReport undisturbed) =>
        from stream in undisturbed.Streams
        let found = run.Streams.FirstOrDefault(s => s.AgentId == stream.AgentId && s.Slot == stream.Slot)?.Sha256
        where found != stream.Sha256
        select $"stream {stream.AgentId}/{stream.Slot}: its receipt is {found ?? "missing"}, that of the undisturbed run {stream.Sha256}.";

    private static List<string> CompareSteps(ChaosRun run, VerifyReport report, RunFolder undisturbed)
    {
        var problems = new List<string>();
        try
        {
            using var ours = RunReader.Open(run.Folder);
            using var theirs = RunReader.Open(undisturbed);
            foreach (var stream in report.Streams)
            {
                var key = new StreamKey(stream.AgentId, stream.Slot);
                if (StepComparison.FirstDifference(ours, theirs, key, stream.Count) is { } seq)
                {
                    problems.Add($"stream {key}: step {seq} is not that of the undisturbed run.");
                }
            }
        }
        catch (RunFileException e)
        {
            problems.Add($"which cannot be compared: {e.Message}");
        }

        return problems;
    }
}
