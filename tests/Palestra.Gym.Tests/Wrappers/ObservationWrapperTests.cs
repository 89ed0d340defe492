using Palestra.Gym.Wrappers;

namespace Palestra.Gym.Tests;

/// <summary>Wrappers that change observations.</summary>
public sealed class ObservationWrapperTests
{
    [Fact]
    public void Time_is_added_as_gymnasiums_documentation_prints_it()
    {
        // https://gymnasium.farama.org/api/wrappers/observation_wrappers/: the pole from seed 42, its action from seed 42.
        using var plain = new PlainPole().TimeLimit(500);
        using var env = plain.TimeAwareObservation();
        Assert.Equal(ElementType.Float64, env.ObservationSpace.ElementType);
        Assert.Equal(500, ((Box)env.ObservationSpace).High[4]);
        Playing.Prints([0.0273956f, -0.00611216f, 0.03585979f, 0.0197368f, 0], env.Reset(42ul));
        Playing.Prints([0.02727336f, -0.20172954f, 0.03625453f, 0.32351476f, 1], env.Step("0").Observation);

        using var normalised = new PlainPole().TimeLimit(500).TimeAwareObservation(normalizeTime: true);
        normalised.Reset(42ul);
        Assert.Equal(ElementType.Float32, normalised.ObservationSpace.ElementType);
        Assert.Equal(0.002f, Playing.Floats(normalised.Step("0").Observation)[4]);

        using var dict = new PlainPole().TimeLimit(500).TimeAwareObservation(flatten: false);
        Assert.Contains("time: Box(0, 500, (1), int32)", dict.ObservationSpace.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("\"time\":[0]}", dict.Reset(42ul), StringComparison.Ordinal);
    }

    [Fact]
    public void Time_joins_a_dict_in_the_order_of_its_keys_and_a_tuple_at_its_end()
    {
        var dict = new DictSpace(new Dictionary<string, Space> { ["a"] = new Discrete(3), ["z"] = new Discrete(5) });
        using var keyed = new Echo(dict).TimeLimit(9).TimeAwareObservation(flatten: false);
        keyed.Reset(1ul);
        Assert.Equal("""{"a":2,"time":[1],"z":4}""", keyed.Step("""{"a":2,"z":4}""").Observation);

        using var tuple = new Echo(new TupleSpace(new Discrete(3), new Discrete(5))).TimeLimit(9).TimeAwareObservation(flatten: false);
        tuple.Reset(1ul);
        tuple.Step("[2,4]");
        Assert.Equal("[1,3,[2]]", tuple.Step("[1,3]").Observation);
        Assert.Contains("wrap it in a TimeLimit first", Assert.Throws<GymException>(() => new Echo(dict).TimeAwareObservation()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stacked_frames_are_the_last_ones_oldest_first()
    {
        using var env = new Echo(new Box(1, 9, [1])).FrameStackObservation(3);
        var first = env.Reset(1ul).Trim('[', ']').Split("],[")[0];
        Assert.Equal($"[[{first}],[{first}],[4]]", env.Step("[4]").Observation);
        env.Step("[5]");
        Assert.Equal("[[4],[5],[6]]", env.Step("[6]").Observation);
        Assert.Equal<Space>(new Box(1, 9, [3, 1]), env.ObservationSpace);
    }

    [Fact]
    public void Zero_padding_is_the_value_nearest_to_zero()
    {
        using var env = new Echo(new Box(1, 9, [1])).FrameStackObservation(2, FramePadding.Zero);
        Assert.StartsWith("[[1],[", env.Reset(1ul), StringComparison.Ordinal);
        using var choice = new Echo(new Discrete(4, start: 3)).FrameStackObservation(2, FramePadding.Zero);
        Assert.StartsWith("[3,", choice.Reset(1ul), StringComparison.Ordinal);
        Assert.Equal<Space>(new MultiDiscrete([4, 4], [3, 3]), choice.ObservationSpace);
    }

    [Fact]
    public void Stacks_of_composites_stack_each_part()
    {
        var space = new TupleSpace(new Discrete(3), new MultiBinary(2), new MultiDiscrete([4, 5], [1, 0]));
        using var env = new Echo(space).FrameStackObservation(2);
        Assert.Equal<Space>(
            new TupleSpace(
                new MultiDiscrete([3, 3]),
                new Box(0, 1, [2, 2], ElementType.Int8),
                new Box([1, 0, 1, 0], [4, 4, 4, 4], [2, 2], ElementType.Int64)),
            env.ObservationSpace);
        env.Reset(1ul);
        env.Step("[1,[0,1],[2,3]]");
        Assert.Equal("[[1,2],[[0,1],[1,0]],[[2,3],[4,4]]]", env.Step("[2,[1,0],[4,4]]").Observation);
        Assert.Equal("0 values of Discrete(2) cannot be one value: 1 or more can.", Assert.Throws<GymException>(() => new Echo(new Discrete(2)).FrameStackObservation(0)).Message);
    }

    [Fact]
    public void Flattening_and_functions_of_ones_own_change_space_and_values()
    {
        using var env = new Echo(new Discrete(3)).FlattenObservation().TransformObservation(
            (from, to) => BitConverter.TryWriteBytes(to, from[8] == 1 ? 10.0 : 20.0), new Box(0, 20, [1], ElementType.Float64));
        env.Reset(1ul);
        Assert.Equal("[10]", env.Step("1").Observation);
        Assert.Equal("[20]", env.Step("2").Observation);
        using var typed = new Echo(new Discrete(3)).TransformObservation((long x) => 2 * x, new Discrete(5));
        typed.Reset(1ul);
        Assert.Equal("4", typed.Step("2").Observation);
    }

    [Fact]
    public void A_short_buffer_is_refused_before_anything_happens()
    {
        using var env = new Echo(new Discrete(3)).FlattenObservation();
        env.Reset(1ul);
        Assert.Equal(
            "One observation of Box(0, 1, (3), int64) has 24 bytes, but the buffer has 8.",
            Assert.Throws<GymException>(() => env.Step(new byte[8], new byte[8])).Message);
        Assert.Equal(0, ((Echo)env.Unwrapped).Steps);
    }
}
