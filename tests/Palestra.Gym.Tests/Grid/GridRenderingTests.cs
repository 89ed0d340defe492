using Palestra.Gym.Grid;
using static Palestra.Gym.Grid.GridAction;

namespace Palestra.Gym.Tests.Grid;

public sealed class GridRenderingTests
{
    [Theory]
    [InlineData("GridEmpty-v0", "{}", 256)]
    [InlineData("GridFourRooms-v0", "{}", 608)]
    [InlineData("GridFourRooms-v0", "{\"size\": 25}", 625)]
    [InlineData("GridEmpty-v0", "{\"size\": 64}", 640)]
    public void Cells_have_32_pixels_and_pictures_at_most_640(string id, string args, int side)
    {
        using var walk = new GridWalk(id, args).Reset(1);
        Assert.Equal(new FrameSize(side, side), walk.Env.FrameSize);
        walk.Env.Render(new byte[walk.Env.FrameSize.Bytes]);
    }

    [Fact]
    public void What_the_agent_sees_is_brighter_than_what_it_does_not()
    {
        using var walk = new GridWalk("GridEmpty-v0", "{\"random_start\": false, \"view_size\": 3}").Reset(1);
        var frame = Frame(walk);
        Assert.True(Brightness(frame, 2, 2) > 1.5 * Brightness(frame, 5, 5));
        using var full = new GridWalk("GridEmpty-v0", "{\"random_start\": false, \"full_view\": true}").Reset(1);
        frame = Frame(full);
        Assert.Equal(Brightness(frame, 2, 2), Brightness(frame, 4, 4), 1.0);
    }

    [Fact]
    public void A_picture_shows_the_state_alone_and_not_what_was_drawn_before()
    {
        using var used = new GridWalk("GridDoorKey-v0").Reset(1);
        var random = new NumpyRandom(3);
        for (var t = 0; t < 400; t++)
        {
            if (used.Take((GridAction)random.Integers(0, 7)).Last.Done)
            {
                used.Env.Reset(null, used.Observation);
            }

            Frame(used);
        }

        using var stream = new MemoryStream();
        used.Env.SaveState(new BinaryWriter(stream));
        using var fresh = new GridWalk("GridDoorKey-v0");
        fresh.Env.RestoreState(new BinaryReader(new MemoryStream(stream.ToArray())));
        Assert.Equal(Frame(used), Frame(fresh));
    }

    [Fact]
    public void Headings_doors_and_a_carried_key_all_look_different()
    {
        using var walk = new GridWalk("GridDoorKey-v0", "{\"full_view\": true}").Reset(2);
        var frames = new HashSet<string>();
        for (var turn = 0; turn < 4; turn++)
        {
            frames.Add(Convert.ToBase64String(Frame(walk.Take(TurnLeft))));
        }

        foreach (var state in Enum.GetValues<DoorState>())
        {
            walk.World.Map[6, 4] = Cell.Door(CellColour.Blue, state);
            frames.Add(Convert.ToBase64String(Frame(walk)));
        }

        var front = walk.World.Agent.Ahead;
        walk.World.Map[front.Row, front.Column] = Cell.Key(CellColour.Red);
        frames.Add(Convert.ToBase64String(Frame(walk)));
        frames.Add(Convert.ToBase64String(Frame(walk.Take(PickUp))));
        Assert.Equal(9, frames.Count);
    }

    private static byte[] Frame(GridWalk walk)
    {
        var frame = new byte[walk.Env.FrameSize.Bytes];
        walk.Env.Render(frame);
        return frame;
    }

    private static double Brightness(byte[] frame, int row, int column) =>
        Enumerable.Range(8, 16).Average(y => frame.Skip((((row * 32) + y) * 256 * 3) + (column * 96)).Take(96).Average(b => (double)b));
}
