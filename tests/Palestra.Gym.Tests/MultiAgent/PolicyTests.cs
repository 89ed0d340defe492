using Palestra.Gym.MultiAgent;

namespace Palestra.Gym.Tests.MultiAgent;

public sealed class PolicyTests
{
    [Theory]
    [InlineData("010101", new[] { 0 })]
    [InlineData("01010", new[] { 0 })]
    [InlineData("001122", new[] { 3 })]
    [InlineData("00112", new[] { 3 })]
    [InlineData("334455", new[] { 2, 6 })]
    public void Minimax_takes_a_win_and_parries_a_threat(string moves, int[] columns)
    {
        foreach (var depth in new[] { 2, 3, 4, 6 })
        {
            Assert.Contains(Reply(moves, depth, seed: 1), (IEnumerable<int>)columns);
        }
    }

    [Fact]
    public void Minimax_finds_what_a_search_without_cuts_finds()
    {
        var random = new NumpyRandom(21);
        for (var trial = 0; trial < 40; trial++)
        {
            var moves = RandomMoves(random, (int)random.Integers(4, 20));
            var depth = 1 + (trial % 4);
            var values = Enumerable.Range(0, 7).Select(c => Plain(moves + c, depth)).ToArray();
            var best = Enumerable.Range(0, 7).Where(c => values[c] == values.Max()).ToArray();
            var seen = Enumerable.Range(0, 40).Select(seed => Reply(moves, depth, (ulong)seed)).ToHashSet();
            Assert.True(seen.SetEquals(best), $"after {moves} to depth {depth}: played {string.Join(',', seen)}, best {string.Join(',', best)}");
        }
    }

    [Theory]
    [InlineData("first", 0)]
    [InlineData("second", 0)]
    public void Minimax_beats_chance(string seat, int lost)
    {
        using var env = SeatTests.Make("ConnectFour-v0", $"{{\"opponent\": \"minimax\", \"depth\": 4, \"seat\": \"{seat}\"}}");
        var (observation, action, random) = (new byte[84], new byte[8], new NumpyRandom(5));
        var wins = 0;
        for (var game = 0ul; game < 40; game++)
        {
            env.Reset(game, observation);
            StepOutcome outcome;
            do
            {
                var legal = Enumerable.Range(0, 7).Where(c => env.ActionMask[c] != 0).ToArray();
                Discrete.Write(action, random.Choice<int>(legal));
                outcome = env.Step(action, observation);
            }
            while (!outcome.Done);
            wins += outcome.Reward > 0 ? 1 : 0;
        }

        Assert.Equal(lost, wins);
    }

    [Fact]
    public void The_greedy_robot_gathers_more_than_chance()
    {
        using var game = MultiAgentRegistry.Default.MakeAec("GemRush-v0");
        var action = new byte[8];
        var (greedy, random) = (new GreedyCollector(), new RandomSeatPolicy());
        var sums = new double[2];
        for (var seed = 0ul; seed < 10; seed++)
        {
            game.Reset(seed);
            while (game.AgentSelection is var agent && !game.IsTruncated(agent))
            {
                ISeatPolicy policy = agent == 0 ? greedy : random;
                policy.Act(game, agent, action);
                game.Step(action);
                sums[agent] += game.AgentSelection == 0 ? game.Reward(0) : 0;
            }

            Assert.True(((GemRush)game.Unwrapped).Scores[0] > 3 * ((GemRush)game.Unwrapped).Scores[1], $"seed {seed}");
        }
    }

    [Fact]
    public void Policies_allocate_nothing()
    {
        using var env = SeatTests.Make("ConnectFour-v0", "{\"opponent\": \"minimax\", \"depth\": 3}");
        var (action, observation) = (new byte[8], new byte[84]);
        env.ActionSpace.Seed(1);
        env.Reset(1, observation);
        Play(200);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Play(2000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Play(int steps)
        {
            for (var i = 0; i < steps; i++)
            {
                env.ActionSpace.Sample(action);
                if (env.Step(action, observation).Done)
                {
                    env.Reset(null, observation);
                }
            }
        }
    }

    private static int Reply(string moves, int depth, ulong seed)
    {
        using var env = Play(moves);
        env.Random.Seed(seed);
        var row = new byte[8];
        new Minimax(depth).Act(env, env.AgentSelection, row);
        return (int)Discrete.Read(row);
    }

    private static string RandomMoves(NumpyRandom random, int count)
    {
        using var env = Play(string.Empty);
        var (moves, row) = (string.Empty, new byte[8]);
        while (moves.Length < count)
        {
            var legal = Enumerable.Range(0, 7).Where(c => env.ActionMask(env.AgentSelection)[c] != 0).ToArray();
            var move = random.Choice<int>(legal);
            Discrete.Write(row, move);
            env.Step(row);
            if (env.IsTerminated(0))
            {
                return RandomMoves(random, count);
            }

            moves += move;
        }

        return moves;
    }

    // Negamax without cuts over whole games played anew: the worth of the last move to who made it.
    private static int Plain(string moves, int depth)
    {
        var column = moves[^1];
        if (moves.Count(m => m == column) > 6)
        {
            return int.MinValue + 1;
        }

        using var env = Play(moves);
        var mover = (moves.Length - 1) % 2;
        if (env.IsTerminated(0))
        {
            return env.CumulativeReward(mover) > 0 ? 100_000 + depth : 0;
        }

        return depth == 1
            ? Worth(env, mover)
            : -Enumerable.Range(0, 7).Select(c => Plain(moves + c, depth - 1)).Max();
    }

    private static int Worth(IAecEnv env, int mover)
    {
        var board = new byte[84];
        env.Observe(mover, board);
        var sum = 0;
        for (var cell = 0; cell < 42; cell++)
        {
            foreach (var (dr, dc) in new[] { (0, 1), (1, 0), (1, 1), (1, -1) })
            {
                var line = Enumerable.Range(0, 4).Select(k => (Row: (cell / 7) + (k * dr), Column: (cell % 7) + (k * dc))).ToArray();
                if (line.All(p => p.Row < 6 && p.Column is >= 0 and < 7))
                {
                    var own = line.Count(p => board[((p.Row * 7) + p.Column) * 2] == 1);
                    var others = line.Count(p => board[(((p.Row * 7) + p.Column) * 2) + 1] == 1);
                    sum += others == 0 ? Weight(own) : own == 0 ? -Weight(others) : 0;
                }
            }
        }

        return sum;
    }

    private static int Weight(int discs) => discs switch { 0 => 0, 1 => 1, 2 => 4, _ => 16 };

    private static IAecEnv Play(string moves)
    {
        var env = MultiAgentRegistry.Default.MakeAec("ConnectFour-v0");
        env.Reset(0);
        foreach (var move in moves)
        {
            env.Step(AdapterTests.Row(move - '0'));
        }

        return env;
    }
}
