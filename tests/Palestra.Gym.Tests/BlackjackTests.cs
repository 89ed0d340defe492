using System.Text.Json;
using Palestra.Gym.Toy;

namespace Palestra.Gym.Tests;

/// <summary>P-SEED: what Blackjack keeps to itself, beside the rollouts in <see cref="GoldenRolloutTests"/>.</summary>
public sealed class BlackjackTests
{
    public static TheoryData<string, int> Rollouts
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var variant in GoldenFile.Open("Blackjack-v1.json").GetProperty("variants").EnumerateArray())
            {
                for (var i = 0; i < variant.GetProperty("rollouts").GetArrayLength(); i++)
                {
                    data.Add(variant.GetProperty("name").GetString()!, i);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Rollouts))]
    public void Both_hands_and_the_face_of_the_shown_card_are_gymnasiums(string variantName, int index)
    {
        var variant = GoldenFile.Variant("Blackjack-v1", variantName);
        var golden = variant.GetProperty("rollouts")[index];
        using var env = GoldenFile.Make("Blackjack-v1", variant);
        var bare = Assert.IsType<Blackjack>(env.Unwrapped);
        var (action, observation, next) = (new byte[8], new byte[24], 0);
        var resets = golden.GetProperty("resets").EnumerateArray().ToArray();
        for (var t = 0; t < golden.GetProperty("steps").GetInt32(); t++)
        {
            if (next < resets.Length && resets[next].GetProperty("before_step").GetInt32() == t)
            {
                var reset = resets[next++];
                env.Reset(reset.GetProperty("seed").ValueKind == JsonValueKind.Null ? null : GoldenFile.Seed(reset.GetProperty("seed")), observation);
                AssertHands(reset.GetProperty("state"), bare);
                Assert.Equal(reset.GetProperty("dealer_top_card_suit").GetString(), bare.DealerTopCardSuit.ToString()[..1]);
                var rank = bare.DealerTopCardRank is >= CardRank.Two and <= CardRank.Ten ? $"{(int)bare.DealerTopCardRank}" : bare.DealerTopCardRank.ToString()[..1];
                Assert.Equal(reset.GetProperty("dealer_top_card_value").GetString(), rank);
            }

            Discrete.Write(action, golden.GetProperty("actions")[t].GetInt64());
            env.Step(action, observation);
            AssertHands(golden.GetProperty("states")[t], bare);
        }

        Assert.Equal(resets.Length, next);
    }

    [Theory]
    [InlineData(false, false, 1)]
    [InlineData(true, false, 1.5)]
    [InlineData(false, true, 1)]
    [InlineData(true, true, 1)]
    public void A_natural_that_wins_pays_as_the_rules_say(bool natural, bool sab, double reward)
    {
        using var env = new Blackjack(natural, sab);
        var seen = 0;
        for (ulong seed = 0; seed < 400; seed++)
        {
            var start = env.Reset(seed);
            if (start is not { PlayerSum: 21, UsableAce: 1 })
            {
                continue;
            }

            var step = env.Step(0);
            var dealerSum = env.DealerCards.ToArray().Sum(card => card);
            var dealerNatural = env.DealerCards.Length == 2 && dealerSum == 11 && env.DealerCards.Contains((byte)1);
            var dealerHas21 = dealerSum == 21 || (dealerSum == 11 && env.DealerCards.Contains((byte)1));
            Assert.Equal(dealerNatural || (dealerHas21 && !sab) ? 0 : reward, step.Reward);
            seen++;
        }

        Assert.InRange(seen, 5, 60);
    }

    [Fact]
    public void The_longest_hand_fits()
    {
        // Hitting for ever ends by going over; a restored hand of 21 aces is the longest that has not.
        using var env = new Blackjack();
        env.Reset(1);
        using var stream = new MemoryStream();
        var writer = new BinaryWriter(stream);
        env.Random.State.Write(writer);
        writer.Write((byte)21);
        writer.Write(Enumerable.Repeat((byte)1, 21).ToArray());
        writer.Write((byte)2);
        writer.Write([10, 9]);
        writer.Write(false);
        writer.Write((byte)CardSuit.Spades);
        writer.Write((byte)CardRank.King);
        stream.Position = 0;
        env.RestoreState(new BinaryReader(stream));
        var step = env.Step(1);
        Assert.Equal(22, env.PlayerCards.Length);
        Assert.True(step is { Terminated: true, Reward: -1, Observation.UsableAce: 0, Observation.PlayerSum: > 21 });
        env.Render(new byte[env.FrameSize.Bytes]);
    }

    [Fact]
    public void A_frame_hides_the_dealers_second_card_until_the_player_sticks()
    {
        var faces = new HashSet<string>();
        using var env = new Blackjack();
        var frame = new byte[env.FrameSize.Bytes];
        Assert.Equal(new FrameSize(600, 500), env.FrameSize);
        for (ulong seed = 0; seed < 60; seed++)
        {
            env.Reset(seed);
            env.Render(frame);
            var hidden = SecondCard(frame);
            faces.Add(hidden);
            env.Step(0);
            env.Render(frame);
            Assert.NotEqual(hidden, SecondCard(frame));
        }

        Assert.Single(faces);

        // The place of the dealer's second card; the frame is drawn 600 pixels wide.
        static string SecondCard(byte[] rgb) => Convert.ToBase64String(
            [.. Enumerable.Range(60, 100).SelectMany(y => rgb.Skip(((y * 600) + 285) * 3).Take(70 * 3))]);
    }

    private static void AssertHands(JsonElement state, Blackjack env)
    {
        Assert.Equal(GoldenFile.Longs(state.GetProperty("player")), env.PlayerCards.ToArray().Select(card => (long)card));
        Assert.Equal(GoldenFile.Longs(state.GetProperty("dealer")), env.DealerCards.ToArray().Select(card => (long)card));
    }
}
