using Palestra.Gym.Grid;

namespace Palestra.Gym.Tests.Grid;

public sealed class GridGenerationTests
{
    [Theory]
    [InlineData("GridEmpty-v0", "{\"size\": 4}", 40)]
    [InlineData("GridEmpty-v0", "{\"size\": 9}", 20)]
    [InlineData("GridFourRooms-v0", "{\"size\": 7}", 60)]
    [InlineData("GridFourRooms-v0", "{\"size\": 8}", 60)]
    [InlineData("GridFourRooms-v0", "{}", 20)]
    [InlineData("GridDoorKey-v0", "{\"size\": 5}", 100)]
    [InlineData("GridDoorKey-v0", "{\"size\": 6}", 60)]
    [InlineData("GridDoorKey-v0", "{}", 40)]
    public void Every_generated_grid_can_be_solved_within_its_time_limit(string id, string args, int seeds)
    {
        using var walk = new GridWalk(id, args);
        for (var seed = 0ul; seed < (ulong)seeds; seed++)
        {
            var steps = walk.Reset(seed).ShortestWay();
            Assert.True(steps > 0, $"seed {seed} has no way to the goal:\n{walk.Reset(seed).Env.RenderText()}");
            Assert.True(steps <= walk.Env.Spec.MaxEpisodeSteps, $"seed {seed} needs {steps} steps");
        }
    }

    [Fact]
    public void Four_rooms_have_one_gap_in_each_arm_of_the_cross()
    {
        using var walk = new GridWalk("GridFourRooms-v0");
        for (var seed = 0ul; seed < 200; seed++)
        {
            var map = walk.Reset(seed).World.Map;
            var gaps = Enumerable.Range(1, 17).Where(i => map[i, 9].Kind != CellKind.Wall).Concat(
                Enumerable.Range(1, 17).Where(i => map[9, i].Kind != CellKind.Wall).Select(i => 100 + i)).ToArray();
            Assert.Equal(4, gaps.Length);
            Assert.Equal([true, false, true, false], gaps.Select(g => g % 100 < 9));
        }
    }

    [Fact]
    public void Door_key_puts_key_and_agent_before_the_door_and_the_goal_behind_it()
    {
        using var walk = new GridWalk("GridDoorKey-v0");
        var walls = new HashSet<int>();
        for (var seed = 0ul; seed < 200; seed++)
        {
            var map = walk.Reset(seed).World.Map;
            var cells = Enumerable.Range(0, 64).Select(i => (Row: i / 8, Column: i % 8, Cell: map[i / 8, i % 8])).ToArray();
            var door = cells.Single(c => c.Cell == Cell.Door(CellColour.Yellow, DoorState.Locked));
            var key = cells.Single(c => c.Cell == Cell.Key(CellColour.Yellow));
            Assert.Equal((6, 6), cells.Where(c => c.Cell == Cell.Goal).Select(c => (c.Row, c.Column)).Single());
            Assert.InRange(door.Column, 2, 5);
            Assert.InRange(key.Column, 1, door.Column - 1);
            Assert.InRange(walk.World.Agent.Column, 1, door.Column - 1);
            walls.Add(door.Column);
        }

        Assert.Equal(4, walls.Count);
    }

    [Fact]
    public void Agents_start_everywhere_and_look_everywhere()
    {
        using var walk = new GridWalk("GridEmpty-v0", "{\"size\": 5}");
        var starts = new HashSet<Pose>();
        for (var seed = 0ul; seed < 500; seed++)
        {
            starts.Add(walk.Reset(seed).World.Agent);
        }

        Assert.Equal(8 * 4, starts.Count);
        using var still = new GridWalk("GridEmpty-v0", "{\"random_start\": false}");
        Assert.Equal(new Pose(1, 1, Heading.Right), still.Reset(1).World.Agent);
        Assert.Equal([new GridCell(1, 1)], still.Env.Grid!.Starts);
    }

    [Theory]
    [InlineData("{\"view_size\": 4}", "view_size")]
    [InlineData("{\"view_size\": 17}", "view_size")]
    [InlineData("{\"size\": 3}", "size")]
    [InlineData("{\"size\": 65}", "size")]
    [InlineData("{\"max_steps\": 0}", "max_steps")]
    public void A_bad_argument_is_refused_by_name(string args, string name)
    {
        var e = Assert.Throws<ParameterException>(() => new GridWalk("GridEmpty-v0", args));
        Assert.Equal(name, e.Errors.Single().Name);
        Assert.EndsWith(".", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bare_world_checks_its_options_too() => Assert.Equal(
        "ViewSize of a grid world is 4, which is not allowed: an odd number from 3 to 15.",
        Assert.Throws<GymException>(() => new GridEmpty(new GridWorldOptions { ViewSize = 4 })).Message);
}
