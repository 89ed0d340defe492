using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Palestra.Gym.Tests;

/// <summary>Spaces describe, seed and sample as Gymnasium's.</summary>
public sealed class SpaceTests
{
    private static readonly JsonElement Rng = GoldenFile.Open("rng.json");

    public static TheoryData<string, int> Items
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var seed in Rng.GetProperty("spaces").EnumerateArray())
            {
                for (var i = 0; i < seed.GetProperty("items").GetArrayLength(); i++)
                {
                    data.Add(seed.GetProperty("seed").GetString()!, i);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Items))]
    public void Samples_are_gymnasiums(string seed, int index)
    {
        var golden = Item(seed, index);
        var space = Build(golden.GetProperty("space"));
        space.Seed(System.Numerics.BigInteger.Parse(seed));
        var row = new byte[space.RowBytes];
        foreach (var expected in golden.GetProperty("samples").EnumerateArray())
        {
            space.Sample(row);
            Assert.True(space.Contains(row), $"{space} does not contain its own sample {space.Show(row)}.");
            Assert.Equal(Canonical(expected), Canonical(Json(space, row)));

            var parsed = new byte[space.RowBytes];
            space.ParseJson(expected, parsed);
            Assert.Equal(row, parsed);
        }

        if (golden.TryGetProperty("after", out var after))
        {
            Assert.Equal(GoldenFile.State(after), space.Random.State);
        }
    }

    [Theory]
    [MemberData(nameof(Items))]
    public void Masked_and_weighted_samples_are_gymnasiums(string seed, int index)
    {
        var golden = Item(seed, index);
        var space = Build(golden.GetProperty("space"));
        if (golden.TryGetProperty("masked", out var masked))
        {
            var mask = GoldenFile.Longs(masked.GetProperty("mask")).Select(m => (sbyte)m).ToArray();
            space.Seed(System.Numerics.BigInteger.Parse(seed));
            Assert.Equal(GoldenFile.Longs(masked.GetProperty("samples")), GoldenFile.Draw(10, () => ((Discrete)space).SampleMasked(mask)));
        }

        if (golden.TryGetProperty("weighted", out var weighted))
        {
            var p = GoldenFile.Doubles(weighted.GetProperty("probability"));
            space.Seed(System.Numerics.BigInteger.Parse(seed));
            Assert.Equal(GoldenFile.Longs(weighted.GetProperty("samples")), GoldenFile.Draw(10, () => ((Discrete)space).SampleWeighted(p)));
        }
    }

    [Fact]
    public void Descriptions_have_the_form_of_the_recordings()
    {
        foreach (var item in Rng.GetProperty("spaces")[0].GetProperty("items").EnumerateArray())
        {
            Assert.Equal(Canonical(item.GetProperty("space")), Canonical(Build(item.GetProperty("space")).Describe()));
        }
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    [InlineData(long.MinValue, false)]
    public void Discrete_contains_its_values_only(long value, bool expected)
    {
        var row = new byte[8];
        Discrete.Write(row, value);
        Assert.Equal(expected, new Discrete(4).Contains(row));
    }

    [Fact]
    public void A_row_of_another_length_is_in_no_space()
    {
        Assert.False(new Discrete(4).Contains(new byte[4]));
        Assert.False(new MultiBinary(4).Contains(new byte[5]));
        Assert.False(new Box(-1, 1, [2]).Contains(new byte[4]));
    }

    [Fact]
    public void NaN_is_in_no_box()
    {
        var row = new byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(row, float.NaN);
        Assert.False(new Box(double.NegativeInfinity, double.PositiveInfinity, [1]).Contains(row));
    }

    [Fact]
    public void A_mask_that_allows_nothing_gives_the_start() => Assert.Equal(5, new Discrete(3, start: 5).SampleMasked([0, 0, 0]));

    [Fact]
    public void An_image_space_describes_its_bounds_once()
    {
        var json = new Box(0, 255, [96, 96, 3], ElementType.UInt8).Describe();
        Assert.Equal(255, json.GetProperty("high").GetInt32());
        Assert.Equal("uint8", json.GetProperty("dtype").GetString());
    }

    private static JsonElement Item(string seed, int index) =>
        Rng.GetProperty("spaces").EnumerateArray().Single(s => s.GetProperty("seed").GetString() == seed).GetProperty("items")[index];

    private static Space Build(JsonElement json)
    {
        switch (json.GetProperty("type").GetString())
        {
            case "Discrete":
                return new Discrete(json.GetProperty("n").GetInt64(), json.GetProperty("start").GetInt64(), Type(json));
            case "Box":
                return new Box(Bounds("low"), Bounds("high"), [.. json.GetProperty("shape").EnumerateArray().Select(s => s.GetInt32())], Type(json));
            case "MultiDiscrete":
                return new MultiDiscrete(GoldenFile.Longs(json.GetProperty("nvec")), GoldenFile.Longs(json.GetProperty("start")));
            case "MultiBinary":
                return new MultiBinary(json.GetProperty("n").GetInt32());
            case "Tuple":
                return new TupleSpace([.. json.GetProperty("spaces").EnumerateArray().Select(Build)]);
            default:
                return new DictSpace(json.GetProperty("spaces").EnumerateArray().ToDictionary(s => s[0].GetString()!, s => Build(s[1])));
        }

        double[] Bounds(string name) => [.. json.GetProperty(name).EnumerateArray().Select(v =>
            v.ValueKind == JsonValueKind.String ? v.GetString() == "inf" ? double.PositiveInfinity : double.NegativeInfinity : v.GetDouble())];
    }

    private static ElementType Type(JsonElement json) =>
        Enum.Parse<ElementType>(json.GetProperty("dtype").GetString()!.Replace("uint", "UInt", StringComparison.Ordinal), ignoreCase: true);

    private static JsonElement Json(Space space, byte[] row)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            space.WriteJson(writer, row);
        }

        return JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray())).RootElement;
    }

    // 1.0 and 1 are one number: compare values, not spellings.
    private static string Canonical(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Number => json.GetDouble().ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        JsonValueKind.Array => $"[{string.Join(",", json.EnumerateArray().Select(Canonical))}]",
        JsonValueKind.Object => $"{{{string.Join(",", json.EnumerateObject().Select(p => p.Name + ":" + Canonical(p.Value)))}}}",
        _ => json.GetRawText(),
    };
}
