using Palestra.Gym.Vector;

namespace Palestra.Gym.Tests;

/// <summary>Steps, autoresets, frames and masks of vectors allocate nothing after the first ones.</summary>
public sealed class VectorAllocationTests
{
    [ThreadStatic]
    private static long _last;

    public static TheoryData<string, VectorKind, int?, AutoresetMode> All
    {
        get
        {
            var data = new TheoryData<string, VectorKind, int?, AutoresetMode>();
            foreach (var spec in EnvRegistry.Default.Specs)
            {
                foreach (var (kind, parallelism) in VectorRig.Kinds)
                {
                    data.Add(spec.Id, kind, parallelism, AutoresetMode.NextStep);
                    data.Add(spec.Id, kind, parallelism, AutoresetMode.SameStep);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_caller_allocates_nothing(string id, VectorKind kind, int? parallelism, AutoresetMode mode)
    {
        using var rig = VectorRig.Make(id, 8, kind, mode, parallelism);
        var frame = new byte[rig.Vector.FrameSize.Bytes];
        rig.Vector.Reset(1, rig.Observations);
        Assert.Equal(0, Allocations.Of(() => Play(1_000)));

        void Play(int steps)
        {
            for (var t = 0; t < steps; t++)
            {
                rig.Draw();
                rig.Step();
                for (var slot = 0; slot < 8; slot++)
                {
                    _ = rig.Vector.ActionMask(slot);
                    _ = rig.Vector.HasFinal(slot) ? rig.Vector.FinalObservation(slot) : default;
                }

                if (t % 100 == 0 && frame.Length > 0)
                {
                    rig.Vector.Render(t / 100 % 8, frame);
                }
            }
        }
    }

    [Fact]
    public void The_threads_allocate_nothing()
    {
        var (counting, allocated, counted) = (false, 0L, 0L);
        using var rig = new VectorRig(new ThreadedVectorEnv(8, slot => new BusyEnv(slot, Note), AutoresetMode.SameStep, 3));
        rig.Vector.Reset(1, rig.Observations);
        Play(5_000);
        counting = true;
        Play(5_000);
        Assert.Equal(0, allocated);
        Assert.True(counted > 0);

        // All that a thread does between two steps of slots, waiting included, lies between two calls of this.
        void Note(int slot, int steps)
        {
            var now = GC.GetAllocatedBytesForCurrentThread();
            if (counting && _last > 0)
            {
                Interlocked.Add(ref allocated, now - _last);
                Interlocked.Increment(ref counted);
            }

            _last = now;
        }

        void Play(int steps)
        {
            for (var t = 0; t < steps; t++)
            {
                rig.Draw();
                rig.Step();
            }
        }
    }
}
