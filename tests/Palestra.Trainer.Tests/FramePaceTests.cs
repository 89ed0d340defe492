using Palestra.Trainer.Live;

namespace Palestra.Trainer.Tests;

public sealed class FramePaceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void A_viewer_that_never_answers_is_never_waited_for()
    {
        var pace = new FramePace(mostUnanswered: () => 2);
        for (var frame = 0; frame < 100; frame++)
        {
            Assert.True(pace.ReadyAsync(Cancel).IsCompletedSuccessfully);
            pace.Sent();
        }
    }

    [Fact]
    public async Task A_viewer_that_answers_has_at_most_two_frames_on_the_way()
    {
        var pace = new FramePace(mostUnanswered: () => 2);
        for (var frame = 0; frame < 5; frame++)
        {
            pace.Sent();
        }

        pace.Answered();
        var waiting = pace.ReadyAsync(Cancel);
        Assert.False(waiting.IsCompleted);
        for (var answer = 0; answer < 3; answer++)
        {
            pace.Answered();
        }

        await waiting;
        pace.Sent();
        Assert.False(pace.ReadyAsync(Cancel).IsCompleted);
    }
}
