namespace Palestra.Gym.Tests;

/// <summary>Flattening, as https://gymnasium.farama.org/api/spaces/utils/ shows it.</summary>
public sealed class SpaceFlattenerTests
{
    [Theory]
    [InlineData("2", "[0,0,1,0]")]
    [InlineData("0", "[1,0,0,0]")]
    public void A_discrete_becomes_one_hot(string value, string flat) => Flattens(new Discrete(4), value, flat, ElementType.Int64);

    [Fact]
    public void Composites_are_laid_end_to_end()
    {
        Flattens(
            new TupleSpace(new Box(0, 1, [2]), new Box(0, 1, [3]), new Discrete(3)),
            "[[0.5,0.25],[1,0,0.5],1]", "[0.5,0.25,1,0,0.5,0,1,0]", ElementType.Float64);
        Flattens(
            new DictSpace(new Dictionary<string, Space> { ["position"] = new Discrete(2, start: 5), ["velocity"] = new Box(0, 1, [2, 2]) }),
            """{"position":6,"velocity":[[0,0.25],[0.5,1]]}""", "[0,1,0,0.25,0.5,1]", ElementType.Float64);
    }

    [Fact]
    public void Several_choices_become_one_hots_one_after_the_other() =>
        Flattens(new MultiDiscrete([2, 3], [0, -1]), "[1,-1]", "[0,1,1,0,0]", ElementType.Int64);

    [Fact]
    public void Bits_and_boxes_lose_their_axes_only()
    {
        Flattens(new MultiBinary([2, 2]), "[[0,1],[1,0]]", "[0,1,1,0]", ElementType.Int8);
        Flattens(new Box(-1, 1, [2, 1]), "[[0.5],[-1]]", "[0.5,-1]", ElementType.Float32);
    }

    [Fact]
    public void The_flat_space_keeps_bounds_and_contains_what_is_flattened()
    {
        var space = new TupleSpace(new Box([-3, 0], [double.PositiveInfinity, 2], [2]), new Discrete(2), new MultiBinary(3));
        var flattener = new SpaceFlattener(space);
        Assert.Equal(7, flattener.FlatDim);
        Assert.Equal<Space>(new Box([-3, 0, 0, 0, 0, 0, 0], [double.PositiveInfinity, 2, 1, 1, 1, 1, 1], [7], ElementType.Float64), flattener.Flat);
        space.Seed(12);
        var (row, flat, back) = (new byte[space.RowBytes], new byte[flattener.Flat.RowBytes], new byte[space.RowBytes]);
        for (var i = 0; i < 100; i++)
        {
            space.Sample(row);
            flattener.Flatten(row, flat);
            Assert.True(flattener.Flat.Contains(flat));
            flattener.Unflatten(flat, back);
            Assert.Equal(row, back);
        }
    }

    [Fact]
    public void What_cannot_be_flattened_or_turned_back_is_refused()
    {
        var flattener = new SpaceFlattener(new Discrete(3));
        var row = new byte[8];
        Discrete.Write(row, 3);
        Assert.Equal(
            "A value cannot be flattened, since it is outside Discrete(3): allowed are whole numbers 0 to 2.",
            Assert.Throws<GymException>(() => flattener.Flatten(row, new byte[24])).Message);
        Assert.Equal(
            "A row cannot be turned back into a value of Discrete(3): its one-hot is all 0.",
            Assert.Throws<GymException>(() => flattener.Unflatten(new byte[24], row)).Message);
        Assert.Equal(
            "One value of Box(0, 1, (3), int64) has 24 bytes, but the buffer has 8.",
            Assert.Throws<GymException>(() => flattener.Flatten(row, row)).Message);
    }

    private static void Flattens(Space space, string value, string expected, ElementType type)
    {
        var flattener = new SpaceFlattener(space);
        var (row, flat) = (new byte[space.RowBytes], new byte[flattener.Flat.RowBytes]);
        space.ParseJson(System.Text.Json.JsonDocument.Parse(value).RootElement, row);
        flattener.Flatten(row, flat);
        Assert.Equal(expected, flattener.Flat.Show(flat));
        Assert.Equal(type, flattener.Flat.ElementType);
        var back = new byte[row.Length];
        flattener.Unflatten(flat, back);
        Assert.Equal(row, back);
    }
}
