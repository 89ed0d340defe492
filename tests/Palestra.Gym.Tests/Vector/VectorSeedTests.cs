using System.Text.Json;
using Palestra.Gym.Vector;

namespace Palestra.Gym.Tests;

/// <summary>P-SEED: a slot plays what a single environment with its seed plays, whatever the kind of vector and the mode.</summary>
public sealed class VectorSeedTests
{
    private const int Slots = 5;

    public static TheoryData<string, VectorKind, int?, AutoresetMode> All
    {
        get
        {
            var data = new TheoryData<string, VectorKind, int?, AutoresetMode>();
            foreach (var spec in EnvRegistry.Default.Specs)
            {
                foreach (var (kind, parallelism) in VectorRig.Kinds)
                {
                    foreach (var mode in Enum.GetValues<AutoresetMode>())
                    {
                        data.Add(spec.Id, kind, parallelism, mode);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_slot_is_the_single_environment_with_its_seed(string id, VectorKind kind, int? parallelism, AutoresetMode mode)
    {
        const ulong Seed = 4711;
        using var rig = VectorRig.Make(id, Slots, kind, mode, parallelism);
        var singles = Enumerable.Range(0, Slots).Select(_ => new SingleSlot(EnvRegistry.Default.Make(id), mode)).ToArray();
        rig.Vector.Reset(Seed, rig.Observations);
        for (var slot = 0; slot < Slots; slot++)
        {
            singles[slot].Reset(Seed + (ulong)slot);
            Compare(slot, "the first reset", withInfo: true);
        }

        var (episodes, mask) = (0, new bool[Slots]);
        // Until there were ends enough to have tried resets: a random walk along a cliff has no time limit and takes long.
        for (var t = 0; t < 4_000 || (episodes <= 2 * Slots && t < 400_000); t++)
        {
            rig.Draw();
            rig.Step();
            for (var slot = 0; slot < Slots; slot++)
            {
                singles[slot].Step(rig.Action(slot));
                Assert.True(singles[slot].Outcome == rig.Outcome(slot), $"slot {slot} step {t}: {rig.Outcome(slot)}, single {singles[slot].Outcome}");
                var done = rig.Outcome(slot).Done;
                episodes += done ? 1 : 0;
                Compare(slot, $"step {t}", withInfo: t < 100 || done);
                CompareFinal(slot);
                mask[slot] = singles[slot].NeedsReset;
            }

            if (mode == AutoresetMode.Disabled && mask.Contains(true))
            {
                rig.Vector.Reset(null, rig.Observations, mask: mask);
                for (var slot = 0; slot < Slots; slot++)
                {
                    if (mask[slot])
                    {
                        singles[slot].Reset(null);
                    }

                    Compare(slot, $"the masked reset after step {t}", withInfo: mask[slot]);
                }
            }
        }

        Assert.True(episodes > 2 * Slots, $"only {episodes} episodes ended");
        foreach (var single in singles)
        {
            single.Dispose();
        }

        void Compare(int slot, string when, bool withInfo)
        {
            var single = singles[slot];
            Assert.True(single.Observation.AsSpan().SequenceEqual(rig.Observation(slot)), $"observation of slot {slot} after {when}");
            Assert.True(single.Env.ActionMask.SequenceEqual(rig.Vector.ActionMask(slot)), $"action mask of slot {slot} after {when}");
            if (withInfo)
            {
                AssertJson(GoldenRolloutTests.Info(single.Env), rig.Info(slot), $"info of slot {slot} after {when}");
            }
        }

        void CompareFinal(int slot)
        {
            Assert.Equal(singles[slot].Final is not null, rig.Vector.HasFinal(slot));
            if (singles[slot].Final is { } final)
            {
                Assert.True(final.Observation.AsSpan().SequenceEqual(rig.Vector.FinalObservation(slot)));
                AssertJson(final.Info, rig.FinalInfo(slot), $"final info of slot {slot}");
            }
        }
    }

    public static TheoryData<string, string, AutoresetMode> Variants
    {
        get
        {
            var data = new TheoryData<string, string, AutoresetMode>();
            foreach (var id in GoldenFile.EnvIds)
            {
                foreach (var variant in GoldenFile.Open(id + ".json").GetProperty("variants").EnumerateArray())
                {
                    data.Add(id, variant.GetProperty("name").GetString()!, AutoresetMode.NextStep);
                    data.Add(id, variant.GetProperty("name").GetString()!, AutoresetMode.SameStep);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Arguments_reach_every_slot_of_every_kind(string id, string variant, AutoresetMode mode)
    {
        var args = GoldenFile.Variant(id, variant).GetProperty("kwargs").EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
        using var batched = new VectorRig(EnvRegistry.Default.MakeVector(id, Slots, VectorKind.Batched, mode, args));
        using var sync = new VectorRig(EnvRegistry.Default.MakeVector(id, Slots, VectorKind.Sync, mode, args));
        batched.Vector.Reset(99, batched.Observations);
        sync.Vector.Reset(99, sync.Observations);
        for (var t = 0; t < 1_000; t++)
        {
            batched.Draw();
            sync.Draw();
            batched.Step();
            sync.Step();
            Assert.Equal(sync.Observations, batched.Observations);
            Assert.Equal(sync.Rewards, batched.Rewards);
            Assert.Equal(sync.Terminated, batched.Terminated);
            Assert.Equal(sync.Truncated, batched.Truncated);
        }

        Assert.Equal(sync.Save(), batched.Save());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Each_slot_takes_a_seed_of_its_own_or_goes_on(string id, VectorKind kind, int? parallelism, AutoresetMode mode)
    {
        ulong?[] seeds = [9, null, 0, ulong.MaxValue, 9];
        using var rig = VectorRig.Make(id, Slots, kind, mode, parallelism);
        rig.Vector.Reset(1, rig.Observations);
        rig.Vector.ResetEach(seeds, rig.Observations);
        for (var slot = 0; slot < Slots; slot++)
        {
            using var single = new SingleSlot(EnvRegistry.Default.Make(id), mode);
            single.Reset(1 + (ulong)slot);
            single.Reset(seeds[slot]);
            Assert.True(single.Observation.AsSpan().SequenceEqual(rig.Observation(slot)), $"slot {slot}");
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_masked_reset_leaves_other_slots_alone(string id, VectorKind kind, int? parallelism, AutoresetMode mode)
    {
        bool[] mask = [false, true, false, false, true];
        using var rig = VectorRig.Make(id, Slots, kind, mode, parallelism);
        rig.Vector.Reset(1, rig.Observations);
        var before = (byte[])rig.Observations.Clone();
        rig.Vector.Reset(70, rig.Observations, mask: mask);
        rig.Draw();
        var reset = (byte[])rig.Observations.Clone();
        rig.Step();
        var row = rig.Vector.SingleObservationSpace.RowBytes;
        for (var slot = 0; slot < Slots; slot++)
        {
            using var single = new SingleSlot(EnvRegistry.Default.Make(id), mode);
            single.Reset((mask[slot] ? 70UL : 1UL) + (ulong)slot);
            Assert.True(single.Observation.AsSpan().SequenceEqual((mask[slot] ? reset : before).AsSpan(slot * row, row)), $"slot {slot}");
            single.Step(rig.Action(slot));
            Assert.True(single.Observation.AsSpan().SequenceEqual(rig.Observation(slot)), $"slot {slot}");
        }
    }

    [Fact]
    public void Reset_options_reach_every_slot_of_every_kind()
    {
        var tried = 0;
        foreach (var id in GoldenFile.EnvIds.Where(id => GoldenFile.Open(id + ".json").TryGetProperty("resets_with_options", out _)))
        {
            var spec = EnvRegistry.Default.Get(id);
            foreach (var golden in GoldenFile.Open(id + ".json").GetProperty("resets_with_options").EnumerateArray())
            {
                var options = ParameterValues.Parse(
                    spec.ResetOptions, golden.GetProperty("options").EnumerateObject().ToDictionary(p => p.Name, p => p.Value), id);
                using var single = new SingleSlot(EnvRegistry.Default.Make(id), AutoresetMode.NextStep);
                single.Reset(GoldenFile.Seed(golden.GetProperty("seed")) + 1, options);
                foreach (var (kind, parallelism) in VectorRig.Kinds)
                {
                    using var rig = VectorRig.Make(id, 2, kind, AutoresetMode.NextStep, parallelism);
                    rig.Vector.Reset(GoldenFile.Seed(golden.GetProperty("seed")), rig.Observations, options);
                    Assert.True(single.Observation.AsSpan().SequenceEqual(rig.Observation(1)), $"{id} {kind} {golden.GetProperty("options")}");
                    tried++;
                }
            }
        }

        Assert.True(tried > 20);
    }

    [Fact]
    public void Carts_whose_poles_lean_too_far_to_be_stepped_four_at_once_go_on_one_by_one()
    {
        const int Carts = 11;
        using var batched = VectorRig.Make("CartPole-v1", Carts, VectorKind.Batched, AutoresetMode.Disabled);
        using var sync = VectorRig.Make("CartPole-v1", Carts, VectorKind.Sync, AutoresetMode.Disabled);
        var given = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>("""{"low": -1.5, "high": 1.5}""")!;
        var wide = ParameterValues.Parse(batched.Vector.Spec.ResetOptions, given, "CartPole-v1");
        batched.Vector.Reset(5, batched.Observations, wide);
        sync.Vector.Reset(5, sync.Observations, wide);
        for (var t = 0; t < 2_000; t++)
        {
            batched.Draw();
            sync.Draw();
            batched.Step();
            sync.Step();
            Assert.Equal(sync.Observations, batched.Observations);
            Assert.Equal(sync.Rewards, batched.Rewards);
            Assert.Equal(sync.Terminated, batched.Terminated);
            if (sync.Terminated.Contains(true))
            {
                // Some lean far from the start, some hardly at all.
                var options = t % 3 == 0 ? null : wide;
                batched.Vector.Reset(null, batched.Observations, options, sync.Terminated);
                sync.Vector.Reset(null, sync.Observations, options, sync.Terminated);
            }
        }

        Assert.Equal(sync.Save(), batched.Save());
    }

    [Fact]
    public void Every_built_in_environment_of_toy_text_and_classic_control_can_be_batched()
    {
        foreach (var spec in EnvRegistry.Default.Specs.Where(spec => spec.Family is "toy text" or "classic control"))
        {
            using var vector = EnvRegistry.Default.MakeVector(spec.Id, 1);
            Assert.True(vector is BatchedVectorEnv, $"{spec.Id} cannot be batched");
        }
    }

    private static void AssertJson(JsonElement expected, JsonElement actual, string where) =>
        Assert.True(JsonElement.DeepEquals(expected, actual), $"{where}: {actual.GetRawText()}, single {expected.GetRawText()}");
}
