using System.Text.Json;

namespace Palestra.Gym.Tests;

/// <summary>P-SEED, first half: the numbers are NumPy's, for every recorded seed.</summary>
public sealed class SeedingTests
{
    private static readonly JsonElement Rng = GoldenFile.Open("rng.json");

    public static TheoryData<string> Seeds => [.. Rng.GetProperty("seeds").EnumerateArray().Select(s => s.GetProperty("seed").GetString()!)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Seed_sequence_mixes_generates_and_spawns_as_numpy(string seed)
    {
        var golden = Golden(seed);
        var sequence = new SeedSequence(GoldenFile.Big(golden.GetProperty("seed")));
        Assert.Equal(GoldenFile.Longs(golden.GetProperty("seed_sequence_pool")), sequence.Pool.ToArray().Select(w => (long)w));

        var words32 = new uint[8];
        sequence.GenerateState(words32);
        Assert.Equal(GoldenFile.Longs(golden.GetProperty("generate_state_uint32")), words32.Select(w => (long)w));

        var words64 = new ulong[4];
        sequence.GenerateState(words64);
        Assert.Equal(GoldenFile.ULongs(golden.GetProperty("generate_state_uint64")), words64);

        // Spawned in two calls: the count of children must carry over.
        SeedSequence[] children = [.. sequence.Spawn(1), .. sequence.Spawn(2)];
        var spawned = golden.GetProperty("spawned_generate_state_uint64").EnumerateArray().ToArray();
        Assert.Equal(children.Length, spawned.Length);
        foreach (var (child, expected) in children.Zip(spawned))
        {
            child.GenerateState(words64);
            Assert.Equal(GoldenFile.ULongs(expected), words64);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Bit_generator_gives_numpys_bits(string seed)
    {
        var golden = Golden(seed);
        var random = Generator(golden);
        Assert.Equal(GoldenFile.State(golden.GetProperty("initial")), random.State);
        Assert.Equal(GoldenFile.ULongs(golden.GetProperty("raw64")), GoldenFile.Draw(20, random.NextUInt64));
        random = Generator(golden);
        Assert.Equal(GoldenFile.Longs(golden.GetProperty("uint32")), GoldenFile.Draw(20, () => (long)random.NextUInt32()));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Real_draws_are_numpys_to_the_last_bit(string seed)
    {
        var golden = Golden(seed);
        Same("random", r => r.Random());
        Same("random_float32", r => r.RandomSingle());
        Same("standard_normal", r => r.StandardNormal());
        Same("standard_exponential", r => r.StandardExponential());
        var normal = golden.GetProperty("normal");
        var random = Generator(golden);
        Assert.Equal(
            GoldenFile.Doubles(normal.GetProperty("values")),
            GoldenFile.Draw(20, () => random.Normal(normal.GetProperty("loc").GetDouble(), normal.GetProperty("scale").GetDouble())));
        foreach (var uniform in golden.GetProperty("uniform").EnumerateArray())
        {
            random = Generator(golden);
            var (low, high) = (uniform.GetProperty("low").GetDouble(), uniform.GetProperty("high").GetDouble());
            Assert.Equal(GoldenFile.Doubles(uniform.GetProperty("values")), GoldenFile.Draw(20, () => random.Uniform(low, high)));
        }

        foreach (var uniform in golden.GetProperty("uniform_array").EnumerateArray())
        {
            random = Generator(golden);
            var low = GoldenFile.Doubles(uniform.GetProperty("low"));
            var high = GoldenFile.Doubles(uniform.GetProperty("high"));
            foreach (var row in uniform.GetProperty("values").EnumerateArray())
            {
                Assert.Equal(GoldenFile.Doubles(row), low.Zip(high).Select(b => random.Uniform(b.First, b.Second)));
            }
        }

        void Same(string name, Func<NumpyRandom, double> draw)
        {
            var generator = Generator(golden);
            var expected = GoldenFile.Doubles(golden.GetProperty(name));
            Assert.Equal(expected, GoldenFile.Draw(expected.Length, () => draw(generator)));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whole_numbers_are_numpys_in_every_range_and_type(string seed)
    {
        var golden = Golden(seed);
        foreach (var item in golden.GetProperty("integers").EnumerateArray().Concat(golden.GetProperty("integers_range").EnumerateArray()))
        {
            var random = Generator(golden);
            var (low, high) = ((long)GoldenFile.Big(item.GetProperty("low")), (long)GoldenFile.Big(item.GetProperty("high")));
            Assert.Equal(GoldenFile.Longs(item.GetProperty("values")), GoldenFile.Draw(20, () => random.Integers(low, high)));
            if (item.TryGetProperty("after", out var after))
            {
                Assert.Equal(GoldenFile.State(after), random.State);
            }
        }

        foreach (var item in golden.GetProperty("integers_dtype").EnumerateArray())
        {
            var random = Generator(golden);
            var expected = item.GetProperty("values").EnumerateArray().Select(v => v.ValueKind switch
            {
                JsonValueKind.True => 1,
                JsonValueKind.False => 0,
                _ => v.GetInt64(),
            });
            Assert.Equal(expected, OfType(random, item));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Choice_shuffle_and_permutation_are_numpys(string seed)
    {
        var golden = Golden(seed);
        var random = Generator(golden);
        var deck = GoldenFile.Longs(golden.GetProperty("choice_deck").GetProperty("a"));
        Assert.Equal(GoldenFile.Longs(golden.GetProperty("choice_deck").GetProperty("values")), GoldenFile.Draw(20, () => random.Choice<long>(deck)));

        random = Generator(golden);
        var weighted = golden.GetProperty("choice_weighted");
        var names = weighted.GetProperty("a").EnumerateArray().Select(a => a.GetString()).ToArray();
        var p = GoldenFile.Doubles(weighted.GetProperty("p"));
        Assert.Equal(
            weighted.GetProperty("values").EnumerateArray().Select(v => v.GetString()),
            GoldenFile.Draw(20, () => names[random.ChoiceWeighted(p)]));

        foreach (var item in golden.GetProperty("permutation").EnumerateArray())
        {
            var values = new long[item.GetProperty("n").GetInt32()];
            Generator(golden).Permutation(values);
            Assert.Equal(GoldenFile.Longs(item.GetProperty("values")), values);
        }

        random = Generator(golden);
        var cards = Enumerable.Range(0, golden.GetProperty("shuffle").GetProperty("n").GetInt32()).Select(i => (long)i).ToArray();
        foreach (var expected in golden.GetProperty("shuffle").GetProperty("two_in_a_row").EnumerateArray())
        {
            // The recording shuffles the same list twice.
            random.Shuffle<long>(cards);
            Assert.Equal(GoldenFile.Longs(expected), cards);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Interleaved_draws_share_their_halves_as_numpys_do(string seed)
    {
        var golden = Golden(seed).GetProperty("interleaved");
        var random = Generator(Golden(seed));
        foreach (var op in golden.GetProperty("ops").EnumerateArray())
        {
            Assert.Equal(op.GetProperty("value").GetRawText(), Interleaved(random, op).GetRawText());
        }

        Assert.Equal(GoldenFile.State(golden.GetProperty("after")), random.State);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void State_that_is_put_back_goes_on_with_the_same_numbers(string seed)
    {
        var random = Generator(Golden(seed));
        random.NextUInt32();
        var state = random.State;
        var first = GoldenFile.Draw(10, () => random.Integers(0, 10));
        var other = NumpyRandom.FromEntropy();
        other.State = state;
        Assert.Equal(first, GoldenFile.Draw(10, () => other.Integers(0, 10)));
    }

    private static JsonElement Golden(string seed) =>
        Rng.GetProperty("seeds").EnumerateArray().Single(s => s.GetProperty("seed").GetString() == seed);

    private static NumpyRandom Generator(JsonElement golden) => new(GoldenFile.Big(golden.GetProperty("seed")));

    private static IEnumerable<long> OfType(NumpyRandom random, JsonElement item)
    {
        var (low, high, size) = (item.GetProperty("low").GetInt32(), item.GetProperty("high").GetInt64(), item.GetProperty("size").GetInt32());
        switch (item.GetProperty("dtype").GetString())
        {
            case "int8":
                var int8 = new sbyte[size];
                random.Integers(int8, low, (int)high);
                return int8.Select(v => (long)v);
            case "uint8":
                var uint8 = new byte[size];
                random.Integers(uint8, low, (int)high);
                return uint8.Select(v => (long)v);
            case "int16":
                var int16 = new short[size];
                random.Integers(int16, low, (int)high);
                return int16.Select(v => (long)v);
            case "int32":
                var int32 = new int[size];
                random.Integers(int32, low, high);
                return int32.Select(v => (long)v);
            case "bool":
                var bools = new bool[size];
                random.Integers(bools);
                return bools.Select(v => v ? 1L : 0L);
            default:
                throw new InvalidOperationException(item.GetRawText());
        }
    }

    private static JsonElement Interleaved(NumpyRandom random, JsonElement op)
    {
        switch (op.GetProperty("op").GetString())
        {
            case "integers":
                return JsonSerializer.SerializeToElement(random.Integers(op.GetProperty("low").GetInt64(), op.GetProperty("high").GetInt64()));
            case "integers_int32":
                var one = new int[1];
                random.Integers(one, op.GetProperty("low").GetInt32(), op.GetProperty("high").GetInt64());
                return JsonSerializer.SerializeToElement(one[0]);
            case "integers_int8_size3":
                var three = new sbyte[3];
                random.Integers(three, op.GetProperty("low").GetInt32(), op.GetProperty("high").GetInt32());
                return Normal(op, three.Select(v => (double)v).ToArray());
            case "random":
                return Normal(op, random.Random());
            case "random_float32":
                return Normal(op, (double)random.RandomSingle());
            case "uniform":
                return Normal(op, random.Uniform(op.GetProperty("low").GetDouble(), op.GetProperty("high").GetDouble()));
            case "standard_normal":
                return Normal(op, random.StandardNormal());
            case "standard_exponential":
                return Normal(op, random.StandardExponential());
            case "choice":
                var values = op.GetProperty("a").EnumerateArray().Select(a => a.GetString()).ToArray();
                return JsonSerializer.SerializeToElement(random.Choice<string?>(values));
            default:
                throw new InvalidOperationException(op.GetRawText());
        }
    }

    // Two writers may spell one double differently (1e-05 and 1E-05), so equal values are given the recorded spelling.
    private static JsonElement Normal(JsonElement op, object drawn)
    {
        var golden = op.GetProperty("value");
        var same = drawn is double d ? golden.GetDouble().Equals(d) : GoldenFile.Doubles(golden).SequenceEqual((double[])drawn);
        return same ? golden : JsonSerializer.SerializeToElement(drawn);
    }
}
