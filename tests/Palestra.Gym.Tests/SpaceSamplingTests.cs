using System.Numerics;

namespace Palestra.Gym.Tests;

/// <summary>P-SEED for samples with masks and probabilities, and what is refused.</summary>
public sealed class SpaceSamplingTests
{
    [Fact]
    public void Numbers_printed_in_gymnasiums_documentation_come_out()
    {
        // https://gymnasium.farama.org/api/spaces/fundamental/
        Assert.Equal("[[0,0],[2,2]]", Sample(new MultiDiscrete([1, 2, 3, 4], null, [2, 2]), 42));
        Assert.Equal("[1,0,1,0,1]", Sample(new MultiBinary(5), 42));
        Assert.Equal("[[1,0],[1,0],[1,1]]", Sample(new MultiBinary([3, 2]), 42));

        // The page samples these one after the other.
        var discrete = new Discrete(3, start: -1);
        discrete.Seed(42);
        Assert.Equal(-1, discrete.Sample());
        Assert.Equal(1, discrete.SampleMasked([0, 0, 1]));
        Assert.Equal(1, discrete.SampleWeighted([0, 0, 1]));
        Assert.Equal(1, discrete.SampleWeighted([0, 0.3, 0.7]));
    }

    [Fact]
    public void A_masked_multi_discrete_draws_per_component_as_a_masked_discrete_from_one_generator()
    {
        var space = new MultiDiscrete([4, 3, 5], [0, -1, 10]);
        var mask = SampleMask.OfParts(new SampleMask(1, 0, 1, 1), new SampleMask(0, 0, 0), new SampleMask(0, 1, 0, 1, 0));
        var numpy = new NumpyRandom((BigInteger)5);
        space.Seed(5);
        for (var i = 0; i < 50; i++)
        {
            // No draw where nothing is allowed: the start is taken.
            long[] expected = [new long[] { 0, 2, 3 }[numpy.Integers(0, 3)], -1, 10 + new long[] { 1, 3 }[numpy.Integers(0, 2)]];
            Assert.Equal($"[{string.Join(",", expected)}]", Draw(space, mask));
        }
    }

    [Fact]
    public void A_weighted_multi_discrete_takes_one_random_per_component()
    {
        var space = new MultiDiscrete([2, 3]);
        var probabilities = SampleProbabilities.OfParts(new SampleProbabilities(0.25, 0.75), new SampleProbabilities(0.5, 0, 0.5));
        var numpy = new NumpyRandom((BigInteger)6);
        space.Seed(6);
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal($"[{(numpy.Random() < 0.25 ? 0 : 1)},{(numpy.Random() < 0.5 ? 0 : 2)}]", Draw(space, null, probabilities));
        }
    }

    [Fact]
    public void A_mask_of_bits_fixes_some_but_draws_all()
    {
        var space = new MultiBinary(6);
        var free = new MultiBinary(6);
        space.Seed(8);
        free.Seed(8);
        for (var i = 0; i < 20; i++)
        {
            var bits = Draw(free)[1..^1].Split(',');
            Assert.Equal($"[0,1,{bits[2]},{bits[3]},1,{bits[5]}]", Draw(space, new SampleMask(0, 1, 2, 2, 1, 2)));
        }
    }

    [Fact]
    public void Weighted_bits_are_one_where_a_random_is_not_above_their_probability()
    {
        var space = new MultiBinary(3);
        var numpy = new NumpyRandom((BigInteger)9);
        space.Seed(9);
        for (var i = 0; i < 50; i++)
        {
            var expected = new[] { 0.5, 0.1, 1 }.Select(p => numpy.Random() <= p ? 1 : 0);
            Assert.Equal($"[{string.Join(",", expected)}]", Draw(space, null, new SampleProbabilities(0.5, 0.1, 1)));
        }
    }

    [Fact]
    public void Composites_pass_masks_to_their_parts_and_leave_the_others_free()
    {
        var tuple = new TupleSpace(new Discrete(5), new Box(-1, 1, [1]));
        var plain = new TupleSpace(new Discrete(5), new Box(-1, 1, [1]));
        tuple.Seed(3);
        plain.Seed(3);
        var dict = new DictSpace(new Dictionary<string, Space> { ["b"] = new Discrete(4), ["a"] = tuple });
        var nested = new Dictionary<string, SampleMask?> { ["a"] = SampleMask.OfParts(new SampleMask(0, 0, 0, 1, 0), null), ["b"] = null };
        for (var i = 0; i < 20; i++)
        {
            var box = Draw(plain).Split(',')[1];
            Assert.StartsWith($$"""{"a":[3,{{box}},"b":""", Draw(dict, SampleMask.OfParts(nested)), StringComparison.Ordinal);
        }

        var weights = new Dictionary<string, SampleProbabilities?> { ["b"] = new SampleProbabilities(0, 0, 1, 0), ["a"] = null };
        Assert.EndsWith("\"b\":2}", Draw(dict, null, SampleProbabilities.OfParts(weights)), StringComparison.Ordinal);
    }

    [Fact]
    public void Masks_and_probabilities_that_do_not_fit_are_refused_with_a_sentence()
    {
        var discrete = new Discrete(3);
        Refused("A mask for Discrete(3) has 3 entries, not 2.", discrete, new SampleMask(0, 1));
        Refused("Entry 1 of a mask for Discrete(3) is 2: 0 or 1 is allowed.", discrete, new SampleMask(0, 2, 1));
        Refused("A mask for Discrete(3) has parts: one list of 3 numbers is needed.", discrete, SampleMask.OfParts(new SampleMask(1)));
        Refused("A probability for Discrete(3) is -0.5: 0 to 1 is allowed.", discrete, null, new SampleProbabilities(-0.5, 1, 0.5));
        Refused("A probability for Discrete(3) is NaN: 0 to 1 is allowed.", discrete, null, new SampleProbabilities(double.NaN, 0.5, 0.5));
        Refused("The probabilities for Discrete(3) sum to 1.1: they must sum to 1.", discrete, null, new SampleProbabilities(0.5, 0.5, 0.1));
        Refused("A sample of Discrete(3) was asked for with a mask and with probabilities: give one of the two.", discrete, new SampleMask(1, 1, 1), new SampleProbabilities(1, 0, 0));
        Refused("Entry 0 of a mask for MultiBinary(2) is 3: 0, 1, or 2 for a bit that is drawn, is allowed.", new MultiBinary(2), new SampleMask(3, 0));
        Refused("A probability for MultiBinary(1) is 2: 0 to 1 is allowed.", new MultiBinary(1), null, new SampleProbabilities(2));
        Refused("A mask for MultiDiscrete([2, 2]) is needed for each of its 2 parts, by position.", new MultiDiscrete([2, 2]), new SampleMask(0, 1));
        Refused("Component 1 of MultiDiscrete([2, 2]) has neither a mask nor probabilities: every component needs its own.", new MultiDiscrete([2, 2]), SampleMask.OfParts(new SampleMask(0, 1), null));
        Refused("A mask for Tuple(Discrete(3)) has 1 parts, not 2.", new TupleSpace(discrete), SampleMask.OfParts(null, null));
        var dict = new DictSpace(new Dictionary<string, Space> { ["a"] = discrete });
        Refused("A mask for Dict(a: Discrete(3)) has the keys b: exactly a are needed.", dict, SampleMask.OfParts(new Dictionary<string, SampleMask?> { ["b"] = null }));
        Refused("A mask for Dict(a: Discrete(3)) is needed for each of its keys, by name: a.", dict, SampleMask.OfParts(new SampleMask(1)));
        Refused("Box(-1, 1, (1), float32) cannot be sampled with a mask: only spaces of single choices can.", new Box(-1, 1, [1]), new SampleMask(1));
    }

    [Fact]
    public void Integers_without_a_bound_stay_inside_their_type()
    {
        var box = new Box(double.NegativeInfinity, double.PositiveInfinity, [2], ElementType.Int8);
        Assert.Equal(-128, box.Low[0]);
        Assert.Equal(127, box.High[1]);
        var wide = new Box(100, double.PositiveInfinity, [1], ElementType.Int64);
        box.Seed(1);
        wide.Seed(1);
        for (var i = 0; i < 200; i++)
        {
            Draw(box);
            Draw(wide);
        }
    }

    [Fact]
    public void Sampling_allocates_nothing_masked_or_not()
    {
        var space = new TupleSpace(new MultiDiscrete([4, 3]), new Box(-1, 1, [3]), new MultiBinary(7));
        var mask = SampleMask.OfParts(SampleMask.OfParts(new SampleMask(1, 0, 1, 1), new SampleMask(1, 1, 1)), null, null);
        var row = new byte[space.RowBytes];
        space.Seed(1);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                space.Sample(row);
                space.Sample(row, mask);
            }
        }));
    }

    private static string Sample(Space space, int seed)
    {
        space.Seed(seed);
        return Draw(space);
    }

    private static string Draw(Space space, SampleMask? mask = null, SampleProbabilities? probabilities = null)
    {
        var row = new byte[space.RowBytes];
        space.Sample(row, mask, probabilities);
        Assert.True(space.Contains(row), space.Show(row));
        return space.Show(row);
    }

    private static void Refused(string sentence, Space space, SampleMask? mask, SampleProbabilities? probabilities = null) =>
        Assert.Equal(sentence, Assert.Throws<GymException>(() => Draw(space, mask, probabilities)).Message);
}
