using System.Text;
using System.Text.Json;
using Palestra.Gym.MultiAgent;

namespace Palestra.Gym.Tests.MultiAgent;

public sealed class SeatTests
{
    [Theory]
    [InlineData("first", 0)]
    [InlineData("second", 1)]
    public void A_seat_sees_and_gets_what_its_agent_does_in_the_game(string seat, int agent)
    {
        using var env = Make("ConnectFour-v0", $"{{\"seat\": \"{seat}\"}}");
        using var game = MultiAgentRegistry.Default.MakeAec("ConnectFour-v0");
        var (action, row, seen) = (new byte[8], new byte[84], new byte[84]);
        var policy = new RandomSeatPolicy();
        var chooser = new NumpyRandom(2);
        env.Reset(4, seen);
        game.Reset(4);
        for (var episode = 0; episode < 30; episode++)
        {
            PlayOther();
            game.Observe(agent, row);
            Assert.Equal(row, seen);
            StepOutcome outcome;
            do
            {
                Assert.Equal(game.ActionMask(agent).ToArray(), env.ActionMask.ToArray());
                Discrete.Write(action, ((Discrete)env.ActionSpace).Start + Pick(env.ActionMask.ToArray(), chooser));
                outcome = env.Step(action, seen);
                game.Step(action);
                PlayOther();
                game.Observe(agent, row);
                Assert.Equal(row, seen);
                Assert.Equal(new StepOutcome(game.CumulativeReward(agent), game.IsTerminated(agent), game.IsTruncated(agent)), outcome);
            }
            while (!outcome.Done);
            env.Reset(null, seen);
            game.Reset();
        }

        void PlayOther()
        {
            if (game.AgentSelection != agent && !game.IsTerminated(agent))
            {
                policy.Act(game, game.AgentSelection, action);
                game.Step(action);
            }
        }
    }

    [Fact]
    public void An_illegal_move_loses_and_the_info_says_so()
    {
        using var env = Make("ConnectFour-v0", "{}");
        var (observation, outcome) = (new byte[84], default(StepOutcome));
        env.Reset(1, observation);
        for (var move = 0; move < 6 && !outcome.Done; move++)
        {
            outcome = env.Step(AdapterTests.Row(3), observation);
        }

        Assert.Equal(new StepOutcome(-1, true, false), outcome);
        Assert.Equal("{\"illegal_move_of\":\"player_0\"}", Info(env));
    }

    [Fact]
    public void A_seat_may_be_drawn_at_every_reset()
    {
        using var env = Make("ConnectFour-v0", "{\"seat\": \"random\"}");
        var observation = new byte[84];
        var firsts = 0;
        env.Reset(1, observation);
        for (var i = 0; i < 100; i++)
        {
            // Who moves second finds a disc on the board.
            firsts += observation.Sum(b => b) == 0 ? 1 : 0;
            env.Reset(null, observation);
        }

        Assert.InRange(firsts, 30, 70);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(3, 4)]
    public void A_robot_of_the_gem_rush_gets_what_its_agent_does(int seat, int players)
    {
        using var env = Make("GemRush-v0", $"{{\"seat\": {seat}, \"players\": {players}, \"opponent\": \"random\"}}");
        var observation = new byte[245];
        env.Reset(1, observation);
        var sum = 0.0;
        StepOutcome outcome;
        var t = 0;
        do
        {
            outcome = env.Step(AdapterTests.Row(t++ * 7 % 5), observation);
            sum += outcome.Reward;
        }
        while (!outcome.Done);
        Assert.Equal((200, true, false), (t, outcome.Truncated, outcome.Terminated));
        Assert.Equal(((GemRush)((SeatEnv)env.Unwrapped).Game.Unwrapped).Scores[seat], sum);
        Assert.Contains("\"scores\":[", Info(env), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ConnectFour-v0", "{\"opponent\": \"strong\"}", "opponent")]
    [InlineData("ConnectFour-v0", "{\"depth\": 11}", "depth")]
    [InlineData("GemRush-v0", "{\"seat\": 2}", "seat")]
    [InlineData("GemRush-v0", "{\"view_size\": 6}", "view_size")]
    [InlineData("GemRush-v0", "{\"wall_density\": 0.4}", "wall_density")]
    public void A_bad_argument_is_refused_by_name(string id, string args, string name) =>
        Assert.Equal(name, Assert.Throws<ParameterException>(() => Make(id, args)).Errors.Single().Name);

    [Fact]
    public void A_seat_that_does_not_exist_and_a_policy_for_another_game_are_refused()
    {
        using var game = MultiAgentRegistry.Default.MakeAec("GemRush-v0");
        Assert.Equal("Seat 2 of GemRush-v0 does not exist: 0 to 1.", Assert.Throws<GymException>(() => new SeatEnv(game, 2, new RandomSeatPolicy())).Message);
        game.Reset(1);
        Assert.Equal("The opponent minimax plays ConnectFour-v0 only, not GemRush-v0.", Assert.Throws<GymException>(() => new Minimax(2).Act(game, 0, new byte[8])).Message);
    }

    [Fact]
    public void Unknown_ids_of_games_suggest_the_nearest()
    {
        var e = Assert.Throws<UnknownIdException>(() => MultiAgentRegistry.Default.MakeAec("ConectFour-v0"));
        Assert.Equal("Environment 'ConectFour-v0' with several agents is not known. Did you mean 'ConnectFour-v0'? There are: ConnectFour-v0, GemRush-v0.", e.Message);
        Assert.Equal(["ConnectFour-v0", "GemRush-v0"], MultiAgentRegistry.Default.Specs.Select(s => s.Id));
        var other = new MultiAgentRegistry();
        Assert.Contains("makes nothing", Assert.Throws<GymException>(() => other.Register(MultiAgentSpec.Unregistered("X-v0"))).Message, StringComparison.Ordinal);
        other.Register(MultiAgentRegistry.Default.Get("GemRush-v0"));
        Assert.Contains("already registered", Assert.Throws<GymException>(() => other.Register(MultiAgentRegistry.Default.Get("GemRush-v0"))).Message, StringComparison.Ordinal);
    }

    internal static IEnv Make(string id, string args) => EnvRegistry.Default.Make(id, CheckerTests.Args(args));

    private static int Pick(sbyte[] mask, NumpyRandom random)
    {
        var legal = Enumerable.Range(0, mask.Length).Where(i => mask[i] != 0).ToArray();
        return random.Choice<int>(legal);
    }

    private static string Info(IEnv env)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            env.WriteInfo(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
