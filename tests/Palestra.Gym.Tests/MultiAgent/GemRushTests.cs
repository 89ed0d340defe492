using Palestra.Gym.MultiAgent;

namespace Palestra.Gym.Tests.MultiAgent;

public sealed class GemRushTests
{
    [Theory]
    [InlineData(7, 0.3, 4)]
    [InlineData(8, 0.3, 10)]
    [InlineData(11, 0.18, 40)]
    [InlineData(16, 0.3, 60)]
    public void Arenas_are_whole_and_the_same_after_a_quarter_turn(int size, double density, int kinds)
    {
        using var env = new GemRush(new GemRushOptions { Players = 4, Size = size, WallDensity = density, FullView = true });
        var observations = new byte[4 * size * size * 5];
        var different = new HashSet<string>();
        for (var seed = 0ul; seed < 60; seed++)
        {
            env.Reset(seed, observations);
            var walls = GemState.Find(observations, 0, size, plane: 0).ToHashSet();
            Assert.Equal(walls, walls.Select(w => (w.Column, size - 1 - w.Row)).ToHashSet());
            Assert.InRange(walls.Count - (4 * (size - 1)), 0, density * (size - 2) * (size - 2));
            Assert.Equal((size * size) - walls.Count, Reached(walls, size));
            different.Add(string.Join(' ', walls));
        }

        Assert.True(different.Count >= kinds, $"{different.Count} different arenas");
    }

    [Fact]
    public void Gems_are_always_as_many_as_asked_for_and_worth_what_they_are()
    {
        const int Size = 9;
        using var env = new GemRush(new GemRushOptions { Players = 3, Size = Size, Gems = 6, FullView = true, MaxSteps = 1000 });
        var (actions, observations, outcomes) = (new byte[24], new byte[3 * Size * Size * 5], new StepOutcome[3]);
        var random = new NumpyRandom(3);
        var (given, rubies, all) = (new double[3], 0, 0);
        env.Reset(3, observations);
        for (var t = 1; t <= 1000; t++)
        {
            var (emeraldsBefore, rubiesBefore) = (GemState.Find(observations, 0, Size, 1), GemState.Find(observations, 0, Size, 2));
            for (var robot = 0; robot < 3; robot++)
            {
                Discrete.Write(actions.AsSpan(8 * robot), random.Integers(0, 5));
            }

            env.Step(actions, observations, outcomes);
            Assert.Equal(6, GemState.Find(observations, 0, Size, 1).Length + GemState.Find(observations, 0, Size, 2).Length);
            for (var robot = 0; robot < 3; robot++)
            {
                var at = GemState.Find(observations, robot, Size, 4).Single();
                Assert.Equal(rubiesBefore.Contains(at) ? 3 : emeraldsBefore.Contains(at) ? 1 : 0, outcomes[robot].Reward);
                Assert.Equal((false, t == 1000), (outcomes[robot].Terminated, outcomes[robot].Truncated));
                given[robot] += outcomes[robot].Reward;
                rubies += outcomes[robot].Reward == 3 ? 1 : 0;
                all += outcomes[robot].Reward > 0 ? 1 : 0;
            }
        }

        Assert.Equal(given, env.Scores.ToArray().Select(s => (double)s));
        Assert.InRange(rubies, 0.1 * all, 0.3 * all);
        Assert.True(env.Agents.IsEmpty);
    }

    [Fact]
    public void The_partial_view_is_the_part_of_the_full_one_around_the_robot()
    {
        var options = new GemRushOptions { Players = 4, ViewSize = 5 };
        using var part = new GemRush(options);
        using var full = new GemRush(options with { FullView = true });
        var (seen, all, outcomes) = (new byte[4 * 125], new byte[4 * 605], new StepOutcome[4]);
        part.Reset(6, seen);
        full.Reset(6, all);
        var random = new NumpyRandom(6);
        for (var t = 0; t < 150; t++)
        {
            for (var robot = 0; robot < 4; robot++)
            {
                var me = GemState.Find(all, robot, 11, 4).Single();
                for (var cell = 0; cell < 25; cell++)
                {
                    var (row, column) = (me.Row - 2 + (cell / 5), me.Column - 2 + (cell % 5));
                    byte[] expected = row is < 0 or > 10 || column is < 0 or > 10
                        ? [1, 0, 0, 0, 0]
                        : all[(((robot * 121) + (row * 11) + column) * 5)..][..5];
                    Assert.Equal(expected, seen[(((robot * 25) + cell) * 5)..][..5]);
                }
            }

            byte[] actions = [.. Enumerable.Range(0, 4).SelectMany(_ => AdapterTests.Row((int)random.Integers(0, 5)))];
            part.Step(actions, seen, outcomes);
            full.Step(actions, all, outcomes);
        }
    }

    [Fact]
    public void Text_and_picture_show_the_arena()
    {
        using var env = new GemRush(new GemRushOptions { Size = 7, WallDensity = 0, Gems = 1 });
        env.Reset(5, new byte[2 * 245]);
        var text = env.RenderText().Split('\n');
        Assert.Equal(("#######", "#0....#", '1'), (text[0], text[1].Replace('e', '.').Replace('R', '.'), text[5][5]));
        Assert.Equal(1, text.Sum(line => line.Count(c => c is 'e' or 'R')));
        Assert.Equal(new FrameSize(280, 328), env.FrameSize);
        env.Render(new byte[env.FrameSize.Bytes]);
        Assert.Equal("A frame of GemRush has 275520 bytes, but the buffer has 3.", Assert.Throws<GymException>(() => env.Render(new byte[3])).Message);
    }

    [Fact]
    public void Options_out_of_range_are_refused() => Assert.Equal(
        "Players of GemRush is 5, which is not allowed: 2 to 4.",
        Assert.Throws<GymException>(() => new GemRush(new GemRushOptions { Players = 5 })).Message);

    private static int Reached(HashSet<(int Row, int Column)> walls, int size)
    {
        var seen = new HashSet<(int, int)>();
        var open = new Stack<(int Row, int Column)>([(1, 1)]);
        while (open.TryPop(out var cell))
        {
            if (!walls.Contains(cell) && seen.Add(cell))
            {
                open.Push((cell.Row - 1, cell.Column));
                open.Push((cell.Row + 1, cell.Column));
                open.Push((cell.Row, cell.Column - 1));
                open.Push((cell.Row, cell.Column + 1));
            }
        }

        return seen.Count;
    }
}
