using Palestra.Telemetry;

namespace Palestra.Storage.Tests;

internal static class Runs
{
    public static RunStateChanged State(RunState? from, RunState to, RunOutcome? outcome = null, long timeUs = 1) =>
        new() { From = from, To = to, Outcome = outcome, Reason = $"to {to}", TimeUs = timeUs };

    public static LogRecord Log(string message, LogSeverity severity = LogSeverity.Info, string component = "trainer") =>
        new() { TimeUs = 1, Severity = severity, Id = "LOG_TEST", Component = component, Message = message };

    /// <summary>Commits all events in groups of the given size.</summary>
    public static void CommitAll(this RunFile file, IEnumerable<TelemetryEvent> events, int group = 64)
    {
        long seq = file.DurableBusSeq;
        foreach (var chunk in events.Chunk(group))
        {
            seq += chunk.Length;
            Assert.Empty(file.Commit(chunk, seq).Refusals);
        }
    }

    /// <summary>A finished run of one stream.</summary>
    public static void Record(TempRun run, Trajectory trajectory, int batch = 500)
    {
        using var file = run.Create();
        file.Commit([State(null, RunState.INIT), State(RunState.RDY, RunState.EXEC)], 2);
        file.CommitAll(trajectory.Events(() => batch));
        file.Commit([State(RunState.EXEC, RunState.TERM, RunOutcome.Succeeded, 2)], file.DurableBusSeq + 1);
    }

    public static void AssertSame(StepBatch expected, StepBatch actual)
    {
        Assert.Equal(expected.Stream, actual.Stream);
        Assert.Equal(expected.FirstSeq, actual.FirstSeq);
        Assert.Equal(expected.Episodes, actual.Episodes);
        Assert.Equal(expected.Steps, actual.Steps);
        Assert.Equal(expected.Rewards, actual.Rewards);
        Assert.Equal(expected.Flags, actual.Flags);
        Assert.Equal(expected.TimesUs, actual.TimesUs);
        AssertSame(expected.Actions, actual.Actions);
        AssertSame(expected.Observations, actual.Observations);
        Assert.Equal(
            expected.Infos.Select(i => (i.Index, Convert.ToHexString(i.Json.Span))),
            actual.Infos.Select(i => (i.Index, Convert.ToHexString(i.Json.Span))));
    }

    private static void AssertSame(StepColumn expected, StepColumn actual)
    {
        Assert.True(expected.HasSameLayoutAs(actual));
        Assert.Equal(expected.Data.ToArray(), actual.Data.ToArray());
        Assert.Equal(expected.JsonEnds.ToArray(), actual.JsonEnds.ToArray());
    }
}
