using System.Runtime.InteropServices;
using System.Text.Json;
using Palestra.Gym.Vector;

namespace Palestra.Gym.Tests;

/// <summary>A vector with buffers for its calls and actions drawn from a fixed seed.</summary>
internal sealed class VectorRig : IDisposable
{
    private readonly bool _beyond;

    public VectorRig(IVectorEnv vector, ulong actionSeed = 12345)
    {
        Vector = vector;
        Actions = new byte[vector.Count * vector.SingleActionSpace.RowBytes];
        Observations = new byte[vector.Count * vector.SingleObservationSpace.RowBytes];
        (Rewards, Terminated, Truncated) = (new double[vector.Count], new bool[vector.Count], new bool[vector.Count]);
        vector.SingleActionSpace.Seed(actionSeed);
        _beyond = vector.Spec.ClipsActions && vector.SingleActionSpace.ElementType == ElementType.Float32;
    }

    public IVectorEnv Vector { get; }

    public byte[] Actions { get; }

    public byte[] Observations { get; }

    public double[] Rewards { get; }

    public bool[] Terminated { get; }

    public bool[] Truncated { get; }

    /// <summary>The kinds of vector that are to give the same, and with how many threads.</summary>
    public static IReadOnlyList<(VectorKind Kind, int? Parallelism)> Kinds { get; } =
        [(VectorKind.Sync, null), (VectorKind.Threaded, 3), (VectorKind.Auto, null), (VectorKind.Auto, 2)];

    public static VectorRig Make(string id, int count, VectorKind kind, AutoresetMode mode, int? parallelism = null) =>
        new(EnvRegistry.Default.MakeVector(id, count, kind, mode, parallelism: parallelism));

    public ReadOnlySpan<byte> Action(int slot) => Actions.AsSpan(slot * Vector.SingleActionSpace.RowBytes, Vector.SingleActionSpace.RowBytes);

    public Span<byte> Observation(int slot) =>
        Observations.AsSpan(slot * Vector.SingleObservationSpace.RowBytes, Vector.SingleObservationSpace.RowBytes);

    public StepOutcome Outcome(int slot) => new(Rewards[slot], Terminated[slot], Truncated[slot]);

    public void Draw()
    {
        var row = Vector.SingleActionSpace.RowBytes;
        for (var slot = 0; slot < Vector.Count; slot++)
        {
            Vector.SingleActionSpace.Sample(Actions.AsSpan(slot * row, row));
        }

        // What is beyond the bounds is clipped by the environment itself.
        if (_beyond)
        {
            foreach (ref var value in MemoryMarshal.Cast<byte, float>(Actions.AsSpan()))
            {
                value *= 1.5f;
            }
        }
    }

    public void Step() => Vector.Step(Actions, Observations, Rewards, Terminated, Truncated);

    public JsonElement Info(int slot) => Json(writer => Vector.WriteInfo(slot, writer));

    public JsonElement FinalInfo(int slot) => Json(writer => Vector.WriteFinalInfo(slot, writer));

    public byte[] Save()
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream))
        {
            Vector.SaveState(writer);
        }

        return stream.ToArray();
    }

    public void Restore(byte[] state)
    {
        using var reader = new BinaryReader(new MemoryStream(state));
        Vector.RestoreState(reader);
        Assert.Equal(state.Length, reader.BaseStream.Position);
    }

    public void Dispose() => Vector.Dispose();

    private static JsonElement Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            write(writer);
        }

        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }
}
