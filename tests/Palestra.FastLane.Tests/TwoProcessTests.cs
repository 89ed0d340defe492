namespace Palestra.FastLane.Tests;

public sealed class TwoProcessTests : IDisposable
{
    private readonly TempLane _lane = new();

    [Fact]
    public void A_writer_at_full_speed_never_shows_a_torn_frame()
    {
        // Two slots and a writer that never rests: the copy is overtaken as often as can be.
        using var writer = WriterProcess.Start(_lane.Path, 64, 2);
        try
        {
            using var reader = FastLaneReader.Follow(_lane.Path);
            byte[] buffer = [];
            var last = 0L;
            while (reader.Stats.FramesRead < 3000)
            {
                if (reader.TryReadLatest(ref buffer, out var info))
                {
                    Assert.True(info.Number > last);
                    last = info.Number;
                    Assert.Equal(new FrameHud((int)(last % 1000), last, -last, last * 2), info.Hud);
                    Assert.True(buffer.AsSpan().IndexOfAnyExcept(WriterProcess.Fill(last)) < 0, $"frame {last} is torn");
                }

                Assert.False(writer.HasExited);
            }

            Assert.Equal(last, reader.Stats.FramesRead + reader.Stats.FramesSkipped);
        }
        finally
        {
            writer.Kill();
            writer.WaitForExit();
        }
    }

    [Fact]
    public void A_killed_writer_is_noticed_and_its_successor_followed()
    {
        using var writer = WriterProcess.Start(_lane.Path, 8, 8);
        using var reader = FastLaneReader.Follow(_lane.Path);
        Assert.Equal(LaneState.Live, reader.State);
        writer.Kill();
        writer.WaitForExit();
        Assert.True(SpinWait.SpinUntil(() => reader.Refresh() == LaneState.WriterGone, TimeSpan.FromSeconds(30)), reader.Reason);
        Assert.Contains($"process {writer.Id}, is gone", reader.Reason);
        byte[] buffer = [];
        Assert.True(reader.TryReadLatest(ref buffer, out var info), "the last whole frame stays readable");
        Assert.True(buffer.AsSpan().IndexOfAnyExcept(WriterProcess.Fill(info.Number)) < 0);

        using var successor = FastLaneWriter.Create(_lane.Path, 8, 8, 3, 8);
        successor.Publish(new byte[successor.FrameBytes], default);
        Assert.Equal(LaneState.Live, reader.Refresh());
        Assert.True(reader.TryReadLatest(ref buffer, out info));
        Assert.Equal(1, info.Number);
    }

    public void Dispose() => _lane.Dispose();
}
