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
        _actions.Seed(context.Seed);
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
