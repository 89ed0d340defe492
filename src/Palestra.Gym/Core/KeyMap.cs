namespace Palestra.Gym;

/// <summary>How a person plays an environment by keyboard. Immutable.</summary>
/// <param name="Bindings">Which key is which action; several keys may mean the same.</param>
/// <param name="Idle">
/// The action taken at every tick at which no key is held; <c>null</c> for turn-based play: nothing happens until a key is
/// pressed.
/// </param>
public sealed record KeyMap(IReadOnlyList<KeyBinding> Bindings, double? Idle = null)
{
    /// <summary>Four directions on the arrow keys and on W, A, S, D.</summary>
    public static KeyMap Arrows(double left, double down, double right, double up, params KeyBinding[] others) => new(
    [
        new("ArrowLeft", left), new("KeyA", left), new("ArrowDown", down), new("KeyS", down),
        new("ArrowRight", right), new("KeyD", right), new("ArrowUp", up), new("KeyW", up), .. others,
    ]);

    /// <summary>Two directions on the arrow keys and on A and D, held rather than pressed.</summary>
    public static KeyMap LeftRight(double left, double right, double? idle) => new(
        [new("ArrowLeft", left), new("KeyA", left), new("ArrowRight", right), new("KeyD", right)], idle);
}

/// <summary>One key.</summary>
/// <param name="Key">Its place on the keyboard, named as browsers do (<c>KeyboardEvent.code</c>): <c>ArrowLeft</c>, <c>KeyA</c>, <c>Space</c>.</param>
/// <param name="Action">The action of a <see cref="Discrete"/> space, or the value of a <see cref="Box"/> of one number.</param>
public readonly record struct KeyBinding(string Key, double Action);
