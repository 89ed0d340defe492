using System.Security.Cryptography;
using System.Text.Json;
using Palestra.Gym.Toy;

namespace Palestra.Gym.Tests;

/// <summary>What the frames of the cliff and of the city show.</summary>
public sealed class ToyPaintingTests
{
    [Theory]
    [InlineData("CliffWalking-v1", 720, 240)]
    [InlineData("CliffWalkingSlippery-v1", 720, 240)]
    [InlineData("Taxi-v4", 550, 350)]
    public void Frames_have_gymnasiums_size(string id, int width, int height)
    {
        using var env = EnvRegistry.Default.Make(id);
        Assert.Equal(new FrameSize(width, height), env.FrameSize);
    }

    [Fact]
    public void A_step_along_the_cliff_changes_the_cells_it_left_and_entered_and_nothing_else()
    {
        using var env = new CliffWalking();
        env.Reset(1);
        env.Step(0);
        var before = Frame(env);
        env.Step(1);
        Assert.Equal([24, 25], Changed(before, Frame(env), width: 720, square: 60));
    }

    [Fact]
    public void The_hiker_looks_where_it_went_and_differs_when_it_fell_or_arrived()
    {
        var frames = new List<byte[]>();
        foreach (var path in new[] { "", "02", "0132", "0312", "020", "1", "0111111111112" })
        {
            using var env = new CliffWalking();
            env.Reset(1);
            foreach (var letter in path)
            {
                env.Step(letter - '0');
            }

            frames.Add(Frame(env));
        }

        // Facing the camera stands for "down" and for "has not moved"; three ways lead to that picture.
        Assert.Equal(frames[0], frames[1]);
        Assert.Equal(frames[0], frames[2]);
        Assert.Equal(4, frames.Select(Convert.ToBase64String).Distinct().Count());
    }

    [Fact]
    public void The_taxi_turns_and_keeps_its_heading_while_it_picks_up()
    {
        // Seed 1: the taxi is in the middle; north and back, south and back, east and back, west and back.
        var frames = new List<byte[]>();
        foreach (var path in new[] { "", "01", "10", "32", "23", "015" })
        {
            using var env = new Taxi();
            env.Reset(1);
            foreach (var letter in path)
            {
                env.Step(letter - '0');
            }

            Assert.Equal(new TaxiState(2, 2, 3, 0), env.State);
            frames.Add(Frame(env));
        }

        Assert.Equal(frames[0], frames[2]);
        Assert.Equal(frames[1], frames[5]);
        Assert.Equal(4, frames.Select(Convert.ToBase64String).Distinct().Count());
    }

    [Fact]
    public void A_drive_changes_the_squares_it_left_and_entered_and_nothing_else()
    {
        using var env = new Taxi();
        env.Reset(1);
        var before = Frame(env);
        env.Step(3);

        // Squares of 50 pixels, 11 a row: cell (2, 2) is square (3, 5), cell (2, 1) square (3, 3).
        Assert.Equal([(3 * 11) + 3, (3 * 11) + 5], Changed(before, Frame(env), width: 550, square: 50));
    }

    [Fact]
    public void First_states_look_alike_only_if_they_are_equal()
    {
        using var env = new Taxi();
        var seen = Enumerable.Range(0, 300).Select(seed => (State: env.Reset((ulong)seed), Picture: Convert.ToHexString(SHA256.HashData(Frame(env))))).Distinct().ToArray();
        Assert.True(seen.Length > 150, $"{seen.Length} different first states from seeds 0 to 299.");
        Assert.Equal(seen.Length, seen.DistinctBy(s => s.State).Count());
        Assert.Equal(seen.Length, seen.DistinctBy(s => s.Picture).Count());
    }

    [Fact]
    public void It_rains_where_it_is_rainy_only()
    {
        using var dry = EnvRegistry.Default.Make("Taxi-v4");
        using var wet = EnvRegistry.Default.Make("Taxi-v4", new Dictionary<string, JsonElement> { ["is_rainy"] = JsonSerializer.SerializeToElement(true) });
        var observation = new byte[8];
        dry.Reset(1, observation);
        wet.Reset(1, observation);
        var (dryFrame, wetFrame) = (Frame(dry), Frame(wet));
        Assert.True(wetFrame.Average(b => b) < 0.9 * dryFrame.Average(b => b));
        Assert.Equal(wetFrame, Frame(wet));
    }

    private static byte[] Frame(IEnv env)
    {
        var frame = new byte[env.FrameSize.Bytes];
        env.Render(frame);
        return frame;
    }

    // Numbers of the squares, row by row, in which two frames differ.
    private static int[] Changed(byte[] before, byte[] after, int width, int square) =>
    [
        .. Enumerable.Range(0, before.Length).Where(i => before[i] != after[i])
            .Select(i => (i / 3 / width / square * (width / square)) + (i / 3 % width / square)).Distinct().Order(),
    ];
}
