namespace Palestra.Gym.MultiAgent;

/// <summary>
/// Finds out whether an environment whose agents act at once keeps to the rules of <see cref="IParallelEnv"/>: who takes part
/// and leaves, outcomes of those alone, refusals that change nothing, equal seeds, saved states. What PettingZoo's
/// <c>parallel_api_test</c> is to its environments. Stateless.
/// </summary>
public static class ParallelChecker
{
    /// <summary>Plays legal actions at random and watches.</summary>
    /// <param name="make">Makes the environment; called twice.</param>
    /// <param name="steps">How many steps to watch, over as many episodes as they take.</param>
    /// <param name="seed">Of the environment and of the actions.</param>
    /// <returns>One sentence per rule that was broken; none if all is well.</returns>
    public static IReadOnlyList<string> Check(Func<IParallelEnv> make, int steps, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(make);
        using var env = make();
        using var twin = make();
        var findings = new Findings(env.Spec.Id);
        try
        {
            new Watch(env, twin, seed, findings).Play(steps);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            findings.Unless(false, "crash", () => $"a legal call failed with {e.GetType().Name}: {e.Message}");
        }

        return findings.Problems;
    }

    private sealed class Watch
    {
        private readonly IParallelEnv _env;
        private readonly IParallelEnv _twin;
        private readonly ulong _seed;
        private readonly Findings _findings;
        private readonly NumpyRandom _random;
        private readonly AgentRows _actionRows;
        private readonly AgentRows _rows;
        private readonly byte[] _actions;
        private readonly (byte[] Mine, byte[] Twins) _observations;
        private readonly (StepOutcome[] Mine, StepOutcome[] Twins) _outcomes;

        public Watch(IParallelEnv env, IParallelEnv twin, ulong seed, Findings findings)
        {
            (_env, _twin, _seed, _findings, _random) = (env, twin, seed, findings, new NumpyRandom(seed));
            (_actionRows, _rows) = (AgentRows.Actions(env), AgentRows.Observations(env));
            _actions = new byte[_actionRows.Bytes];
            _observations = (new byte[_rows.Bytes], new byte[_rows.Bytes]);
            _outcomes = (new StepOutcome[env.PossibleAgents.Count], new StepOutcome[env.PossibleAgents.Count]);
        }

        public void Play(int steps)
        {
            _findings.Refused("a step before the first reset", () => _env.Step(_actions, _observations.Mine, _outcomes.Mine));
            Begin(_seed);
            for (var t = 0; t < steps; t++)
            {
                if (_env.Agents.IsEmpty)
                {
                    _findings.Refused("a step after the end", () => _env.Step(_actions, _observations.Mine, _outcomes.Mine));
                    Begin(null);
                }

                if (t == steps / 2)
                {
                    // From here on the twin plays on from a saved state.
                    _twin.Reset(_seed + 1, new byte[_rows.Bytes]);
                    Findings.Restore(_twin, Findings.Save(_env));
                }

                RefuseWrongActions();
                Step();
            }
        }

        private void Begin(ulong? withSeed)
        {
            _env.Reset(withSeed, _observations.Mine);
            _twin.Reset(withSeed, _observations.Twins);
            _findings.Roster(_env);
            Compare(_env.Agents.ToArray());
        }

        private void RefuseWrongActions()
        {
            foreach (var agent in _env.Agents)
            {
                Findings.Draw(_env, agent, _random, _actionRows.Of(_actions.AsSpan(), agent));
            }

            var victim = _env.Agents[^1];
            if (_env.ActionSpace(victim) is Discrete space)
            {
                var (before, wrong) = (Findings.Save(_env), _actions.ToArray());
                space.Store(_actionRows.Of(wrong.AsSpan(), victim), space.Start + space.N);
                _findings.Refused("an action outside the space", () => _env.Step(wrong, _observations.Mine, _outcomes.Mine));
                _findings.Unless(before.AsSpan().SequenceEqual(Findings.Save(_env)), "lossless", () => "actions that were refused changed the state.");
            }
        }

        private void Step()
        {
            var agents = _env.Agents.ToArray();
            _env.Step(_actions, _observations.Mine, _outcomes.Mine);
            _twin.Step(_actions, _observations.Twins, _outcomes.Twins);
            var left = agents.Where(agent => !_outcomes.Mine[agent].Done).ToArray();
            _findings.Unless(_env.Agents.SequenceEqual(left), "leave", () => "after a step exactly those take part who did and whose episode has not ended.");
            foreach (var other in Enumerable.Range(0, _env.PossibleAgents.Count).Except(agents))
            {
                _findings.Unless(_outcomes.Mine[other] == default, "gone", () => $"{_env.PossibleAgents[other]} had left the game and has an outcome still.");
            }

            _findings.Unless(_outcomes.Mine.AsSpan().SequenceEqual(_outcomes.Twins), "twin", Parted);
            Compare(agents);
        }

        private void Compare(int[] agents)
        {
            foreach (var agent in agents)
            {
                var row = _rows.Of(_observations.Mine.AsSpan(), agent);
                _findings.Observation(_env, agent, row);
                _findings.Unless(row.SequenceEqual(_rows.Of(_observations.Twins.AsSpan(), agent)), "twin", Parted);
            }
        }

        private static string Parted() => "two games of the same seed and actions, or one from the other's saved state, went different ways.";
    }
}
