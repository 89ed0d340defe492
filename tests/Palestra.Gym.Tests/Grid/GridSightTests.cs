using Palestra.Gym.Grid;
using static Palestra.Gym.Grid.GridAction;

namespace Palestra.Gym.Tests.Grid;

public sealed class GridSightTests
{
    [Fact]
    public void The_agent_is_at_the_bottom_centre_and_looks_up()
    {
        using var walk = new GridWalk("GridEmpty-v0", "{\"random_start\": false, \"size\": 6, \"view_size\": 5}").Reset(0);

        // At (1, 1) looking right: the wall is on its left hand, the goal four down and three ahead is out of view.
        Assert.Equal([5, 5, 3], walk.Env.ObservationSpace.Shape);
        Assert.Equal((1, 0, 0), (walk.Seen(2, 4), walk.Seen(2, 4, 1), walk.Seen(2, 4, 2)));
        Assert.Equal((2, 5, 0), (walk.Seen(1, 4), walk.Seen(1, 4, 1), walk.Seen(1, 4, 2)));
        Assert.Equal((2, 1, 1, 1), (walk.Seen(2, 0), walk.Seen(2, 1), walk.Seen(3, 1), walk.Seen(4, 1)));
        Assert.Equal(0, walk.Seen(0, 4));

        // Turned down, the goal is on its left hand, out of a view of 5; one column further it is in its corner.
        walk.Take(Forward, TurnRight, Forward);
        Assert.Equal((8, 1, 0), (walk.Seen(4 - 4, 4 - 2), walk.Seen(0, 2, 1), walk.Seen(0, 2, 2)));
    }

    [Theory]
    [InlineData("GridFourRooms-v0", 7)]
    [InlineData("GridFourRooms-v0", 15)]
    [InlineData("GridDoorKey-v0", 9)]
    [InlineData("GridEmpty-v0", 3)]
    public void What_is_seen_is_what_a_plain_search_says(string id, int view)
    {
        using var walk = new GridWalk(id, $"{{\"view_size\": {view}}}").Reset(5);
        using var all = new GridWalk(id, $"{{\"view_size\": {view}, \"see_through_walls\": true}}").Reset(5);
        var random = new NumpyRandom(view);
        for (var t = 0; t < 600; t++)
        {
            var action = (GridAction)random.Integers(0, 6);
            walk.Take(action);
            all.Take(action);
            Assert.Equal(Reference(walk.World, view, throughWalls: false), walk.Observation);
            Assert.Equal(Reference(all.World, view, throughWalls: true), all.Observation);
            if (walk.Last.Done)
            {
                walk.Env.Reset(null, walk.Observation);
                all.Env.Reset(null, all.Observation);
            }
        }
    }

    [Fact]
    public void A_closed_door_hides_the_room_behind_it_and_an_open_one_shows_it()
    {
        using var walk = new GridWalk("GridDoorKey-v0", "{\"full_view\": false}").Reset(0);
        var map = walk.World.Map;
        map.Clear();
        for (var row = 1; row < 7; row++)
        {
            map[row, 4] = Cell.Wall;
        }

        // Wherever the agent stands, it looks at the door from its own row.
        while (walk.World.Agent.Heading != Heading.Right)
        {
            walk.Take(TurnLeft);
        }

        var at = walk.World.Agent;
        var ahead = 6 - (4 - at.Column);
        foreach (var (state, behind) in new[] { (DoorState.Locked, 0), (DoorState.Closed, 0), (DoorState.Open, 1) })
        {
            map[at.Row, 4] = Cell.Door(CellColour.Yellow, state);
            walk.Take(Done);
            Assert.Equal((4, 4, (int)state), (walk.Seen(3, ahead), walk.Seen(3, ahead, 1), walk.Seen(3, ahead, 2)));
            Assert.Equal(behind, walk.Seen(3, ahead - 1));
        }
    }

    [Fact]
    public void The_agents_own_cell_shows_what_it_carries()
    {
        using var walk = new GridWalk("GridEmpty-v0", "{\"size\": 5}").Reset(0);
        var key = walk.World.Agent.Ahead;
        for (var turns = 0; walk.World.Map[key.Row, key.Column] != Cell.Empty; turns++)
        {
            Assert.True(turns < 4);
            key = walk.Take(TurnLeft).World.Agent.Ahead;
        }

        walk.World.Map[key.Row, key.Column] = Cell.Key(CellColour.Purple);
        walk.Take(PickUp);
        Assert.Equal((5, 3, 0), (walk.Seen(3, 6), walk.Seen(3, 6, 1), walk.Seen(3, 6, 2)));
    }

    [Fact]
    public void The_full_view_is_the_map_from_above_with_the_agent_and_its_heading()
    {
        using var walk = new GridWalk("GridFourRooms-v0", "{\"full_view\": true, \"size\": 9}").Reset(3);
        for (var t = 0; t < 50; t++)
        {
            var (map, agent) = (walk.World.Map, walk.World.Agent);
            for (var row = 0; row < 9; row++)
            {
                for (var column = 0; column < 9; column++)
                {
                    var expected = (row, column) == (agent.Row, agent.Column)
                        ? (10, 0, (int)agent.Heading)
                        : ((int)map[row, column].Kind, (int)map[row, column].Colour, (int)map[row, column].State);
                    Assert.Equal(expected, (walk.Seen(column, row), walk.Seen(column, row, 1), walk.Seen(column, row, 2)));
                }
            }

            walk.Take((GridAction)(t * 7 % 3));
        }
    }

    [Fact]
    public void A_view_may_be_typed_as_an_inline_array()
    {
        using var env = EnvRegistry.Default.Make<View, long>("GridEmpty-v0");
        var view = env.Reset(1);
        Assert.Equal(CellKind.Empty, (CellKind)view[((3 * 7) + 6) * 3]);
        view = env.Step((long)Done).Observation;
        Assert.Equal(CellKind.Empty, (CellKind)view[((3 * 7) + 6) * 3]);
    }

    // The same rule written the slow way: sets of cells and a repeat-until-nothing-changes, no bits.
    private static byte[] Reference(GridWorld world, int view, bool throughWalls)
    {
        var agent = world.Agent;
        Cell At(int x, int far)
        {
            var row = agent.Row + (far * agent.RowStep) + ((x - (view / 2)) * agent.ColumnStep);
            var column = agent.Column + (far * agent.ColumnStep) - ((x - (view / 2)) * agent.RowStep);
            return Math.Min(row, column) < 0 || Math.Max(row, column) >= world.Map.Size ? Cell.Wall : world.Map[row, column];
        }

        var seen = new HashSet<(int X, int Far)> { (view / 2, 0) };
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var (x, far) in seen.Where(c => !At(c.X, c.Far).IsOpaque).ToArray())
            {
                foreach (var (nx, nfar) in new[] { (x - 1, far), (x + 1, far), (x - 1, far + 1), (x, far + 1), (x + 1, far + 1) })
                {
                    changed |= nx >= 0 && nx < view && nfar < view && seen.Add((nx, nfar));
                }
            }
        }

        var result = new byte[view * view * 3];
        for (var x = 0; x < view; x++)
        {
            for (var y = 0; y < view; y++)
            {
                var far = view - 1 - y;
                var cell = (x, far) == (view / 2, 0) ? world.Carried : At(x, far);
                if (throughWalls || seen.Contains((x, far)))
                {
                    var at = ((x * view) + y) * 3;
                    (result[at], result[at + 1], result[at + 2]) = ((byte)cell.Kind, (byte)cell.Colour, cell.State);
                }
            }
        }

        return result;
    }

    [System.Runtime.CompilerServices.InlineArray(147)]
    private struct View
    {
        private byte _first;
    }
}
