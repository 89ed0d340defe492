using Palestra.Gym.Vector;

namespace Palestra.Gym.Tests;

/// <summary>The spaces of all slots together, and the typed face.</summary>
public sealed class BatchedSpaceTests
{
    [Fact]
    public void Discrete_slots_make_a_multi_discrete_space()
    {
        using var vector = EnvRegistry.Default.MakeVector("FrozenLake-v1", 3);
        Assert.Equal("MultiDiscrete([4, 4, 4])", vector.ActionSpace.ToString());
        Assert.Equal("MultiDiscrete([16, 16, 16])", vector.ObservationSpace.ToString());
        Assert.Equal([5L, 5L], ((MultiDiscrete)Batch(new Discrete(2, 5), 2)).Start.ToArray());
    }

    [Fact]
    public void Boxes_get_a_first_dimension_and_keep_their_bounds()
    {
        var box = (Box)Batch(new Box([-1, 0], [1, double.PositiveInfinity], [2]), 2);
        Assert.Equal([2, 2], box.Shape);
        Assert.Equal([-1, 0, -1, 0], box.Low.ToArray());
        Assert.Equal([1, double.PositiveInfinity, 1, double.PositiveInfinity], box.High.ToArray());
        Assert.Equal([3, 4, 4], Batch(new Box(0, 255, [4, 4], ElementType.UInt8), 3).Shape);
    }

    [Fact]
    public void Other_spaces_become_boxes_or_tuples_with_rows_back_to_back()
    {
        var bits = (Box)Batch(new MultiBinary(3), 2);
        Assert.Equal((ElementType.Int8, 6), (bits.ElementType, bits.RowBytes));
        var many = (Box)Batch(new MultiDiscrete([2, 3], [0, 10]), 2);
        Assert.Equal([0, 10, 0, 10], many.Low.ToArray());
        Assert.Equal([1, 12, 1, 12], many.High.ToArray());
        Assert.Equal(ElementType.Int64, many.ElementType);
        var tuple = (TupleSpace)Batch(new TupleSpace(new Discrete(2), new Box(0, 1, [1])), 3);
        Assert.Equal((3, 36), (tuple.Parts.Count, tuple.RowBytes));
        Assert.Equal(8, Batch(new Discrete(2, 0, ElementType.Int32), 2).RowBytes);
    }

    [Fact]
    public void A_value_of_the_batched_action_space_can_be_stepped()
    {
        using var vector = EnvRegistry.Default.MakeVector("FrozenLake-v1", 6);
        using var rig = new VectorRig(vector);
        vector.Reset(1, rig.Observations);
        vector.ActionSpace.Seed(2);
        for (var t = 0; t < 50; t++)
        {
            vector.ActionSpace.Sample(rig.Actions);
            rig.Step();
            Assert.True(vector.ObservationSpace.Contains(rig.Observations));
        }
    }

    [Fact]
    public void The_typed_face_takes_spans_of_values()
    {
        using var view = EnvRegistry.Default.MakeVector<long, long>("FrozenLake-v1", 2, mode: AutoresetMode.SameStep);
        var (observations, rewards, terminated, truncated) = (new long[2], new double[2], new bool[2], new bool[2]);
        view.Reset(3, observations);
        Assert.Equal([0L, 0L], observations);
        long[] actions = [1, 2];
        do
        {
            view.Step(actions, observations, rewards, terminated, truncated);
        }
        while (!terminated[1]);
        Assert.True(view.HasFinal(1));
        Assert.Contains(view.FinalObservation(1), (long[])[5, 7, 11, 12, 15]);
        Assert.Equal(0, observations[1]);
    }

    private static Space Batch(Space space, int count)
    {
        using var vector = new SyncVectorEnv(count, _ => new Silent(space));
        Assert.Equal(space.RowBytes * count, vector.ActionSpace.RowBytes);
        return vector.ActionSpace;
    }

    /// <summary>Has an action space and nothing else.</summary>
    private sealed class Silent(Space space) : IEnv
    {
        public EnvSpec Spec { get; } = EnvSpec.Unregistered(nameof(Silent));

        public Space ActionSpace => space;

        public Space ObservationSpace => space;

        public NumpyRandom Random { get; } = NumpyRandom.FromEntropy();

        public FrameSize FrameSize => default;

        public void Reset(ulong? seed, Span<byte> observation, ParameterValues? options = null) => observation.Clear();

        public StepOutcome Step(ReadOnlySpan<byte> action, Span<byte> observation) => default;

        public void Render(Span<byte> rgb) => throw new GymException("nothing to see");

        public void WriteInfo(System.Text.Json.Utf8JsonWriter writer) => throw new GymException("nothing to say");

        public void SaveState(BinaryWriter writer)
        {
        }

        public void RestoreState(BinaryReader reader)
        {
        }

        public void Dispose()
        {
        }
    }
}
