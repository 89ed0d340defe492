using Microsoft.Extensions.Time.Testing;

namespace Palestra.FastLane.Tests;

/// <summary>A clock whose wall time can jump while its steady time does not.</summary>
internal sealed class JumpingClock : FakeTimeProvider
{
    private TimeSpan _ahead;

    public void Jump(TimeSpan by) => _ahead += by;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;
}
