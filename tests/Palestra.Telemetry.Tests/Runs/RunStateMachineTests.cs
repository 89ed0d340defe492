namespace Palestra.Telemetry.Tests.Runs;

public sealed class RunStateMachineTests
{
    /// <summary>The whole table: rows are from, columns to. Written out, so that it does not repeat the code.</summary>
    private static readonly (string From, string Row)[] Table =
    [
        //        INIT HSHK RDY EXEC PAUSE FAULT TERM;  y = moves, s = stays, . = refused
        ("new",   "y......"),
        ("INIT",  "sy...yy"),
        ("HSHK",  ".sy..yy"),
        ("RDY",   "..syyyy"),
        ("EXEC",  "...syyy"),
        ("PAUSE", "...ysyy"),
        ("FAULT", "......."),
        ("TERM",  "......."),
    ];

    public static TheoryData<string, RunState, char> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, RunState, char>();
            foreach (var (from, row) in Table)
            {
                for (var to = 0; to < row.Length; to++)
                {
                    pairs.Add(from, (RunState)(to + 1), row[to]);
                }
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Each_pair_of_states_moves_stays_or_is_refused(string from, RunState to, char expected)
    {
        RunState? start = from == "new" ? null : Enum.Parse<RunState>(from);
        var machine = new RunStateMachine(start, start?.IsFinal() == true ? RunOutcome.Failed : null);
        RunOutcome? outcome = to.IsFinal() ? RunOutcome.Failed : null;
        var moved = machine.TryMove(to, outcome, "because", 42, out var change, out var why);
        Assert.Equal(expected != '.', moved);
        Assert.Equal(expected == 'y', change is not null);
        Assert.Equal(moved ? to : start, machine.Current);
        if (change is not null)
        {
            Assert.Equal((start, to, outcome, "because", 42), (change.From, change.To, change.Outcome, change.Reason, change.TimeUs));
            Assert.Equal(outcome, machine.Outcome);
        }

        if (!moved)
        {
            Assert.StartsWith($"A run cannot go from {(start is null ? "nothing" : from)} to {to}", why, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(RunState.EXEC, RunState.TERM, null, "needs an outcome")]
    [InlineData(RunState.EXEC, RunState.PAUSE, RunOutcome.Failed, "has no outcome")]
    [InlineData(RunState.EXEC, RunState.FAULT, RunOutcome.Succeeded, "cannot be 'succeeded'")]
    [InlineData(RunState.INIT, RunState.TERM, RunOutcome.Succeeded, "no worker")]
    [InlineData(RunState.HSHK, RunState.TERM, RunOutcome.Succeeded, "no worker")]
    [InlineData(RunState.INIT, RunState.TERM, RunOutcome.Cancelled, null)]
    [InlineData(RunState.EXEC, RunState.TERM, RunOutcome.Succeeded, null)]
    [InlineData(RunState.PAUSE, RunState.TERM, RunOutcome.Cancelled, null)]
    public void The_outcome_must_fit_the_state(RunState from, RunState to, RunOutcome? outcome, string? refusal)
    {
        var machine = new RunStateMachine(from);
        Assert.Equal(refusal is null, machine.TryMove(to, outcome, "because", 1, out _, out var why));
        Assert.Equal(refusal is null ? to : from, machine.Current);
        Assert.Contains(refusal ?? "", why ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_who_end_a_run_at_once_exactly_one_succeeds()
    {
        for (var round = 0; round < 200; round++)
        {
            var machine = new RunStateMachine(RunState.EXEC);
            var ends = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() =>
                machine.TryMove(i % 2 == 0 ? RunState.TERM : RunState.FAULT, RunOutcome.Failed, $"by {i}", i, out var change, out _) ? change : null)));
            Assert.Equal(machine.Current, Assert.Single(ends, change => change is not null)!.To);
        }
    }
}
