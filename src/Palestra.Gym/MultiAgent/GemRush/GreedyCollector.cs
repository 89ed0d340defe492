namespace Palestra.Gym.MultiAgent;

/// <summary>
/// Plays <see cref="GemRush"/> by going for the gem with most worth per step, by the shortest way around the walls; it knows
/// the whole arena. Among equal ways, and every tenth action, chance decides, so that two of them never block each
/// other for long.
/// </summary>
public sealed class GreedyCollector : ISeatPolicy
{
    private const double Whim = 0.1;

    public void Act(IAecEnv env, int agent, Span<byte> action)
    {
        ArgumentNullException.ThrowIfNull(env);
        if (env.Unwrapped is not GemRush game)
        {
            throw new GymException($"The opponent greedy plays GemRush-v0 only, not {env.Spec.Id}.");
        }

        if (env.Random.Random() < Whim)
        {
            LegalMoves.Draw(env, agent, env.Random, action);
            return;
        }

        var here = game.Cells[agent];
        var target = Target(game, here);
        var distances = game.Arena.DistancesTo(target);
        Span<int> moves = stackalloc int[4];
        var count = 0;
        for (var move = 0; move < 4; move++)
        {
            var next = here + game.Arena.Steps[move];
            if (distances[next] >= 0 && distances[next] < distances[here])
            {
                moves[count++] = move;
            }
        }

        Discrete.Write(action, moves[(int)env.Random.Integers(0, count)]);
    }

    private static int Target(GemRush game, int here)
    {
        var distances = game.Arena.DistancesTo(here);
        var (best, target) = (0.0, here);
        for (var cell = 0; cell < game.Gems.Length; cell++)
        {
            var worth = (double)GemRush.Worth(game.Gems[cell]) / Math.Max(1, distances[cell]);
            if (worth > best)
            {
                (best, target) = (worth, cell);
            }
        }

        return target;
    }
}
