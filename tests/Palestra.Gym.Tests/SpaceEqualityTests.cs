namespace Palestra.Gym.Tests;

/// <summary>Spaces are equal by what is in them and how it lies there.</summary>
public sealed class SpaceEqualityTests
{
    private static readonly Func<Space>[] Different =
    [
        () => new Discrete(4),
        () => new Discrete(4, start: 1),
        () => new Discrete(4, elementType: ElementType.Int32),
        () => new Box(-1, 1, [4]),
        () => new Box(-1, 1, [2, 2]),
        () => new Box(-1, 1, [4], ElementType.Float64),
        () => new Box([-1, -1, -1, -2], [1, 1, 1, 1], [4]),
        () => new Box(0, 255, [4], ElementType.UInt8),
        () => new MultiDiscrete([4, 4]),
        () => new MultiDiscrete([4, 4], [0, 1]),
        () => new MultiDiscrete([4, 5]),
        () => new MultiBinary(4),
        () => new MultiBinary([2, 2]),
        () => new TupleSpace(new Discrete(4), new Discrete(2)),
        () => new TupleSpace(new Discrete(2), new Discrete(4)),
        () => new DictSpace(new Dictionary<string, Space> { ["a"] = new Discrete(4), ["b"] = new Discrete(2) }),
        () => new DictSpace(new Dictionary<string, Space> { ["a"] = new Discrete(4), ["c"] = new Discrete(2) }),
    ];

    [Fact]
    public void Spaces_that_are_made_alike_are_equal_and_all_others_differ()
    {
        for (var i = 0; i < Different.Length; i++)
        {
            for (var j = 0; j < Different.Length; j++)
            {
                var (a, b) = (Different[i](), Different[j]());
                Assert.True(a.Equals(b) == (i == j), $"{a} and {b}");
                if (i == j)
                {
                    Assert.Equal(a.GetHashCode(), b.GetHashCode());
                }
            }
        }
    }

    [Fact]
    public void A_generator_or_bounds_given_one_by_one_make_no_difference()
    {
        var seeded = new Box([-1, -1], [1, 1], [2]);
        seeded.Seed(3);
        Assert.Equal<Space>(new Box(-1, 1, [2]), seeded);
        Assert.True(seeded.IsUniform);
        Assert.False(seeded.Equals(null));
    }
}
