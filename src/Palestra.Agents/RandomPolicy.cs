using Palestra.Gym;

namespace Palestra.Agents;

/// <summary>Draws every action from the action space, whatever it sees: the baseline that learning must beat.</summary>
public sealed class RandomPolicy : ILearner
{
    private readonly Space _actions;

    public RandomPolicy(LearnerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _actions = context.ActionSpace;

        // A child sequence, so that the actions are not the same chance as the environment's.
        Span<ulong> seed = stackalloc ulong[1];
        new SeedSequence(context.Seed).Spawn(1)[0].GenerateState(seed);
        _actions.Seed(seed[0]);
    }

    public static AlgorithmSpec Spec { get; } = new()
    {
        Id = "random",
        Summary = "Acts at random and learns nothing: the baseline.",
        Create = (_, context) => new RandomPolicy(context),
    };

    public void Act(int slot, ReadOnlySpan<byte> observation, Span<byte> action) => _actions.Sample(action);

    public void Learn(
        int slot,
        ReadOnlySpan<byte> observation,
        ReadOnlySpan<byte> action,
        double reward,
        ReadOnlySpan<byte> nextObservation,
        bool terminated,
        bool truncated)
    {
    }

    public void EndEpisode(int slot, IDictionary<string, double> metrics)
    {
    }

    public void Save(string folder) => Directory.CreateDirectory(folder);

    public void Load(string folder)
    {
    }
}
