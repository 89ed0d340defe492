namespace Palestra.Gym.MultiAgent;

/// <summary>
/// Finds out whether an environment whose agents act in turn keeps to the rules of <see cref="IAecEnv"/>: who takes part,
/// whose turn it is, rewards since the last action, the last step of the dead, refusals that change nothing, equal seeds,
/// saved states. What PettingZoo's <c>api_test</c> is to its environments. Stateless.
/// </summary>
public static class AecChecker
{
    /// <summary>Plays legal actions at random and watches.</summary>
    /// <param name="make">Makes the environment; called twice.</param>
    /// <param name="steps">How many steps to watch, over as many episodes as they take.</param>
    /// <param name="seed">Of the environment and of the actions.</param>
    /// <returns>One sentence per rule that was broken; none if all is well.</returns>
    public static IReadOnlyList<string> Check(Func<IAecEnv> make, int steps, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(make);
        using var env = make();
        using var twin = make();
        var findings = new Findings(env.Spec.Id);
        findings.Refused("a step before the first reset", () => env.Step([]));
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

    private sealed class Watch(IAecEnv env, IAecEnv twin, ulong seed, Findings findings)
    {
        private readonly NumpyRandom _random = new(seed);
        private readonly double[] _sums = new double[env.PossibleAgents.Count];

        public void Play(int steps)
        {
            Begin(seed);
            for (var t = 0; t < steps; t++)
            {
                if (env.Agents.IsEmpty)
                {
                    findings.Unless(env.AgentSelection == -1, "nobody", () => "the episode is over for all, but it is somebody's turn.");
                    findings.Refused("a step after the end", () => env.Step([]));
                    Begin(null);
                }

                if (t == steps / 2)
                {
                    // From here on the twin plays on from a saved state.
                    twin.Reset(seed + 1);
                    Findings.Restore(twin, Findings.Save(env));
                }

                Look();
                var agent = env.AgentSelection;
                if (env.IsTerminated(agent) || env.IsTruncated(agent))
                {
                    Bury(agent);
                }
                else
                {
                    Act(agent);
                }

                Compare();
            }
        }

        private void Begin(ulong? withSeed)
        {
            env.Reset(withSeed);
            twin.Reset(withSeed);
            findings.Roster(env);
            Array.Clear(_sums);
            for (var agent = 0; agent < _sums.Length; agent++)
            {
                var fresh = env.Reward(agent) == 0 && env.CumulativeReward(agent) == 0 && !env.IsTerminated(agent) && !env.IsTruncated(agent);
                findings.Unless(fresh, "fresh", () => "after a reset an agent has a reward, or its episode has ended already.");
            }

            Compare();
        }

        // Of the agent whose turn it is: Last is what Observe and the rewards say, and the selection takes part.
        private void Look()
        {
            var agent = env.AgentSelection;
            findings.Unless(env.Agents.Contains(agent), "selected", () => $"the selected agent {agent} does not take part.");
            var (seen, last) = (new byte[env.ObservationSpace(agent).RowBytes], new byte[env.ObservationSpace(agent).RowBytes]);
            env.Observe(agent, seen);
            var outcome = env.Last(last);
            findings.Observation(env, agent, last);
            findings.Unless(seen.AsSpan().SequenceEqual(last), "last", () => "Last and Observe show different observations.");
            findings.Unless(
                outcome.Reward == _sums[agent], "cumulative",
                () => $"{env.PossibleAgents[agent]} was given {_sums[agent]} since it last acted, but Last says {outcome.Reward}.");
        }

        private void Act(int agent)
        {
            var before = Findings.Save(env);
            findings.Refused("no action by a living agent", () => env.Step([]));
            findings.Refused("an action of the wrong length", () => env.Step(new byte[env.ActionSpace(agent).RowBytes + 1]));
            if (env.ActionSpace(agent) is Discrete space)
            {
                var wrong = new byte[space.RowBytes];
                space.Store(wrong, space.Start + space.N);
                findings.Refused("an action outside the space", () => env.Step(wrong));
            }

            findings.Unless(before.AsSpan().SequenceEqual(Findings.Save(env)), "lossless", () => "an action that was refused changed the state.");
            var action = new byte[env.ActionSpace(agent).RowBytes];
            Findings.Draw(env, agent, _random, action);
            var agents = env.Agents.ToArray();
            env.Step(action);
            twin.Step(action);
            findings.Unless(env.Agents.SequenceEqual(agents), "stay", () => "a step of a living agent changed who takes part; the dead leave by a step of their own.");
            _sums[agent] = 0;
            foreach (var other in agents)
            {
                _sums[other] += env.Reward(other);
            }
        }

        private void Bury(int agent)
        {
            var action = new byte[env.ActionSpace(agent).RowBytes];
            findings.Refused("an action of an agent whose episode has ended", () => env.Step(action));
            var left = env.Agents.ToArray().Where(a => a != agent).ToArray();
            env.Step([]);
            twin.Step([]);
            findings.Unless(env.Agents.SequenceEqual(left), "leave", () => $"the last step of {env.PossibleAgents[agent]} did not take it, and it alone, out of the game.");
            foreach (var other in left)
            {
                findings.Unless(env.Reward(other) == 0, "quiet", () => "the last step of a dead agent gave somebody a reward.");
            }
        }

        private void Compare()
        {
            var same = env.Agents.SequenceEqual(twin.Agents) && env.AgentSelection == twin.AgentSelection;
            foreach (var agent in env.Agents)
            {
                var (row, twins) = (new byte[env.ObservationSpace(agent).RowBytes], new byte[env.ObservationSpace(agent).RowBytes]);
                env.Observe(agent, row);
                twin.Observe(agent, twins);
                same &= row.AsSpan().SequenceEqual(twins) && env.Reward(agent) == twin.Reward(agent)
                    && env.IsTerminated(agent) == twin.IsTerminated(agent) && env.IsTruncated(agent) == twin.IsTruncated(agent);
            }

            findings.Unless(same, "twin", () => "two games of the same seed and actions, or one from the other's saved state, went different ways.");
        }
    }
}
