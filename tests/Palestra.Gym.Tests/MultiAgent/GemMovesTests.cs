using Palestra.Gym.MultiAgent;

namespace Palestra.Gym.Tests.MultiAgent;

/// <summary>Rule 2 of the gem rush, through the game itself: robots set by a saved state, in an arena without inner walls.</summary>
public sealed class GemMovesTests
{
    private const int Size = 9;
    private const int Left = 0;
    private const int Down = 1;
    private const int Right = 2;
    private const int Up = 3;
    private const int Stay = 4;

    [Fact]
    public void Robots_that_want_the_same_cell_stay() =>
        Moved([(4, 3), (4, 5)], [Right, Left], [(4, 3), (4, 5)]);

    [Fact]
    public void Robots_that_would_change_places_stay() =>
        Moved([(4, 3), (4, 4)], [Right, Left], [(4, 3), (4, 4)]);

    [Fact]
    public void A_robot_that_stays_is_in_the_way_and_one_that_goes_is_not()
    {
        Moved([(4, 3), (4, 4)], [Right, Stay], [(4, 3), (4, 4)]);
        Moved([(4, 3), (4, 4)], [Right, Right], [(4, 4), (4, 5)]);
        Moved([(4, 3), (4, 4)], [Right, Down], [(4, 4), (5, 4)]);
    }

    [Fact]
    public void Who_is_sent_back_is_in_the_way_of_those_behind()
    {
        Moved([(4, 2), (4, 3), (4, 5)], [Right, Right, Left], [(4, 2), (4, 3), (4, 5)]);
        Moved([(1, 1), (1, 2), (1, 3)], [Right, Right, Up], [(1, 1), (1, 2), (1, 3)]);
        Moved([(4, 2), (4, 3), (4, 5), (2, 4)], [Right, Right, Left, Stay], [(4, 2), (4, 3), (4, 5), (2, 4)]);
    }

    [Fact]
    public void A_ring_of_four_turns_as_one() =>
        Moved([(4, 4), (4, 5), (5, 5), (5, 4)], [Right, Down, Left, Up], [(4, 5), (5, 5), (5, 4), (4, 4)]);

    [Fact]
    public void Walls_stop_and_three_for_one_cell_all_stay()
    {
        Moved([(1, 1), (7, 7)], [Up, Right], [(1, 1), (7, 7)]);
        Moved([(4, 3), (4, 5), (3, 4)], [Right, Left, Down], [(4, 3), (4, 5), (3, 4)]);
    }

    [Fact]
    public void The_order_of_the_robots_decides_nothing_and_none_ever_meet()
    {
        var random = new NumpyRandom(8);
        for (var trial = 0; trial < 400; trial++)
        {
            // Close together, so that collisions and chains abound.
            var places = Enumerable.Range(0, 9).Select(i => (Row: 3 + (i / 3), Column: 3 + (i % 3))).ToArray();
            random.Shuffle<(int, int)>(places);
            var from = places[..4];
            var actions = from.Select(_ => (int)random.Integers(0, 5)).ToArray();
            var order = new[] { 0, 1, 2, 3 };
            random.Shuffle<int>(order);
            var to = Move(from, actions);
            var shuffled = Move([.. order.Select(i => from[i])], [.. order.Select(i => actions[i])]);
            Assert.Equal(order.Select(i => to[i]), shuffled);
            Assert.Equal(4, to.Distinct().Count());
        }
    }

    private static void Moved((int Row, int Column)[] from, int[] actions, (int Row, int Column)[] to) => Assert.Equal(to, Move(from, actions));

    private static (int Row, int Column)[] Move((int Row, int Column)[] from, int[] actions)
    {
        using var env = new GemRush(new GemRushOptions { Players = from.Length, Size = Size, WallDensity = 0, FullView = true });
        var (observations, outcomes) = (new byte[from.Length * Size * Size * 5], new StepOutcome[from.Length]);
        env.Reset(1, observations);
        GemState.Put(env, [.. from.Select(p => (p.Row * Size) + p.Column)]);
        env.Step([.. actions.SelectMany(AdapterTests.Row)], observations, outcomes);
        return [.. Enumerable.Range(0, from.Length).Select(robot => GemState.Find(observations, robot, Size, plane: 4).Single())];
    }
}
