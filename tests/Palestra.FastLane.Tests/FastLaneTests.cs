using Microsoft.Extensions.Time.Testing;

namespace Palestra.FastLane.Tests;

public sealed class FastLaneTests : IDisposable
{
    private readonly TempLane _lane = new();

    [Fact]
    public void Reader_gets_the_newest_frame_with_its_own_figures()
    {
        using var writer = FastLaneWriter.Create(_lane.Path, 4, 3, 3, 8);
        using var reader = Attach();
        for (var i = 1; i <= 3; i++)
        {
            Assert.True(writer.Publish(Frame(36, i), new FrameHud(i, i, i * 10, i * 100)));
        }

        var into = new byte[36];
        Assert.True(reader.TryReadLatest(into, out var info));
        Assert.Equal(Frame(36, 3), into);
        Assert.Equal(3, info.Number);
        Assert.Equal((4, 3, 3, 36), (info.Width, info.Height, info.Channels, info.Bytes));
        Assert.Equal(new FrameHud(3, 3, 30, 300), info.Hud);
        Assert.Equal(2, reader.Stats.FramesSkipped);
        Assert.Equal(1, reader.Stats.FramesRead);
        Assert.False(reader.TryReadLatest(into, out _), "the same frame must not come twice");
    }

    [Fact]
    public void A_lapped_reader_counts_what_it_skipped_and_depth_is_what_lies_ahead()
    {
        using var writer = FastLaneWriter.Create(_lane.Path, 1, 1, 3, 2);
        using var reader = Attach();
        for (var i = 1; i <= 101; i++)
        {
            writer.Publish(Frame(3, i), default);
        }

        Assert.Equal(101, reader.Stats.Depth);
        Assert.True(reader.TryReadLatest(new byte[3], out var info));
        Assert.Equal(101, info.Number);
        Assert.Equal(100, reader.Stats.FramesSkipped);
        Assert.Equal(0, reader.Stats.Depth);
    }

    [Fact]
    public void A_glance_tells_the_newest_unread_frame_and_its_age_and_takes_nothing()
    {
        var clock = new FakeTimeProvider();
        using var writer = FastLaneWriter.Create(_lane.Path, 1, 1, 3, 2, clock);
        using var reader = FastLaneReader.Follow(_lane.Path, clock: clock);
        Assert.False(reader.TryGlance(out _, out _));
        writer.Publish(Frame(3, 1), default);
        writer.Publish(Frame(3, 2), default);
        clock.Advance(TimeSpan.FromMilliseconds(7));

        Assert.True(reader.TryGlance(out var number, out var age));
        Assert.Equal((2, TimeSpan.FromMilliseconds(7)), (number, age));
        Assert.Equal(0, reader.Stats.FramesRead);
        Assert.True(reader.TryReadLatest(new byte[3], out var info));
        Assert.Equal(2, info.Number);
        Assert.False(reader.TryGlance(out _, out _), "that frame was taken");
    }

    [Fact]
    public void A_glance_at_a_lane_that_was_cut_short_sees_nothing()
    {
        using var writer = FastLaneWriter.Create(_lane.Path, 64, 64, 3, 2);
        using var reader = Attach();
        writer.Publish(Frame(64 * 64 * 3, 1), default);
        using (var file = new FileStream(_lane.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(4096);
        }

        Assert.False(reader.TryGlance(out _, out _));
    }

    [Fact]
    public void A_frame_of_another_size_is_refused_and_counted()
    {
        using var writer = FastLaneWriter.Create(_lane.Path, 2, 2, 3, 2);
        Assert.False(writer.Publish(new byte[13], default));
        Assert.Equal(1, writer.Rejected);
        Assert.Equal(0, writer.Published);
    }

    [Fact]
    public void A_buffer_that_is_too_small_is_said_and_the_growing_overload_grows()
    {
        using var writer = FastLaneWriter.Create(_lane.Path, 2, 2, 3, 2);
        using var reader = Attach();
        writer.Publish(Frame(12, 1), default);
        Assert.False(reader.TryReadLatest(new byte[5], out _));
        Assert.Contains("5 bytes", reader.Reason);
        byte[] buffer = [];
        Assert.True(reader.TryReadLatest(ref buffer, out _));
        Assert.Equal(Frame(12, 1), buffer);
    }

    [Fact]
    public void Readers_come_over_to_a_new_writer_even_with_frames_of_another_size()
    {
        var first = FastLaneWriter.Create(_lane.Path, 2, 2, 3, 2);
        using var reader = Attach();
        first.Publish(Frame(12, 1), default);
        byte[] buffer = [];
        Assert.True(reader.TryReadLatest(ref buffer, out _));

        using var second = FastLaneWriter.Create(_lane.Path, 3, 1, 1, 4);
        second.Publish(Frame(3, 9), default);
        Assert.True(reader.TryReadLatest(ref buffer, out var info));
        Assert.Equal((3, 1, 1), (info.Width, info.Height, info.Channels));
        Assert.Equal(9, buffer[0]);
        Assert.Equal(1, reader.Stats.Reconnects);
        Assert.Equal(LaneState.Live, reader.State);
        first.Publish(Frame(12, 2), default); // The replaced writer goes on into its own memory and harms nobody.
        Assert.False(reader.TryReadLatest(ref buffer, out _));
        first.Dispose();
    }

    [Fact]
    public void A_follower_attaches_when_the_lane_appears_and_sees_its_end()
    {
        using var reader = FastLaneReader.Follow(_lane.Path);
        Assert.Equal(LaneState.Detached, reader.State);
        Assert.Contains("no fast lane", reader.Reason);
        using (var writer = FastLaneWriter.Create(_lane.Path, 1, 1, 3, 2))
        {
            writer.Publish(Frame(3, 5), default);
            Assert.Equal(LaneState.Live, reader.Refresh());
        }

        Assert.Equal(LaneState.Ended, reader.Refresh());
        var into = new byte[3];
        Assert.True(reader.TryReadLatest(into, out _), "the last frame stays readable");
        Assert.Equal(5, into[0]);
        reader.Dispose();
        Assert.True(File.Exists(_lane.Path), "a reader never removes the writer's file");
    }

    [Fact]
    public void A_stale_heartbeat_counts_as_gone_and_a_new_one_as_back()
    {
        var clock = new FakeTimeProvider();
        using var writer = FastLaneWriter.Create(_lane.Path, 1, 1, 3, 2, clock);
        using var reader = FastLaneReader.Follow(_lane.Path, clock: clock);
        Assert.Equal(LaneState.Live, reader.State);
        clock.Advance(new FastLaneSettings().HeartbeatTimeout + TimeSpan.FromSeconds(1));
        Assert.Equal(LaneState.WriterGone, reader.Refresh());
        Assert.Contains("not been heard of for 6 s", reader.Reason);
        writer.Heartbeat();
        Assert.Equal(LaneState.Live, reader.Refresh());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-3)]
    public void A_jump_of_either_sides_wall_clock_kills_nobody_and_hides_no_death(int hours)
    {
        var (writers, readers) = (new JumpingClock(), new JumpingClock());
        using var writer = FastLaneWriter.Create(_lane.Path, 1, 1, 3, 2, writers);
        using var reader = FastLaneReader.Follow(_lane.Path, clock: readers);
        foreach (var clock in (JumpingClock[])[readers, writers])
        {
            clock.Jump(TimeSpan.FromHours(hours));
            Assert.Equal(LaneState.Live, reader.Refresh());
            writer.Heartbeat();
            Assert.Equal(LaneState.Live, reader.Refresh());
            readers.Advance(new FastLaneSettings().HeartbeatTimeout + TimeSpan.FromSeconds(1));
            Assert.Equal(LaneState.WriterGone, reader.Refresh());
            writers.Advance(TimeSpan.FromSeconds(1));
            writer.Heartbeat();
            Assert.Equal(LaneState.Live, reader.Refresh());
        }
    }

    [Theory]
    [InlineData(0, 1, 3, 2)]
    [InlineData(1, -1, 3, 2)]
    [InlineData(1, 1, 5, 2)]
    [InlineData(1, 1, 3, 1)]
    [InlineData(16384, 16384, 4, 2)]
    public void A_size_that_is_not_allowed_is_a_sentence(int width, int height, int channels, int capacity)
    {
        var error = Assert.Throws<FastLaneException>(() => FastLaneWriter.Create(_lane.Path, width, height, channels, capacity));
        Assert.Contains("not allowed", error.Message);
        Assert.False(File.Exists(_lane.Path));
    }

    [Fact]
    public void A_path_that_cannot_be_made_is_a_sentence() =>
        Assert.Contains("cannot be made", Assert.Throws<FastLaneException>(
            () => FastLaneWriter.Create(Path.Combine(_lane.Path, "no", "folder"), 1, 1, 3, 2)).Message);

    public void Dispose() => _lane.Dispose();

    private FastLaneReader Attach()
    {
        var reader = FastLaneReader.TryAttach(_lane.Path, out var reason);
        Assert.True(reader is not null, reason);
        return reader;
    }

    private static byte[] Frame(int bytes, int value)
    {
        var frame = new byte[bytes];
        frame.AsSpan().Fill((byte)value);
        return frame;
    }
}
