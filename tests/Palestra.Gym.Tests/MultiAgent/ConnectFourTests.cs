using Palestra.Gym.MultiAgent;

namespace Palestra.Gym.Tests.MultiAgent;

public sealed class ConnectFourTests
{
    [Theory]
    [InlineData("6030514", 0)]
    [InlineData("62030124", 1)]
    [InlineData("42064655414", 0)]
    [InlineData("23134313", 1)]
    [InlineData("5350204405341030254", 0)]
    [InlineData("6364452113445150460312", 1)]
    [InlineData("3614425232302", 0)]
    [InlineData("331334412320421301", 1)]
    public void Four_in_a_line_win_whichever_way_they_lie(string moves, int winner)
    {
        using var before = Play(moves[..^1]);
        Assert.False(before.IsTerminated(0));
        using var env = Play(moves);
        Assert.Equal(winner, WonBy(env));
        Assert.Equal((1.0, -1.0), (env.CumulativeReward(winner), env.CumulativeReward(1 - winner)));
        Assert.True(env.IsTerminated(0) && env.IsTerminated(1));
    }

    [Fact]
    public void Random_games_end_as_a_plain_search_for_lines_says()
    {
        var random = new NumpyRandom(12);
        var draws = 0;
        for (var game = 0; game < 300; game++)
        {
            using var env = MultiAgentRegistry.Default.MakeAec("ConnectFour-v0");
            env.Reset(0);
            var moves = string.Empty;
            var row = new byte[8];
            while (!env.IsTerminated(0))
            {
                Assert.Null(Reference(moves));
                Assert.Equal(moves.Length % 2, env.AgentSelection);
                env.Random.State = random.State;
                new RandomSeatPolicy().Act(env, env.AgentSelection, row);
                random.State = env.Random.State;
                moves += Discrete.Read(row);
                env.Step(row);
            }

            Assert.Equal(Reference(moves) ?? -1, WonBy(env));
            draws += WonBy(env) < 0 ? 1 : 0;
            Assert.Equal(WonBy(env) < 0, moves.Length == 42 && Reference(moves) is null);
        }

        Assert.InRange(draws, 0, 10);
    }

    [Fact]
    public void A_full_board_without_a_line_is_a_draw()
    {
        const string Moves = "331650114266141231434452363064260555520200";
        Assert.Null(Reference(Moves));
        using var env = Play(Moves);
        Assert.True(env.IsTerminated(0) && env.IsTerminated(1));
        Assert.Equal((0.0, 0.0), (env.CumulativeReward(0), env.CumulativeReward(1)));
    }

    [Fact]
    public void Everybody_sees_the_board_from_its_own_side()
    {
        using var env = Play("34");
        var (mine, theirs) = (Board(env, 0), Board(env, 1));
        Assert.Equal((1, 0), (mine[((5 * 7) + 3) * 2], mine[(((5 * 7) + 3) * 2) + 1]));
        Assert.Equal((0, 1), (mine[((5 * 7) + 4) * 2], mine[(((5 * 7) + 4) * 2) + 1]));
        Assert.Equal((0, 1), (theirs[((5 * 7) + 3) * 2], theirs[(((5 * 7) + 3) * 2) + 1]));
        Assert.Equal((2, 2), (mine.Sum(b => b), theirs.Sum(b => b)));
        Assert.Equal(".......\n.......\n.......\n.......\n.......\n...XO..\n0123456\n", env.RenderText());
    }

    [Fact]
    public void A_full_column_is_masked_and_refused_and_nothing_is_lost()
    {
        using var env = Play("2222223");
        Assert.Equal([1, 1, 0, 1, 1, 1, 1], env.ActionMask(1).ToArray());
        Assert.Equal([0, 0, 0, 0, 0, 0, 0], env.ActionMask(0).ToArray());
        Assert.Equal("Action 2 of player_1 is illegal now in ConnectFour-v0: legal are 0, 1, 3, 4, 5, 6.", Refusal(env, 2));
        Assert.Equal("Action 7 of player_1 is outside Discrete(7) of ConnectFour-v0: allowed are whole numbers 0 to 6.", Refusal(env, 7));
        Assert.Equal(
            "player_1 of ConnectFour-v0 must act: only an agent whose episode has ended is stepped without an action.",
            Assert.Throws<GymException>(() => env.Step([])).Message);
        Assert.Equal(1, env.AgentSelection);
        env.Step(AdapterTests.Row(3));
        Assert.Equal(0, env.AgentSelection);
    }

    [Fact]
    public void Both_hear_of_the_end_and_then_leave()
    {
        using var env = Play("0101010");
        Assert.Equal([0, 1], env.Agents.ToArray());
        Assert.Equal(0, env.AgentSelection);
        Assert.Equal(new StepOutcome(1, true, false), env.Last());
        env.Step([]);
        Assert.Equal([1], env.Agents.ToArray());
        Assert.Equal(new StepOutcome(-1, true, false), env.Last());
        env.Step([]);
        Assert.Equal(-1, env.AgentSelection);
    }

    [Fact]
    public void An_illegal_move_loses_where_that_is_wanted()
    {
        using var env = new TerminateIllegal(Play("222222"), illegalReward: -5);
        env.Step(AdapterTests.Row(2));
        Assert.Equal((-5.0, 0.0), (env.Reward(0), env.Reward(1)));
        Assert.Equal(new StepOutcome(-5, true, false), ((IAecEnv)env).Last());
        env.Step([]);
        Assert.Equal(new StepOutcome(0, true, false), ((IAecEnv)env).Last());
        env.Step([]);
        Assert.True(env.Agents.IsEmpty);
        env.Reset();
        Assert.Equal((0, 2), (env.AgentSelection, env.Agents.Length));
    }

    private static IAecEnv Play(string moves)
    {
        var env = MultiAgentRegistry.Default.MakeAec("ConnectFour-v0");
        env.Reset(0);
        foreach (var move in moves.TakeWhile(_ => !env.IsTerminated(0)))
        {
            env.Step(AdapterTests.Row(move - '0'));
        }

        return env;
    }

    private static int WonBy(IAecEnv env) => env.CumulativeReward(0) > 0 ? 0 : env.CumulativeReward(1) > 0 ? 1 : -1;

    private static string Refusal(IAecEnv env, int action) => Assert.Throws<GymException>(() => env.Step(AdapterTests.Row(action))).Message;

    private static byte[] Board(IAecEnv env, int agent)
    {
        var row = new byte[84];
        env.Observe(agent, row);
        return row;
    }

    // Plays with a plain array and looks along every line: the winner, or null.
    private static int? Reference(string moves)
    {
        var board = new int[7, 6];
        var heights = new int[7];
        for (var i = 0; i < moves.Length; i++)
        {
            var column = moves[i] - '0';
            board[column, heights[column]++] = 1 + (i % 2);
            for (var x = 0; x < 7; x++)
            {
                for (var y = 0; y < 6; y++)
                {
                    foreach (var (dx, dy) in new[] { (1, 0), (0, 1), (1, 1), (1, -1) })
                    {
                        var line = Enumerable.Range(0, 4).Select(k => (X: x + (k * dx), Y: y + (k * dy))).ToArray();
                        if (line.All(p => p.X < 7 && p.Y is >= 0 and < 6) && board[x, y] != 0 && line.All(p => board[p.X, p.Y] == board[x, y]))
                        {
                            return board[x, y] - 1;
                        }
                    }
                }
            }
        }

        return null;
    }
}
