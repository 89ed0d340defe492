using Palestra.Gym.Grid;
using static Palestra.Gym.Grid.GridAction;

namespace Palestra.Gym.Tests.Grid;

public sealed class GridRulesTests
{
    [Fact]
    public void Turns_and_moves_follow_the_heading_and_walls_stop()
    {
        using var walk = new GridWalk("GridEmpty-v0", "{\"random_start\": false}").Reset(0);
        Assert.Equal(new Pose(1, 1, Heading.Up), walk.Take(TurnLeft).World.Agent);
        Assert.Equal(new Pose(1, 1, Heading.Up), walk.Take(Forward).World.Agent);
        Assert.Equal(new Pose(2, 1, Heading.Down), walk.Take(TurnRight, TurnRight, Forward).World.Agent);
        Assert.Equal(new Pose(2, 2, Heading.Right), walk.Take(TurnLeft, Forward).World.Agent);
        Assert.Equal(new Pose(2, 1, Heading.Left), walk.Take(TurnLeft, TurnLeft, Forward).World.Agent);
        Assert.Equal(new Pose(2, 1, Heading.Left), walk.Take(Forward, PickUp, Drop, Toggle, Done).World.Agent);
    }

    [Theory]
    [InlineData("{\"random_start\": false}", 256)]
    [InlineData("{\"random_start\": false, \"max_steps\": 20}", 20)]
    public void The_goal_terminates_and_pays_more_the_sooner(string args, int limit)
    {
        using var walk = new GridWalk("GridEmpty-v0", args).Reset(0);
        Assert.Equal(limit, walk.Env.Spec.MaxEpisodeSteps);
        walk.Take(Forward, Forward, Forward, Forward, Forward, TurnRight, Forward, Forward, Forward, Forward);
        Assert.Equal(new StepOutcome(0, false, false), walk.Last);
        walk.Take(Forward);
        Assert.Equal(new StepOutcome(1 - (0.9 * 11 / limit), true, false), walk.Last);
    }

    [Fact]
    public void The_limit_of_the_argument_truncates_with_the_registry_and_without()
    {
        using var walk = new GridWalk("GridEmpty-v0", "{\"max_steps\": 3}").Reset(0);
        Assert.False(walk.Take(TurnLeft, TurnLeft).Last.Done);
        Assert.Equal(new StepOutcome(0, false, true), walk.Take(TurnLeft).Last);
        using var bare = new GridEmpty(new GridWorldOptions { MaxSteps = 1 });
        var row = new byte[bare.ObservationSpace.RowBytes];
        bare.Reset(0, row);
        Assert.True(bare.Step((long)Done, row).Truncated);
    }

    [Fact]
    public void A_longer_limit_than_the_default_is_kept_too()
    {
        using var walk = new GridWalk("GridEmpty-v0", "{\"max_steps\": 300}").Reset(0);
        for (var t = 1; t < 300; t++)
        {
            Assert.False(walk.Take(Done).Last.Done);
        }

        Assert.True(walk.Take(Done).Last.Truncated);
    }

    [Fact]
    public void A_locked_door_opens_with_its_key_only_and_closes_again()
    {
        using var walk = BeforeTheDoor();
        var world = walk.World;
        DoorState Door() => (DoorState)world.Map[2, 3].State;
        Assert.Equal(DoorState.Locked, Door());
        walk.Take(Toggle, Forward);
        Assert.Equal((DoorState.Locked, 2), (Door(), world.Agent.Column));
        walk.Take(TurnLeft, PickUp, TurnRight);
        Assert.Equal(Cell.Key(CellColour.Yellow), world.Carried);
        Assert.Equal(DoorState.Open, Opened(walk.Take(Toggle)));
        Assert.Equal(DoorState.Closed, Opened(walk.Take(Toggle)));
        Assert.Equal(2, walk.Take(Forward).World.Agent.Column);
        Assert.Equal(DoorState.Open, Opened(walk.Take(Toggle)));
        Assert.Equal(4, walk.Take(Forward, Forward).World.Agent.Column);

        static DoorState Opened(GridWalk after) => (DoorState)after.World.Map[2, 3].State;
    }

    [Fact]
    public void An_unlocked_door_needs_no_key_any_more()
    {
        using var walk = BeforeTheDoor();
        walk.Take(TurnLeft, PickUp, TurnRight, Toggle, Toggle, TurnLeft, Drop, TurnRight);
        Assert.Equal(Cell.Empty, walk.World.Carried);
        Assert.Equal(Cell.Key(CellColour.Yellow), walk.World.Map[1, 2]);
        Assert.Equal((byte)DoorState.Open, walk.Take(Toggle).World.Map[2, 3].State);
    }

    [Fact]
    public void A_key_blocks_the_way_and_is_dropped_on_empty_cells_only()
    {
        using var walk = BeforeTheDoor();
        Assert.Equal(2, walk.Take(TurnLeft, Forward).World.Agent.Row);
        walk.Take(PickUp, TurnRight, Drop);
        Assert.Equal(Cell.Key(CellColour.Yellow), walk.World.Carried);
        Assert.Contains("\"carrying\":\"yellow key\"", walk.Info(), StringComparison.Ordinal);
        walk.Take(TurnLeft, Drop);
        Assert.Equal("{\"direction\":3,\"carrying\":null,\"mission\":\"use the key to open the door and then get to the goal\"}", walk.Info());
    }

    [Fact]
    public void Text_shows_walls_things_and_the_agent_as_an_arrow()
    {
        using var walk = BeforeTheDoor();
        Assert.Equal("######\n#.k#.#\n#.>L.#\n#..#.#\n#..#G#\n######\n", walk.Env.RenderText());
        Assert.Contains("#.^/.#", walk.Take(TurnLeft, PickUp, TurnRight, Toggle, TurnLeft).Env.RenderText(), StringComparison.Ordinal);
        Assert.Contains("#.>D.#", walk.Take(TurnRight, Toggle).Env.RenderText(), StringComparison.Ordinal);
    }

    // A grid of known layout: the agent before the door, the key beside it.
    private static GridWalk BeforeTheDoor()
    {
        var walk = new GridWalk("GridDoorKey-v0", "{\"size\": 6}").Reset(0);
        var map = walk.World.Map;
        map.Clear();
        for (var row = 1; row < 5; row++)
        {
            map[row, 3] = Cell.Wall;
        }

        map[2, 3] = Cell.Door(CellColour.Yellow, DoorState.Locked);
        map[1, 2] = Cell.Key(CellColour.Yellow);
        map[4, 4] = Cell.Goal;
        GoTo(walk, new Pose(2, 2, Heading.Right));
        return walk;
    }

    private static void GoTo(GridWalk walk, Pose pose)
    {
        while (walk.World.Agent.Heading != Heading.Down)
        {
            walk.Take(TurnLeft);
        }

        // Down to the lowest row, which is free of things, along it, and up.
        walk.Take(Forward, Forward, Forward, TurnRight, Forward, Forward, TurnRight, TurnRight);
        for (var column = 1; column < pose.Column; column++)
        {
            walk.Take(Forward);
        }

        walk.Take(TurnLeft, Forward, Forward, TurnRight);
        Assert.Equal(pose, walk.World.Agent);
    }
}
