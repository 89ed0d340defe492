using System.Text.Json;
using Palestra.Gym.Vector;

namespace Palestra.Gym.Tests;

/// <summary>What a vector refuses, and with which sentence: the same for every kind.</summary>
public sealed class VectorErrorTests
{
    public static TheoryData<VectorKind, int?> Kinds
    {
        get
        {
            var data = new TheoryData<VectorKind, int?>();
            foreach (var (kind, parallelism) in VectorRig.Kinds)
            {
                data.Add(kind, parallelism);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Buffers_of_the_wrong_length_are_refused(VectorKind kind, int? parallelism)
    {
        using var vector = Make(kind, parallelism);
        vector.Reset(1, new byte[24]);
        Assert.Equal(
            "The actions of 3 slots of Discrete(4) have 24 bytes, but the buffer has 16.",
            Refusal(() => vector.Step(new byte[16], new byte[24], new double[3], new bool[3], new bool[3])));
        Assert.Equal(
            "The observations of 3 slots of Discrete(16) have 24 bytes, but the buffer has 25.",
            Refusal(() => vector.Step(new byte[24], new byte[25], new double[3], new bool[3], new bool[3])));
        Assert.Equal(
            "The buffer of rewards has 2 entries, but this vector has 3 slots: one for each is needed.",
            Refusal(() => vector.Step(new byte[24], new byte[24], new double[2], new bool[3], new bool[3])));
        Assert.Equal(
            "The buffer of terminated flags has 4 entries, but this vector has 3 slots: one for each is needed.",
            Refusal(() => vector.Step(new byte[24], new byte[24], new double[3], new bool[4], new bool[3])));
        Assert.Equal(
            "The buffer of truncated flags has 0 entries, but this vector has 3 slots: one for each is needed.",
            Refusal(() => vector.Step(new byte[24], new byte[24], new double[3], new bool[3], [])));
        Assert.Equal(
            "The observations of 3 slots of Discrete(16) have 24 bytes, but the buffer has 8.",
            Refusal(() => vector.Reset(1, new byte[8])));
        Assert.Equal(
            "The list of seeds has 2 entries, but this vector has 3 slots: one for each is needed.",
            Refusal(() => vector.ResetEach([1, 2], new byte[24])));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_reset_mask_needs_an_entry_for_each_slot_and_one_that_is_true(VectorKind kind, int? parallelism)
    {
        using var vector = Make(kind, parallelism);
        Assert.Equal(
            "The reset mask has 2 entries, but this vector has 3 slots: one for each is needed.",
            Refusal(() => vector.Reset(1, new byte[24], mask: [true, false])));
        Assert.Equal(
            "The reset mask of 3 slots names none: at least one entry must be true.",
            Refusal(() => vector.Reset(1, new byte[24], mask: [false, false, false])));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_action_outside_the_space_names_its_slot_and_moves_nobody(VectorKind kind, int? parallelism)
    {
        using var vector = Make(kind, parallelism);
        using var rig = new VectorRig(vector);
        vector.Reset(1, rig.Observations);
        var before = rig.Save();
        rig.Actions[8] = 4;
        rig.Actions[16] = 9;
        var e = Assert.Throws<SlotException>(rig.Step);
        Assert.Equal("Slot 1: Action 4 is outside Discrete(4) of FrozenLake-v1: allowed are whole numbers 0 to 3.", e.Message);
        Assert.Equal(1, e.Slot);
        Assert.Equal(before, rig.Save());
        rig.Actions.AsSpan().Clear();
        rig.Step();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_step_before_the_reset_of_a_slot_is_refused(VectorKind kind, int? parallelism)
    {
        using var vector = Make(kind, parallelism);
        using var rig = new VectorRig(vector);
        Assert.Equal("Slot 0: FrozenLake-v1 cannot step before the first reset: call Reset first.", Assert.Throws<SlotException>(rig.Step).Message);
        vector.Reset(1, rig.Observations, mask: [true, true, false]);
        Assert.Equal("Slot 2: FrozenLake-v1 cannot step before the first reset: call Reset first.", Assert.Throws<SlotException>(rig.Step).Message);
        vector.Reset(1, rig.Observations, mask: [false, false, true]);
        rig.Step();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Without_autoreset_an_ended_slot_is_refused_until_it_is_reset(VectorKind kind, int? parallelism)
    {
        using var rig = VectorRig.Make("FrozenLake-v1", 3, kind, AutoresetMode.Disabled, parallelism);
        rig.Vector.Reset(1, rig.Observations);
        do
        {
            rig.Draw();
            rig.Step();
        }
        while (!Enumerable.Range(0, 3).Any(slot => rig.Outcome(slot).Done));
        var ended = Enumerable.Range(0, 3).Select(slot => rig.Outcome(slot).Done).ToArray();
        Assert.Equal(
            $"Slot {Array.IndexOf(ended, true)}: The episode of FrozenLake-v1 has ended and autoreset is disabled: reset the slot with a mask before the next step.",
            Assert.Throws<SlotException>(rig.Step).Message);
        rig.Vector.Reset(null, rig.Observations, mask: ended);
        rig.Step();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_action_of_a_slot_that_will_be_reset_does_not_matter(VectorKind kind, int? parallelism)
    {
        using var rig = VectorRig.Make("FrozenLake-v1", 1, kind, AutoresetMode.NextStep, parallelism);
        rig.Vector.Reset(1, rig.Observations);
        do
        {
            rig.Draw();
            rig.Step();
        }
        while (!rig.Outcome(0).Done);
        rig.Actions.AsSpan().Fill(0xFF);
        rig.Step();
        Assert.Equal(new StepOutcome(0, false, false), rig.Outcome(0));
        Assert.Throws<SlotException>(rig.Step);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Nothing_is_final_before_an_end_and_no_slot_is_beyond_the_last(VectorKind kind, int? parallelism)
    {
        using var vector = Make(kind, parallelism);
        vector.Reset(1, new byte[24]);
        Assert.StartsWith("Slot 2: no episode of FrozenLake-v1 ended in the last step", Refusal(() => vector.FinalObservation(2).ToArray()), StringComparison.Ordinal);
        Assert.Equal("Slot 3 is not in this vector: it has 0 to 2.", Refusal(() => vector.Render(3, [])));
        Assert.Equal("Slot -1 is not in this vector: it has 0 to 2.", Refusal(() => vector.HasFinal(-1)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_seed_must_leave_one_for_every_slot(VectorKind kind, int? parallelism)
    {
        using var vector = Make(kind, parallelism);
        vector.Reset(ulong.MaxValue - 2, new byte[24]);
        Assert.Equal(
            "Seed 18446744073709551614 leaves none for the last of 3 slots: slot i is seeded with seed + i, at most 18446744073709551615.",
            Refusal(() => vector.Reset(ulong.MaxValue - 1, new byte[24])));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_disposed_vector_does_nothing_more(VectorKind kind, int? parallelism)
    {
        var vector = Make(kind, parallelism);
        vector.Reset(1, new byte[24]);
        vector.Dispose();
        vector.Dispose();
        Assert.Throws<ObjectDisposedException>(() => vector.Reset(1, new byte[24]));
        Assert.Throws<ObjectDisposedException>(() => vector.Step(new byte[24], new byte[24], new double[3], new bool[3], new bool[3]));
        Assert.Throws<ObjectDisposedException>(() => vector.HasFinal(0));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_slot_that_cannot_be_reset_is_named(VectorKind kind, int? parallelism)
    {
        using var vector = EnvRegistry.Default.MakeVector("CartPole-v1", 3, kind, parallelism: parallelism);
        var given = new Dictionary<string, JsonElement> { ["low"] = JsonSerializer.SerializeToElement(2), ["high"] = JsonSerializer.SerializeToElement(1) };
        var options = ParameterValues.Parse(vector.Spec.ResetOptions, given, vector.Spec.Id);
        Assert.Equal(
            "Slot 1: Reset option 'low' is 2 and 'high' is 1, which is not allowed: low must not be above high.",
            Assert.Throws<SlotException>(() => vector.Reset(1, new byte[48], options, [false, true, true])).Message);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_action_that_is_no_number_names_its_slot(VectorKind kind, int? parallelism)
    {
        using var rig = new VectorRig(EnvRegistry.Default.MakeVector("Pendulum-v1", 3, kind, parallelism: parallelism));
        rig.Vector.Reset(1, rig.Observations);
        BitConverter.TryWriteBytes(rig.Actions.AsSpan(8), float.NaN);
        Assert.StartsWith("Slot 2: Action [\"nan\"] is outside Box(-2, 2, (1), float32) of Pendulum-v1", Assert.Throws<SlotException>(rig.Step).Message, StringComparison.Ordinal);
        BitConverter.TryWriteBytes(rig.Actions.AsSpan(8), 7f);
        rig.Step();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void A_vector_has_at_least_one_slot(int count)
    {
        foreach (var (kind, _) in VectorRig.Kinds)
        {
            Assert.Equal(
                $"A vector of {count} environments is not possible: it needs at least 1.",
                Refusal(() => EnvRegistry.Default.MakeVector("FrozenLake-v1", count, kind)));
        }
    }

    [Fact]
    public void Threads_are_counted_from_one_and_only_where_there_are_any()
    {
        Assert.Equal(
            "0 threads cannot step a vector: at least 1, the caller's own, is needed.",
            Refusal(() => EnvRegistry.Default.MakeVector("FrozenLake-v1", 2, VectorKind.Threaded, parallelism: 0)));
        Assert.Equal(
            "A synchronous vector has no threads but the caller's: parallelism must be 1 or left out, not 2.",
            Refusal(() => EnvRegistry.Default.MakeVector("FrozenLake-v1", 2, VectorKind.Sync, parallelism: 2)));
    }

    [Fact]
    public void Unknown_ids_and_arguments_are_refused_as_for_a_single_environment()
    {
        Assert.Equal("FrozenLake-v1", Assert.Throws<UnknownIdException>(() => EnvRegistry.Default.MakeVector("FrozenLake-v2", 2)).Nearest);
        var args = new Dictionary<string, JsonElement> { ["is_slipery"] = JsonSerializer.SerializeToElement(true) };
        Assert.Equal("is_slipery", Assert.Throws<ParameterException>(() => EnvRegistry.Default.MakeVector("FrozenLake-v1", 2, args: args)).Errors.Single().Name);
    }

    [Fact]
    public void All_slots_need_the_same_spaces()
    {
        var e = Assert.Throws<GymException>(() => new SyncVectorEnv(2, slot => EnvRegistry.Default.Make(slot == 0 ? "FrozenLake-v1" : "FrozenLake8x8-v1")));
        Assert.Equal("Slot 1 has the observation space Discrete(64), but slot 0 has Discrete(16): all slots of a vector need the same.", e.Message);
    }

    [Fact]
    public void A_typed_view_needs_types_of_the_size_of_the_rows() =>
        Assert.Equal(
            "Int32 has 4 bytes, but one action of Discrete(4) has 8: the typed action must be the row.",
            Refusal(() => EnvRegistry.Default.MakeVector<long, int>("FrozenLake-v1", 2)));

    private static VectorEnv Make(VectorKind kind, int? parallelism) =>
        EnvRegistry.Default.MakeVector("FrozenLake-v1", 3, kind, parallelism: parallelism);

    private static string Refusal(Action act) => Assert.ThrowsAny<GymException>(act).Message;
}
