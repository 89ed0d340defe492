namespace Palestra.Gym.Wrappers;

/// <summary>
/// Gives the last few observations at once, the oldest first, on a new first axis
/// (https://gymnasium.farama.org/api/wrappers/observation_wrappers/); <see cref="BatchedSpace"/> says what becomes of the
/// space.
/// </summary>
public sealed class FrameStackObservation : ObservationWrapper
{
    private readonly BatchedSpace _batch;
    private readonly byte[] _ring;
    private readonly byte[] _padding;
    private readonly FramePadding _paddingType;
    private int _oldest;

    /// <param name="stackSize">How many observations.</param>
    /// <exception cref="GymException">The stack size is below 1.</exception>
    public FrameStackObservation(IEnv env, int stackSize, FramePadding padding = FramePadding.Reset)
        : this(env, new BatchedSpace((env ?? throw new ArgumentNullException(nameof(env))).ObservationSpace, stackSize), padding)
    {
    }

    private FrameStackObservation(IEnv env, BatchedSpace batch, FramePadding padding)
        : base(env, batch.Space)
    {
        _batch = batch;
        _paddingType = padding;
        _padding = new byte[batch.Single.RowBytes];
        _ring = new byte[batch.Single.RowBytes * batch.Count];
        ZeroValue.Write(batch.Single, _padding);
    }

    protected override void Observe(ReadOnlySpan<byte> inner, Span<byte> observation, bool first)
    {
        if (first)
        {
            var padding = _paddingType == FramePadding.Reset ? inner : _padding;
            for (var i = 0; i < _batch.Count - 1; i++)
            {
                Push(padding);
            }
        }

        Push(inner);
        for (var i = 0; i < _batch.Count; i++)
        {
            _batch.Put(Slot((_oldest + i) % _batch.Count), i, observation);
        }
    }

    protected override void OnSave(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_oldest);
        writer.Write(_ring);
    }

    protected override void OnRestore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _oldest = reader.ReadInt32();
        reader.BaseStream.ReadExactly(_ring);
    }

    private void Push(ReadOnlySpan<byte> row)
    {
        row.CopyTo(Slot(_oldest));
        _oldest = (_oldest + 1) % _batch.Count;
    }

    private Span<byte> Slot(int index) => _ring.AsSpan(index * _padding.Length, _padding.Length);
}
