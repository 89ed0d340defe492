using Palestra.Gym;

namespace Palestra.Agents;

/// <summary>Where a learner is to act.</summary>
/// <param name="EnvId">Kept with what it saves.</param>
/// <param name="Seed">Decides all its chance.</param>
/// <param name="Slots">Environments stepped side by side, 1 or more.</param>
public sealed record LearnerContext(string EnvId, Space ActionSpace, Space ObservationSpace, ulong Seed, int Slots = 1);
