namespace Palestra.Gym.Checking;

/// <summary>What every answer of an environment must keep, whoever plays it: each rule's sentence, or <c>null</c>.</summary>
internal static class ObservedRules
{
    public const string ObservationSpace = "observation-space";
    public const string ObservationWritten = "observation-written";
    public const string Reward = "reward";
    public const string ActionMask = "action-mask";
    public const string ActionChanged = "action-changed";
    public const string Info = "info";
    public const string SpaceChanged = "space-changed";

    public static string? OutsideSpace(string call, Space space, ReadOnlySpan<byte> observation) => space.Contains(observation)
        ? null
        : $"{call} gave the observation {space.Show(observation)}, which is outside {space}: allowed are {space.Allowed}.";

    public static string NotWritten(string call, string what) => $"{call} wrote {what}: every byte of the row must be written.";

    public static string? NotFinite(string call, double reward) => double.IsFinite(reward)
        ? null
        : $"{call} gave the reward {reward}: a reward is a finite number.";

    public static string? BadMask(string call, Space space, ReadOnlySpan<sbyte> mask)
    {
        if (mask.IsEmpty)
        {
            return null;
        }

        if (space is not Discrete discrete)
        {
            return $"{call} left an action mask of {mask.Length} entries, but {space} is not discrete: only a Discrete space has a mask.";
        }

        if (mask.Length != discrete.N)
        {
            return $"{call} left an action mask of {mask.Length} entries, but {space} has {discrete.N} actions: one entry each is needed.";
        }

        var bad = mask.IndexOfAnyExcept((sbyte)0, (sbyte)1);
        return bad < 0 ? null : $"{call} left an action mask whose entry {bad} is {mask[bad]}: 0 or 1 is allowed.";
    }

    public static string ChangedAction(string call) => $"{call} wrote into the action it was given: the buffer is the caller's.";

    public static string BadInfo(string call, string why) => $"The info after {call} is no JSON object, since {why}: WriteInfo writes exactly one.";

    public static string? ChangedSpace(string call, string which, Space before, Space after) => before.Equals(after)
        ? null
        : $"The {which} was {before} at first and {after} after {call}: a space never changes.";
}
