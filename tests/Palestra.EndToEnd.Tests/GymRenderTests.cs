using Palestra.Gym;
using Palestra.Gym.Tests;

namespace Palestra.EndToEnd.Tests;

/// <summary><c>palestra gym render</c>: pictures and animations as files that are complete or not there.</summary>
public sealed class GymRenderTests
{
    public static TheoryData<string[], string> Refusals => new()
    {
        { [], "Say what to draw: either --out FILE (*.png or *.gif) or --text." },
        { ["--out", "a.gif", "--text"], "Say what to draw: either --out FILE (*.png or *.gif) or --text." },
        { ["--out", "a.jpg"], "--out 'a.jpg' is not a kind of picture that can be written: *.png (one frame) or *.gif (an animation)." },
        { ["--out", "a.gif", "--steps", "-1"], "--steps -1 is not allowed: 0 or more." },
        { ["--out", "a.gif", "--fps", "70"], "A GIF of 70 frames per second is not possible: 0.01 to 50." },
        { ["--out", "a.png", "--fps", "4"], "--fps is for animations: --out must be a *.gif." },
        { ["--out", "a.gif", "--steps", "3", "--actions", "-"], "--steps and --actions exclude each other: the file says how many steps are taken." },
        { ["--out", "a.gif", "--actions", "gone.json"], "--actions 'gone.json' cannot be read as one JSON array: " },
        { ["--out", "gone/a.gif"], "--out 'gone/a.gif' cannot be written: " },
    };

    [Fact]
    public void An_animation_has_a_frame_per_reset_and_step_at_the_pace_of_the_environment()
    {
        using var shell = new Shell();
        shell.Palestra("gym", "render", "FrozenLake-v1", "--seed", "3", "--steps", "40", "--out", "a.gif").Succeeds();
        shell.Palestra("gym", "render", "FrozenLake-v1", "--seed", "3", "--steps", "40", "--fps", "20", "--out", "b.gif").Succeeds();

        var gif = new GifReader(Read(shell, "a.gif"));
        Assert.Equal((256, 256), (gif.Width, gif.Height));
        Assert.Equal(Episodes("FrozenLake-v1", seed: 3, steps: 40) + 40, gif.Frames.Count);
        Assert.All(gif.Delays, delay => Assert.Equal(25, delay));
        var faster = new GifReader(Read(shell, "b.gif"));
        Assert.Equal(gif.Frames, faster.Frames);
        Assert.All(faster.Delays, delay => Assert.Equal(5, delay));
        Assert.Equal(["a.gif", "b.gif"], Files(shell));
    }

    [Fact]
    public void Given_actions_are_what_is_drawn()
    {
        using var shell = new Shell();
        File.WriteAllText(Path.Combine(shell.DataDir, "two.json"), "[1, 2]");
        File.WriteAllText(Path.Combine(shell.DataDir, "none.json"), "[]");
        string[] render = ["gym", "render", "FrozenLake-v1", "--env-arg", "desc=SFF/FFF/FFG", "--env-arg", "is_slippery=false"];
        shell.Palestra([.. render, "--actions", "two.json", "--out", "two.gif"]).Succeeds();
        shell.Palestra([.. render, "--actions", "two.json", "--out", "two.png"]).Succeeds();
        shell.Palestra([.. render, "--actions", "none.json", "--out", "none.png"]).Succeeds();
        shell.Palestra([.. render, "--out", "start.png"]).Succeeds();

        Assert.Equal(3, new GifReader(Read(shell, "two.gif")).Frames.Count);
        Assert.Equal(Read(shell, "start.png"), Read(shell, "none.png"));
        Assert.NotEqual(Read(shell, "start.png"), Read(shell, "two.png"));
    }

    [Fact]
    public void A_failure_half_way_leaves_no_part_and_an_older_file_as_it_was()
    {
        using var shell = new Shell();
        File.WriteAllText(Path.Combine(shell.DataDir, "actions.json"), "[1, 1, 7]");
        File.WriteAllText(Path.Combine(shell.DataDir, "old.gif"), "old");
        foreach (var file in new[] { "old.gif", "new.gif", "new.png" })
        {
            var answer = shell.Palestra("gym", "render", "FrozenLake-v1", "--seed", "1", "--actions", "actions.json", "--out", file);
            Assert.Equal(2, answer.ExitCode);
            Assert.Equal("Action 2 of the list: Action 7 is outside Discrete(4) of FrozenLake-v1: allowed are whole numbers 0 to 3.\n", answer.Stderr);
        }

        Assert.Equal(["actions.json", "old.gif"], Files(shell));
        Assert.Equal("old"u8.ToArray(), Read(shell, "old.gif"));
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_cannot_be_drawn_is_answered_with_a_sentence(string[] arguments, string sentence)
    {
        using var shell = new Shell();
        var answer = shell.Palestra(["gym", "render", "FrozenLake-v1", .. arguments]);
        Assert.Equal(2, answer.ExitCode);
        Assert.StartsWith(sentence, answer.Stderr, StringComparison.Ordinal);
        Assert.Empty(Files(shell));
    }

    private static int Episodes(string id, ulong seed, int steps)
    {
        using var env = EnvRegistry.Default.Make<long, long>(id);
        env.Untyped.ActionSpace.Seed(seed);
        var action = new byte[sizeof(long)];
        var (episodes, ended) = (1, false);
        env.Reset(seed);
        for (var t = 0; t < steps; t++)
        {
            if (ended)
            {
                env.Reset();
                episodes++;
            }

            env.Untyped.ActionSpace.Sample(action);
            ended = env.Step(Discrete.Read(action)).Done;
        }

        Assert.True(episodes > 1);
        return episodes;
    }

    private static byte[] Read(Shell shell, string file) => File.ReadAllBytes(Path.Combine(shell.DataDir, file));

    private static IEnumerable<string?> Files(Shell shell) => Directory.EnumerateFiles(shell.DataDir).Select(Path.GetFileName).Order();
}
