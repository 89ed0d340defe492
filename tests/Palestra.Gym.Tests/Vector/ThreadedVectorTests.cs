using System.Collections.Concurrent;
using Palestra.Gym.Vector;

namespace Palestra.Gym.Tests;

/// <summary>Threads of a vector: nobody can tell from what comes out that there are any.</summary>
public sealed class ThreadedVectorTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 8)]
    [InlineData(17, 2)]
    [InlineData(17, 5)]
    [InlineData(64, 3)]
    public void What_comes_out_does_not_depend_on_the_threads(int count, int parallelism)
    {
        foreach (var mode in (AutoresetMode[])[AutoresetMode.NextStep, AutoresetMode.SameStep])
        {
            using var sync = new VectorRig(new SyncVectorEnv(count, slot => new BusyEnv(slot), mode));
            using var threaded = new VectorRig(new ThreadedVectorEnv(count, slot => new BusyEnv(slot), mode, parallelism));
            sync.Vector.Reset(8, sync.Observations);
            threaded.Vector.Reset(8, threaded.Observations);
            for (var t = 0; t < 2_000; t++)
            {
                sync.Draw();
                threaded.Draw();
                sync.Step();
                threaded.Step();
                Assert.Equal(sync.Observations, threaded.Observations);
                Assert.Equal(sync.Rewards, threaded.Rewards);
                Assert.Equal(sync.Terminated, threaded.Terminated);
                Assert.Equal(sync.Truncated, threaded.Truncated);
            }

            Assert.Equal(sync.Save(), threaded.Save());
        }
    }

    [Fact]
    public void Slots_are_stepped_by_several_threads_that_are_always_the_same()
    {
        var threads = new ConcurrentDictionary<Thread, int>();
        using var together = new Barrier(2);
        using var rig = new VectorRig(new ThreadedVectorEnv(2, slot => new BusyEnv(slot, (_, _) =>
        {
            threads.AddOrUpdate(Thread.CurrentThread, 1, (_, steps) => steps + 1);
            // Neither slot can go on without the other: this hangs unless two threads step at once.
            Assert.True(together.SignalAndWait(TimeSpan.FromSeconds(30)));
        }), AutoresetMode.SameStep, 2));
        rig.Vector.Reset(1, rig.Observations);
        for (var t = 0; t < 500; t++)
        {
            rig.Draw();
            rig.Step();
        }

        Assert.Equal(2, threads.Count);
        Assert.All(threads.Values, steps => Assert.Equal(500, steps));
        Assert.Contains(Thread.CurrentThread, threads.Keys);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void The_lowest_slot_that_throws_is_named_and_the_others_go_on_unharmed(int parallelism)
    {
        const int Count = 12;
        using var rig = new VectorRig(new ThreadedVectorEnv(Count, slot => new BusyEnv(slot, FailAtTen), AutoresetMode.SameStep, parallelism));
        using var unharmed = new VectorRig(new SyncVectorEnv(Count, slot => new BusyEnv(slot), AutoresetMode.SameStep));
        rig.Vector.Reset(3, rig.Observations);
        unharmed.Vector.Reset(3, unharmed.Observations);
        for (var t = 1; t <= 20; t++)
        {
            rig.Draw();
            unharmed.Draw();
            unharmed.Step();
            if (t == 10)
            {
                var e = Assert.Throws<SlotException>(rig.Step);
                Assert.Equal((5, "Slot 5: slot 5 is out of order"), (e.Slot, e.Message));
                Assert.IsType<InvalidOperationException>(e.InnerException);
            }
            else
            {
                rig.Step();
            }

            foreach (var slot in Enumerable.Range(0, Count).Where(slot => slot is not (5 or 9)))
            {
                Assert.True(unharmed.Observation(slot).SequenceEqual(rig.Observation(slot)), $"slot {slot} step {t}");
            }
        }

        static void FailAtTen(int slot, int steps)
        {
            if (steps == 10 && slot is (5 or 9))
            {
                throw new InvalidOperationException($"slot {slot} is out of order");
            }
        }
    }

    [Fact]
    public void A_slot_that_cannot_be_made_takes_those_before_it_along()
    {
        var made = new List<BusyEnv>();
        Assert.Throws<GymException>(() => new ThreadedVectorEnv(4, slot =>
        {
            made.Add(slot < 3 ? new BusyEnv(slot) : throw new GymException("no more"));
            return made[^1];
        }));
        Assert.Equal(3, made.Count);
        Assert.All(made, env => Assert.True(env.Disposed));
    }

    [Fact]
    public void Dispose_ends_the_threads_and_the_environments()
    {
        var (made, threads) = (new ConcurrentBag<BusyEnv>(), new ConcurrentDictionary<Thread, bool>());
        using (var rig = new VectorRig(new ThreadedVectorEnv(8, Make, parallelism: 3)))
        {
            rig.Vector.Reset(1, rig.Observations);
            for (var t = 0; t < 200; t++)
            {
                rig.Draw();
                rig.Step();
            }
        }

        threads.TryRemove(Thread.CurrentThread, out _);
        Assert.All(threads.Keys, thread => Assert.False(thread.IsAlive));
        Assert.All(made, env => Assert.True(env.Disposed));

        BusyEnv Make(int slot)
        {
            var env = new BusyEnv(slot, (_, _) => threads[Thread.CurrentThread] = true);
            made.Add(env);
            return env;
        }
    }

    [Fact]
    public void A_vector_that_was_never_stepped_can_be_disposed() =>
        new ThreadedVectorEnv(8, slot => new BusyEnv(slot), parallelism: 4).Dispose();

    [Fact]
    public void Waiting_threads_sleep()
    {
        using var rig = new VectorRig(new ThreadedVectorEnv(8, slot => new BusyEnv(slot, Note), parallelism: 2));
        rig.Vector.Reset(1, rig.Observations);
        rig.Draw();
        Thread? other = null;
        for (var t = 0; t < 100_000 && other is null; t++)
        {
            rig.Step();
        }

        Assert.NotNull(other);
        Assert.True(SpinWait.SpinUntil(() => (other.ThreadState & ThreadState.WaitSleepJoin) != 0, TimeSpan.FromSeconds(30)));

        void Note(int slot, int steps)
        {
            if (Thread.CurrentThread.Name?.StartsWith("palestra-vector", StringComparison.Ordinal) == true)
            {
                other = Thread.CurrentThread;
            }
        }
    }
}
