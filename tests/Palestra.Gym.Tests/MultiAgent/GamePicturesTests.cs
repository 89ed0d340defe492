using Palestra.Gym.MultiAgent;

namespace Palestra.Gym.Tests.MultiAgent;

public sealed class GamePicturesTests
{
    [Theory]
    [InlineData("ConnectFour-v0", 448, 448)]
    [InlineData("GemRush-v0", 440, 488)]
    public void A_picture_shows_the_state_alone_and_not_what_was_drawn_before(string id, int width, int height)
    {
        using var used = MultiAgentRegistry.Default.MakeAec(id);
        using var fresh = MultiAgentRegistry.Default.MakeAec(id);
        Assert.Equal(new FrameSize(width, height), used.FrameSize);
        var (random, action) = (new RandomSeatPolicy(), new byte[8]);
        used.Reset(3);
        for (var t = 0; t < 300; t++)
        {
            if (used.Last().Done)
            {
                used.Step([]);
            }
            else
            {
                random.Act(used, used.AgentSelection, action);
                used.Step(action);
            }

            Frame(used);
            if (used.Agents.IsEmpty)
            {
                used.Reset();
            }
        }

        using var stream = new MemoryStream();
        used.SaveState(new BinaryWriter(stream));
        fresh.RestoreState(new BinaryReader(new MemoryStream(stream.ToArray())));
        Assert.Equal(Frame(used), Frame(fresh));
    }

    [Fact]
    public void A_won_line_and_the_last_disc_stand_out()
    {
        using var env = MultiAgentRegistry.Default.MakeAec("ConnectFour-v0");
        env.Reset(0);
        var frames = new List<byte[]> { Frame(env) };
        foreach (var move in "0101010")
        {
            env.Step(AdapterTests.Row(move - '0'));
            frames.Add(Frame(env));
        }

        // The lowest cell of the first column: empty, new, old, part of the line.
        Assert.Equal(4, frames.Select(frame => Convert.ToHexString(Cell(frame, 5, 0))).Distinct().Count());
        Assert.Equal(Cell(frames[2], 5, 0), Cell(frames[6], 5, 0));
        Assert.Equal(Cell(frames[0], 0, 6), Cell(frames[7], 0, 6));
    }

    private static byte[] Frame(IAecEnv env)
    {
        var frame = new byte[env.FrameSize.Bytes];
        env.Render(frame);
        return frame;
    }

    private static byte[] Cell(byte[] frame, int row, int column) =>
        [.. Enumerable.Range(0, 60).SelectMany(y => frame.Skip((((56 + (row * 60) + y) * 448) + 14 + (column * 60)) * 3).Take(180))];
}
