using System.Text.Json;
using Palestra.Gym.MultiAgent;

namespace Palestra.Gym.Tests.MultiAgent;

public sealed class CheckerTests
{
    [Theory]
    [InlineData("ConnectFour-v0", "{}")]
    [InlineData("GemRush-v0", "{}")]
    [InlineData("GemRush-v0", "{\"players\": 4, \"max_steps\": 30, \"full_view\": true}")]
    [InlineData("GemRush-v0", "{\"players\": 3, \"size\": 7, \"gems\": 8, \"wall_density\": 0.3, \"max_steps\": 30}")]
    public void Built_in_games_in_turns_keep_the_rules(string id, string args) =>
        Assert.Empty(AecChecker.Check(() => MultiAgentRegistry.Default.MakeAec(id, Args(args)), 2000, 5));

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"players\": 4, \"max_steps\": 30, \"full_view\": true}")]
    public void Built_in_games_all_at_once_keep_the_rules(string args) =>
        Assert.Empty(ParallelChecker.Check(() => MultiAgentRegistry.Default.MakeParallel("GemRush-v0", Args(args)), 1000, 5));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void A_game_in_which_agents_leave_one_by_one_keeps_the_rules_in_every_form(int players)
    {
        Assert.Empty(ParallelChecker.Check(() => new Survival(players), 1000, 7));
        Assert.Empty(AecChecker.Check(() => new AecFromParallel(new Survival(players)), 2000, 7));
        Assert.Empty(ParallelChecker.Check(() => new ParallelFromAec(new AecFromParallel(new Survival(players))), 1000, 7));
    }

    [Fact]
    public void A_game_lost_by_an_illegal_move_keeps_the_rules() =>
        Assert.Empty(AecChecker.Check(() => new TerminateIllegal(MultiAgentRegistry.Default.MakeAec("ConnectFour-v0")), 1000, 3));

    [Theory]
    [InlineData("names", "two agents have the same name: a, a.")]
    [InlineData("mask", "has 3 entries for Discrete(7).")]
    [InlineData("seed", "went different ways.")]
    [InlineData("restore", "went different ways.")]
    [InlineData("space", "is not in Box(0, 1, (6, 7, 2), int8).")]
    [InlineData("cumulative", "since it last acted, but Last says")]
    [InlineData("dead", "an action of an agent whose episode has ended was accepted: it must be refused with a GymException.")]
    [InlineData("alive", "no action by a living agent was accepted: it must be refused with a GymException.")]
    [InlineData("crash", "an action of the wrong length ended in InvalidOperationException (not a sentence of ours): it must be refused with a GymException.")]
    [InlineData("vanish", "a step of a living agent changed who takes part; the dead leave by a step of their own.")]
    public void A_fault_is_found_and_named(string fault, string sentence) =>
        Assert.Contains(AecChecker.Check(() => new FaultyAec(fault), 2000, 3), problem => problem.EndsWith(sentence, StringComparison.Ordinal) || problem.Contains(sentence, StringComparison.Ordinal));

    [Fact]
    public void A_faulty_parallel_game_is_found_too()
    {
        var problems = ParallelChecker.Check(() => new Forgetful(), 200, 1);
        Assert.Contains("Forgetful: two games of the same seed and actions, or one from the other's saved state, went different ways.", problems);
        Assert.Contains(problems, p => p.StartsWith("Forgetful: the observation [7] of a is not in Box", StringComparison.Ordinal));
    }

    internal static Dictionary<string, JsonElement> Args(string json) => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!;

    // Saves nothing, and counts beyond its space.
    private sealed class Forgetful() : ParallelEnv(["a"], [new Discrete(2)], [new Box(0, 6, [1], ElementType.UInt8)])
    {
        private int _count;

        protected override void OnReset() => _count = 0;

        protected override void OnStep(ReadOnlySpan<byte> actions, Span<StepOutcome> outcomes) =>
            outcomes[0] = new StepOutcome(0, false, ++_count == 7);

        protected override void Observe(int agent, Span<byte> observation) => observation[0] = (byte)_count;

        protected override void OnSave(BinaryWriter writer)
        {
        }

        protected override void OnRestore(BinaryReader reader)
        {
        }
    }
}
