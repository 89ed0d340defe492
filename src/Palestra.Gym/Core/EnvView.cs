using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Palestra.Gym;

/// <summary>
/// A typed face for any <see cref="IEnv"/>, wrappers included: what <see cref="EnvRegistry.Make{TObs,TAct}"/> returns.
/// Owns the environment. Not thread-safe; allocates nothing per step.
/// </summary>
public sealed class EnvView<TObs, TAct> : IDisposable
    where TObs : unmanaged
    where TAct : unmanaged
{
    public EnvView(IEnv env)
    {
        ArgumentNullException.ThrowIfNull(env);
        RowLayout.Check<TObs, TAct>(env.ActionSpace, env.ObservationSpace);
        Untyped = env;
    }

    public IEnv Untyped { get; }

    public EnvSpec Spec => Untyped.Spec;

    public ReadOnlySpan<sbyte> ActionMask => Untyped.ActionMask;

    public TObs Reset(ulong? seed = null, ParameterValues? options = null)
    {
        Unsafe.SkipInit(out TObs observation);
        Untyped.Reset(seed, MemoryMarshal.AsBytes(new Span<TObs>(ref observation)), options);
        return observation;
    }

    public StepResult<TObs> Step(TAct action)
    {
        Unsafe.SkipInit(out TObs observation);
        var outcome = Untyped.Step(
            MemoryMarshal.AsBytes(new ReadOnlySpan<TAct>(in action)), MemoryMarshal.AsBytes(new Span<TObs>(ref observation)));
        return new StepResult<TObs>(observation, outcome.Reward, outcome.Terminated, outcome.Truncated);
    }

    public void Render(Span<byte> rgb) => Untyped.Render(rgb);

    public string RenderText() => Untyped.RenderText();

    public void Close() => Untyped.Dispose();

    public void Dispose() => Untyped.Dispose();
}
