namespace Palestra.Gym.Tests;

/// <summary>Bounds of boxes: element types, limits, refusals.</summary>
public sealed class BoxTests
{
    public static TheoryData<ElementType> Types => [.. Enum.GetValues<ElementType>()];

    [Theory]
    [MemberData(nameof(Types))]
    public void Contains_compares_in_the_element_type_at_both_bounds(ElementType type)
    {
        var (low, high) = type == ElementType.Bool ? (0, 1) : (1, 3);
        var box = new Box(low, high, [3], type);
        var row = new byte[box.RowBytes];
        for (var i = 0; i < 3; i++)
        {
            Fill(box, row, low);
            Assert.True(box.Contains(row));
            box.Set(row, i, high);
            Assert.True(box.Contains(row));
            box.Set(row, i, high + 1);
            Assert.False(box.Contains(row));
            box.Set(row, i, low - 1);
            Assert.False(box.Contains(row));
        }

        Assert.False(box.Contains(row.AsSpan(1)));
    }

    [Fact]
    public void A_float_bound_is_compared_as_it_was_narrowed()
    {
        // 0.07 is above the float32 next to it; the bound is the float32, as in Gymnasium.
        var box = new Box(-0.07, 0.07, [1]);
        var row = new byte[4];
        BitConverter.TryWriteBytes(row, 0.07f);
        Assert.True(box.Contains(row));
        BitConverter.TryWriteBytes(row, MathF.BitIncrement(0.07f));
        Assert.False(box.Contains(row));
        BitConverter.TryWriteBytes(row, float.NaN);
        Assert.False(box.Contains(row));
        Assert.False(box.IsFinite(row));
    }

    [Fact]
    public void A_picture_of_all_bytes_contains_every_picture()
    {
        var box = new Box(0, 255, [4, 4, 3], ElementType.UInt8);
        var row = new byte[48];
        row.AsSpan().Fill(255);
        Assert.True(box.Contains(row));
        Assert.False(box.Contains(row.AsSpan(1)));
    }

    [Fact]
    public void Infinite_bounds_of_integers_become_the_ends_of_their_type_if_it_is_signed()
    {
        var box = new Box(double.NegativeInfinity, double.PositiveInfinity, [1], ElementType.Int64);
        var row = new byte[8];
        BitConverter.TryWriteBytes(row, long.MaxValue);
        Assert.True(box.Contains(row));
        Assert.Equal(
            "A Box of uint8 cannot be without a bound: 0 to 255 is allowed.",
            Assert.Throws<GymException>(() => new Box(0, double.PositiveInfinity, [1], ElementType.UInt8)).Message);
    }

    [Theory]
    [InlineData(1, 0, 1, "bounds 1 and 0")]
    [InlineData(double.NaN, 0, 1, "bounds NaN and 0")]
    [InlineData(0, 256, 1, "A bound of a Box is 256, which is no uint8: 0 to 255 is allowed.")]
    [InlineData(0, 1, 0, "No space has the shape (0): every dimension is at least 1")]
    [InlineData(0, 1, -3, "No space has the shape (-3)")]
    [InlineData(0, 1, int.MaxValue, "a row at most")]
    public void A_box_that_cannot_be_is_refused(double low, double high, int side, string part)
    {
        var e = Assert.Throws<GymException>(() => new Box(low, high, [side], ElementType.UInt8));
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_names_all_bounds_unless_they_are_one()
    {
        Assert.Equal("Box(-1, 1, (2, 3), float32)", new Box(-1, 1, [2, 3]).ToString());
        Assert.Equal("Box([-1, 0], [1, Infinity], (2), float64)", new Box([-1, 0], [1, double.PositiveInfinity], [2], ElementType.Float64).ToString());
    }

    [Fact]
    public void A_change_of_the_arrays_it_was_made_of_changes_no_box()
    {
        int[] shape = [2];
        double[] low = [0, 0];
        var box = new Box(low, [1, 1], shape);
        (shape[0], low[0]) = (5, -9);
        Assert.Equal<Space>(new Box(0, 1, [2]), box);
    }

    [Theory]
    [InlineData(ElementType.UInt8, ElementType.Int8, ElementType.Int16)]
    [InlineData(ElementType.UInt8, ElementType.Int64, ElementType.Int64)]
    [InlineData(ElementType.UInt32, ElementType.Int32, ElementType.Int64)]
    [InlineData(ElementType.UInt64, ElementType.Int64, ElementType.Float64)]
    [InlineData(ElementType.Float32, ElementType.UInt16, ElementType.Float32)]
    [InlineData(ElementType.Float32, ElementType.Int32, ElementType.Float64)]
    [InlineData(ElementType.Float32, ElementType.Float64, ElementType.Float64)]
    [InlineData(ElementType.Bool, ElementType.Int8, ElementType.Int8)]
    public void Flattening_promotes_types_as_numpy_does(ElementType a, ElementType b, ElementType common)
    {
        Assert.Equal(common, new SpaceFlattener(new TupleSpace(new Box(0, 1, [1], a), new Box(0, 1, [1], b))).Flat.ElementType);
        Assert.Equal(common, new SpaceFlattener(new TupleSpace(new Box(0, 1, [1], b), new Box(0, 1, [1], a))).Flat.ElementType);
    }

    private static void Fill(Box box, byte[] row, double value)
    {
        for (var i = 0; i < box.Count; i++)
        {
            box.Set(row, i, value);
        }
    }
}
