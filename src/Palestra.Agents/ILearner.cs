namespace Palestra.Agents;

/// <summary>
/// A policy that may learn while it acts. One learner serves all slots of a run; the slot tells it whose step it is.
/// Rows are laid out as their spaces say and belong to the caller. Not thread-safe: the worker calls from one thread.
/// Given the same seed and the same calls, it does the same.
/// </summary>
public interface ILearner
{
    /// <summary>Chooses an action for an observation.</summary>
    /// <param name="slot">0-based environment slot.</param>
    void Act(int slot, ReadOnlySpan<byte> observation, Span<byte> action);

    /// <summary>Tells what came of an action; a learner that does not train ignores it.</summary>
    /// <param name="terminated">Nothing follows: the value of <paramref name="nextObservation"/> is 0.</param>
    /// <param name="truncated">Cut off from outside: <paramref name="nextObservation"/> still has its value.</param>
    void Learn(
        int slot,
        ReadOnlySpan<byte> observation,
        ReadOnlySpan<byte> action,
        double reward,
        ReadOnlySpan<byte> nextObservation,
        bool terminated,
        bool truncated);

    /// <summary>Ends the episode of a slot and adds the learner's figures for it, by metric name.</summary>
    void EndEpisode(int slot, IDictionary<string, double> metrics);

    /// <summary>Writes what was learned into a folder, which is made if it does not exist.</summary>
    void Save(string folder);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="Palestra.Gym.GymException">Missing, damaged, or of another shape than this learner's: says which.</exception>
    void Load(string folder);
}
