namespace Palestra.Gym;

/// <summary>
/// Which actions a made environment takes: those of its space; if it clips by itself, whatever is finite. Immutable and
/// thread-safe.
/// </summary>
internal readonly struct ActionRule(Space space, EnvSpec spec)
{
    private readonly Box? _clipped = spec.ClipsActions ? space as Box : null;

    public bool Allows(ReadOnlySpan<byte> action) => space.Contains(action) || _clipped?.IsFinite(action) is true;

    /// <summary>One sentence on an action that is not allowed.</summary>
    public GymException Refusal(ReadOnlySpan<byte> action) => EnvSentences.ActionOutside(spec, space, action);
}
