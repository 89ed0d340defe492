namespace Palestra.Gym.Tests;

/// <summary>Wrappers that change actions.</summary>
public sealed class ActionWrapperTests
{
    [Theory]
    [InlineData("[0,0.5]", "[0.5,2]")]
    [InlineData("[-5,0]", "[0,1]")]
    [InlineData("[5,1]", "[1,3]")]
    public void Rescaling_maps_bounds_to_bounds(string given, string taken)
    {
        using var env = new Gym.Wrappers.RescaleAction(new Echo(new Box([0, 1], [1, 3], [2])), [-5, 0], [5, 1]);
        Assert.Equal<Space>(new Box([-5, 0], [5, 1], [2]), env.ActionSpace);
        env.Reset(1ul);
        Assert.Equal(taken, env.Step(given).Observation);
    }

    [Fact]
    public void Rescaling_never_leaves_the_space_inside_and_spans_all_of_it()
    {
        // Bounds whose quotients all round.
        using var env = new Echo(new Box([-0.3, 1e-3, -7], [0.1, 0.9, 11], [3])).RescaleAction(-1.0 / 3, 0.7);
        var inside = env.Env.ActionSpace;
        env.ActionSpace.Seed(4);
        env.Reset(1ul);
        var (action, taken) = (new byte[12], new byte[12]);
        for (var i = 0; i < 2_000; i++)
        {
            env.ActionSpace.Sample(action);
            env.Step(action, taken);
            Assert.True(inside.Contains(taken), inside.Show(taken));
        }

        var outer = (Box)env.ActionSpace;
        foreach (var bound in new[] { outer.Low.ToArray(), outer.High.ToArray() })
        {
            for (var i = 0; i < 3; i++)
            {
                outer.Set(action, i, bound[i]);
            }

            env.Step(action, taken);
            var edge = bound[0] < 0 ? ((Box)inside).Low : ((Box)inside).High;
            for (var i = 0; i < 3; i++)
            {
                Assert.Equal(edge[i], outer.Get(taken, i), 1e-5);
            }
        }
    }

    [Fact]
    public void Rescaling_refuses_what_it_cannot_map()
    {
        var open = new Box(double.NegativeInfinity, 1, [1]);
        Refused("Element 0 of the actions of Echo is -Infinity to 1 and cannot be rescaled to -1 to 1: what has no bound keeps none.", () => new Echo(open).RescaleAction(-1, 1));
        Refused("Element 0 of the actions of Echo is 2 to 2 and cannot be rescaled to -1 to 1: both need to be wider than a point.", () => new Echo(new Box(2, 2, [1])).RescaleAction(-1, 1));
        Refused("Actions of Echo cannot be rescaled: its action space is Discrete(2), and a Box of floats is needed.", () => new Echo(new Discrete(2)).RescaleAction(-1, 1));
        using var env = new Echo(new Box(-2, 2, [1])).RescaleAction(-1, 1);
        env.Reset(1ul);
        Refused("Action [1.5] is outside Box(-1, 1, (1), float32) of Echo: allowed are 1 numbers -1 to 1.", () => env.Step("[1.5]"));
    }

    [Fact]
    public void Clipping_takes_any_number()
    {
        using var env = new Echo(new Box([-2, 0], [2, 1], [2])).ClipAction();
        env.Reset(1ul);
        Assert.Equal("[2,0]", env.Step("[7,-3]").Observation);
        Assert.Equal("[-1,0.5]", env.Step("[-1,0.5]").Observation);
        Assert.Equal("[-2,1]", env.Step("""["-inf","inf"]""").Observation);
        Assert.Equal<Space>(new Box(double.NegativeInfinity, double.PositiveInfinity, [2]), env.ActionSpace);
        Refused("Actions of Echo cannot be clipped: its action space is Discrete(2), and a Box of a signed type is needed.", () => new Echo(new Discrete(2)).ClipAction());
    }

    [Fact]
    public void A_function_of_ones_own_may_change_the_type_of_the_actions()
    {
        using var env = new Echo(new Box(-2, 2, [1])).TransformAction((long choice) => choice == 0 ? -2f : 2f, new Discrete(2));
        env.Reset(1ul);
        Assert.Equal("[-2]", env.Step("0").Observation);
        Assert.Equal("[2]", env.Step("1").Observation);
        Refused("Int16 has 2 bytes, but one action of Box(-2, 2, (1), float32) has 4: the typed action must be the row.", () => new Echo(new Box(-2, 2, [1])).TransformAction((float x) => (short)x));
    }

    private static void Refused(string sentence, Func<object> act) => Assert.Equal(sentence, Assert.Throws<GymException>(act).Message);
}
