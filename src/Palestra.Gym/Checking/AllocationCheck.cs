namespace Palestra.Gym.Checking;

/// <summary>Steps, resets and frames should allocate nothing once warm: what they allocate, the collector must collect.</summary>
internal static class AllocationCheck
{
    private const int Actions = 64;

    public static void Run(CheckContext context)
    {
        using var player = new CheckedPlayer(context.Make(), 0);
        var env = player.Env;
        var observation = player.Observation;
        player.ActionSpace.Seed(context.Seed);
        var actions = new byte[Actions][];
        for (var i = 0; i < Actions; i++)
        {
            actions[i] = new byte[player.ActionSpace.RowBytes];
            player.ActionSpace.Sample(actions[i]);
        }

        env.Reset(context.Seed, observation);
        var (next, done) = (0, false);
        Measure("step-allocates", "A step", context.Options.Steps, Step);
        Measure("reset-allocates", "A reset", context.Options.Steps / 10, Reset);
        if (env.FrameSize.CanRender)
        {
            var frame = new byte[env.FrameSize.Bytes];
            Measure("render-allocates", "A frame", 10, () =>
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                env.Render(frame);
                return GC.GetAllocatedBytesForCurrentThread() - before;
            });
        }

        long Step()
        {
            if (done)
            {
                env.Reset(null, observation);
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            done = env.Step(actions[next++ % Actions], observation).Done;
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        long Reset()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            env.Reset(null, observation);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        void Measure(string rule, string what, int times, Func<long> act)
        {
            // The least of three: the first round warms up, and a runtime may allocate once for reasons of its own.
            var least = long.MaxValue;
            for (var round = 0; round < 4; round++)
            {
                long allocated = 0;
                for (var i = 0; i < times; i++)
                {
                    allocated += act();
                }

                least = round == 0 ? least : Math.Min(least, allocated);
            }

            if (least >= times)
            {
                context.Warn(rule, $"{what} allocates {least / times} bytes: keep buffers in fields, so that it allocates none.");
            }
        }
    }
}
