using Palestra.Gym.MultiAgent;

namespace Palestra.Gym.Tests.MultiAgent;

public sealed class AdapterTests
{
    private static readonly RandomSeatPolicy Policy = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_game_there_and_back_again_is_the_game_itself(ulong seed)
    {
        Same(() => new Survival(4), seed, 400);
        Same(() => MultiAgentRegistry.Default.MakeParallel("GemRush-v0", CheckerTests.Args("{\"players\": 3, \"max_steps\": 50}")), seed, 400);

        static void Same(Func<IParallelEnv> make, ulong seed, int steps)
        {
            using var native = make();
            using var adapted = new ParallelFromAec(new AecFromParallel(make()));
            Assert.Equal(Trajectory(native, seed, steps), Trajectory(adapted, seed, steps));
        }
    }

    [Fact]
    public void In_turns_agents_act_in_order_and_learn_of_a_round_when_it_is_over()
    {
        using var env = new AecFromParallel(new Survival(3));
        env.Reset(1);
        for (var agent = 0; agent < 3; agent++)
        {
            Assert.Equal(agent, env.AgentSelection);
            Assert.Equal(new StepOutcome(0, false, false), ((IAecEnv)env).Last());
            Assert.Equal((byte)agent, Seen(env, agent));
            env.Step(Row(agent + 1));
        }

        Assert.Equal([1.0, 2.125, 3.25], [env.Reward(0), env.Reward(1), env.Reward(2)]);
        Assert.Equal((byte)1, Seen(env, 0));

        static byte Seen(AecFromParallel env, int agent)
        {
            var row = new byte[env.ObservationSpace(agent).RowBytes];
            env.Observe(agent, row);
            return row[0];
        }
    }

    [Fact]
    public void The_dead_are_selected_first_and_leave_without_an_action()
    {
        using var env = new AecFromParallel(new Survival(5));
        var random = new NumpyRandom(4);
        var deaths = 0;
        env.Reset(9);
        while (!env.Agents.IsEmpty)
        {
            var agent = env.AgentSelection;
            var dead = env.Agents.ToArray().Where(a => env.IsTerminated(a) || env.IsTruncated(a)).ToArray();
            if (dead.Length == 0)
            {
                env.Step(Row((int)random.Integers(1, 5)));
                continue;
            }

            deaths++;
            Assert.Equal(dead[0], agent);
            Assert.Equal(
                $"The episode of player_{agent} in Survival has ended: it is stepped without an action.",
                Assert.Throws<GymException>(() => env.Step(Row(1))).Message);
            env.Step([]);
            Assert.DoesNotContain(agent, env.Agents.ToArray());
        }

        Assert.Equal(5, deaths);
        Assert.Equal(-1, env.AgentSelection);
        Assert.Equal("The episode of Survival has ended for all agents: call Reset before the next step.", Assert.Throws<GymException>(() => env.Step([])).Message);
        Assert.Equal("It is nobody's turn in Survival: call Reset first.", Assert.Throws<GymException>(() => ((IAecEnv)env).Last()).Message);
    }

    [Fact]
    public void A_game_in_which_the_order_matters_cannot_be_played_at_once() => Assert.Equal(
        "ConnectFour-v0 cannot be played all at once: an agent sees the moves before its own. Play it in turns.",
        Assert.Throws<GymException>(() => MultiAgentRegistry.Default.MakeParallel("ConnectFour-v0")).Message);

    [Fact]
    public void Wrong_rows_are_refused_with_the_agent_that_sent_them()
    {
        using var env = new Survival(2);
        var (observations, outcomes) = (new byte[3], new StepOutcome[2]);
        Assert.Equal("Survival cannot step before the first reset: call Reset first.", Refusal([.. Row(1), .. Row(1)], outcomes));
        env.Reset(1, observations);
        Assert.Equal("Action 5 of player_1 is outside Discrete(4, start=1) of Survival: allowed are whole numbers 1 to 4.", Refusal([.. Row(1), .. Row(5)], outcomes));
        Assert.Equal("Actions of Survival need 16 bytes, but the buffer has 8.", Refusal(Row(1), outcomes));
        Assert.Equal("A step of Survival has 2 outcomes, but there is room for 1.", Refusal([.. Row(1), .. Row(1)], new StepOutcome[1]));

        string Refusal(byte[] actions, StepOutcome[] room) => Assert.Throws<GymException>(() => env.Step(actions, observations, room)).Message;
    }

    [Fact]
    public void Steps_in_turns_and_at_once_allocate_nothing()
    {
        using var turns = MultiAgentRegistry.Default.MakeAec("ConnectFour-v0");
        using var adapted = MultiAgentRegistry.Default.MakeAec("GemRush-v0", CheckerTests.Args("{\"max_steps\": 40}"));
        using var atOnce = MultiAgentRegistry.Default.MakeParallel("GemRush-v0", CheckerTests.Args("{\"max_steps\": 40}"));
        var (actions, observations, outcomes) = (new byte[16], new byte[2 * 245], new StepOutcome[2]);
        var random = new NumpyRandom(1);
        turns.Reset(1);
        adapted.Reset(1);
        atOnce.Reset(1, observations);
        Play(300);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Play(10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Play(int steps)
        {
            for (var i = 0; i < steps; i++)
            {
                Turn(turns);
                Turn(adapted);
                Discrete.Write(actions, random.Integers(0, 5));
                Discrete.Write(actions.AsSpan(8), random.Integers(0, 5));
                atOnce.Step(actions, observations, outcomes);
                if (atOnce.Agents.IsEmpty)
                {
                    atOnce.Reset(null, observations);
                }
            }
        }

        void Turn(IAecEnv env)
        {
            if (env.Last(observations).Done)
            {
                env.Step([]);
            }
            else
            {
                Policy.Act(env, env.AgentSelection, actions);
                env.Step(actions.AsSpan(0, 8));
            }

            if (env.Agents.IsEmpty)
            {
                env.Reset();
            }
        }
    }

    internal static byte[] Row(int action)
    {
        var row = new byte[8];
        Discrete.Write(row, action);
        return row;
    }

    private static List<string> Trajectory(IParallelEnv env, ulong seed, int steps)
    {
        var random = new NumpyRandom(seed + 100);
        var (actions, observations) = (new byte[AgentRows.Actions(env).Bytes], new byte[AgentRows.Observations(env).Bytes]);
        var outcomes = new StepOutcome[env.PossibleAgents.Count];
        env.Reset(seed, observations);
        var result = new List<string> { Convert.ToHexString(observations) };
        for (var t = 0; t < steps; t++)
        {
            for (var agent = 0; agent < outcomes.Length; agent++)
            {
                Discrete.Write(actions.AsSpan(8 * agent), random.Integers(1, 5));
            }

            env.Step(actions, observations, outcomes);
            result.Add($"{Convert.ToHexString(observations)} {string.Join(' ', outcomes)} {string.Join(',', env.Agents.ToArray())}");
            if (env.Agents.IsEmpty)
            {
                env.Reset(null, observations);
            }
        }

        return result;
    }
}
