using Palestra.Gym.Vector;

namespace Palestra.Gym.Tests;

/// <summary>Saved states, frames and texts of vectors: the same for every kind.</summary>
public sealed class VectorStateTests
{
    private const int Slots = 4;

    public static TheoryData<string, AutoresetMode> IdsAndModes
    {
        get
        {
            var data = new TheoryData<string, AutoresetMode>();
            foreach (var spec in EnvRegistry.Default.Specs)
            {
                data.Add(spec.Id, AutoresetMode.NextStep);
                data.Add(spec.Id, AutoresetMode.SameStep);
            }

            return data;
        }
    }

    public static TheoryData<string> Ids => [.. EnvRegistry.Default.Specs.Select(s => s.Id)];

    [Theory]
    [MemberData(nameof(IdsAndModes))]
    public void Every_kind_saves_the_same_bytes_and_goes_on_from_those_of_another(string id, AutoresetMode mode)
    {
        var rigs = VectorRig.Kinds.Select(k => VectorRig.Make(id, Slots, k.Kind, mode, k.Parallelism)).ToArray();
        foreach (var rig in rigs)
        {
            rig.Vector.Reset(31, rig.Observations);
            Play(rig, 237);
        }

        var saved = rigs[0].Save();
        foreach (var (rig, (kind, parallelism)) in rigs.Zip(VectorRig.Kinds))
        {
            Assert.True(saved.AsSpan().SequenceEqual(rig.Save()), $"{kind} {parallelism} saved other bytes");
            Play(rig, 100);
        }

        var later = rigs[0].Save();
        Assert.NotEqual(saved, later);
        foreach (var (kind, parallelism) in VectorRig.Kinds)
        {
            using var fresh = VectorRig.Make(id, Slots, kind, mode, parallelism);
            fresh.Restore(saved);
            Assert.All(Enumerable.Range(0, Slots), slot => Assert.False(fresh.Vector.HasFinal(slot)));
            for (var i = 0; i < 237; i++)
            {
                fresh.Draw();
            }

            Play(fresh, 100);
            Assert.Equal(rigs[0].Observations, fresh.Observations);
            Assert.True(later.AsSpan().SequenceEqual(fresh.Save()), $"{kind} {parallelism} went on otherwise");
        }

        foreach (var rig in rigs)
        {
            rig.Dispose();
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_slot_draws_the_frame_and_the_text_of_the_single_environment(string id)
    {
        using var rig = VectorRig.Make(id, Slots, VectorKind.Auto, AutoresetMode.NextStep);
        using var sync = VectorRig.Make(id, Slots, VectorKind.Sync, AutoresetMode.NextStep);
        Assert.Equal((sync.Vector.FrameSize, sync.Vector.RendersText), (rig.Vector.FrameSize, rig.Vector.RendersText));
        var (frame, expected) = (new byte[rig.Vector.FrameSize.Bytes], new byte[rig.Vector.FrameSize.Bytes]);
        rig.Vector.Reset(5, rig.Observations);
        sync.Vector.Reset(5, sync.Observations);
        for (var t = 0; t < 12; t++)
        {
            for (var slot = 0; slot < Slots; slot++)
            {
                if (rig.Vector.FrameSize.CanRender)
                {
                    rig.Vector.Render(slot, frame);
                    sync.Vector.Render(slot, expected);
                    Assert.True(expected.AsSpan().SequenceEqual(frame), $"frame of slot {slot} after {t} steps");
                }

                if (rig.Vector.RendersText)
                {
                    Assert.Equal(sync.Vector.RenderText(slot), rig.Vector.RenderText(slot));
                }
            }

            Play(rig, 1);
            Play(sync, 1);
        }
    }

    [Fact]
    public void A_state_of_another_number_of_slots_is_refused()
    {
        using var four = VectorRig.Make("FrozenLake-v1", 4, VectorKind.Sync, AutoresetMode.NextStep);
        using var five = VectorRig.Make("FrozenLake-v1", 5, VectorKind.Batched, AutoresetMode.NextStep);
        Assert.Equal(
            "The saved state has 4 slots, but this vector has 5: only as many can be restored.",
            Assert.Throws<GymException>(() => five.Restore(four.Save())).Message);
    }

    private static void Play(VectorRig rig, int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            rig.Draw();
            rig.Step();
        }
    }
}
