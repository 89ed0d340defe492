using Palestra.Gym.Wrappers;

namespace Palestra.Gym.Tests;

/// <summary>Normalising wrappers give the numbers that Gymnasium's documentation prints, and those of its formulas.</summary>
public sealed class NormalizeTests
{
    [Fact]
    public void Normalised_observations_are_those_printed_in_gymnasiums_documentation()
    {
        // https://gymnasium.farama.org/api/wrappers/observation_wrappers/: pushed right from seed 123 to the end.
        using IEnv plain = new PlainPole();
        Playing.Prints([0.01823519f, -0.0446179f, -0.02796401f, -0.03156282f], plain.Reset(123ul));
        Playing.Prints([0.1511158f, 1.7183299f, -0.25533703f, -2.8914354f], ToEnd(plain));

        using var env = new PlainPole().NormalizeObservation();
        env.Reset(123ul);
        Playing.Prints([2.0059888f, 1.5676788f, -1.9944268f, -1.6120394f], ToEnd(env));
        Assert.Equal<Space>(new Box(double.NegativeInfinity, double.PositiveInfinity, [4]), env.ObservationSpace);

        static string ToEnd(IEnv env)
        {
            while (true)
            {
                var (observation, outcome) = env.Step("1");
                if (outcome.Done)
                {
                    return observation;
                }
            }
        }
    }

    [Fact]
    public void Normalised_rewards_have_the_variance_printed_in_gymnasiums_documentation()
    {
        // https://gymnasium.farama.org/api/wrappers/reward_wrappers/: random play of MountainCarContinuous, which pays
        // -0.1 times the square of the action and never arrives, with the actions of seed 123.
        Assert.Equal(0.0008876301247721108, Variance(env => env), 1e-15);
        Assert.Equal(0.010162116476634746, Variance(env => env.NormalizeReward(gamma: 0.99, epsilon: 1e-8)), 1e-14);

        static double Variance(Func<IEnv, IEnv> wrap)
        {
            var space = new Box(-1, 1, [1]);
            using var env = wrap(new Echo(new Box(-1, 1, [1]), e => -0.1 * Math.Pow(BitConverter.ToSingle(e.Last), 2), 999, terminates: false));
            env.Reset(123ul);
            space.Seed(123);
            var rewards = new List<double>();
            var (action, observation) = (new byte[4], new byte[4]);
            StepOutcome outcome;
            do
            {
                space.Sample(action);
                outcome = env.Step(action, observation);
                rewards.Add(outcome.Reward);
            }
            while (!outcome.Done);
            var mean = rewards.Average();
            return rewards.Average(r => (r - mean) * (r - mean));
        }
    }

    [Fact]
    public void Statistics_of_doubles_follow_the_parallel_formula()
    {
        using var env = new Echo(new Box(-100, 100, [2], ElementType.Float64)).NormalizeObservation(epsilon: 1e-8);
        env.Reset(1ul);
        env.Step("[3,-40]");
        var (observation, _) = env.Step("[5,60]");
        Assert.Equal(2, Playing.Floats(observation).Length);

        // The same by hand over the three observations that were seen, the reset's first.
        using var twin = new Echo(new Box(-100, 100, [2], ElementType.Float64));
        var first = System.Text.Json.JsonSerializer.Deserialize<double[]>(twin.Reset(1ul))!;
        double[][] seen = [first, [3, -40], [5, 60]];
        for (var i = 0; i < 2; i++)
        {
            double mean = 0, variance = 1, count = 1e-4;
            foreach (var value in seen.Select(s => s[i]))
            {
                var delta = value - mean;
                mean += delta / (count + 1);
                variance = ((variance * count) + (delta * delta * count / (count + 1))) / (count + 1);
                count++;
            }

            Assert.Equal(mean, env.Mean[i], 1e-9);
            Assert.Equal(variance, env.Variance[i], 1e-9 * variance);
            Assert.Equal((float)((seen[2][i] - mean) / Math.Sqrt(variance + 1e-8)), Playing.Floats(observation)[i], 1e-6f);
        }
    }

    [Fact]
    public void Frozen_statistics_are_used_but_not_updated()
    {
        using var env = new Echo(new Box(-1, 1, [1]), _ => 2).NormalizeReward().NormalizeObservation();
        var rewards = (NormalizeReward)env.Env;
        env.Reset(1ul);
        env.Step("[0.5]");
        var (mean, variance) = (env.Mean[0], rewards.Variance);
        env.UpdateRunningMean = rewards.UpdateRunningMean = false;
        Assert.Equal(env.Step("[0.25]").Observation, env.Step("[0.25]").Observation);
        Assert.Equal((mean, variance), (env.Mean[0], rewards.Variance));
    }

    [Fact]
    public void The_running_sum_of_rewards_is_cut_by_a_termination_only()
    {
        using var env = new Echo(new Box(-1, 1, [1]), e => e.Steps, length: 2).NormalizeReward(gamma: 0.5, epsilon: 0);
        double sum = 0, mean = 0, variance = 1, count = 1e-4;
        for (var episode = 0; episode < 3; episode++)
        {
            env.Reset(1ul);
            for (var step = 1; step <= 2; step++)
            {
                sum = (sum * 0.5 * (step == 2 ? 0 : 1)) + step;
                var delta = sum - mean;
                mean += delta / (count + 1);
                variance = ((variance * count) + (delta * delta * count / (count + 1))) / (count + 1);
                count++;
                Assert.Equal(step / Math.Sqrt(variance), env.Step("[0]").Outcome.Reward, 1e-12);
            }
        }
    }

    [Fact]
    public void What_cannot_be_normalised_is_refused()
    {
        Assert.Equal(
            "Observations of Echo cannot be normalised, since Tuple(Discrete(2)) has parts: flatten them first.",
            Assert.Throws<GymException>(() => new Echo(new TupleSpace(new Discrete(2))).NormalizeObservation()).Message);
        Assert.Equal(
            "Rewards cannot be normalised with a discount of 1.5: 0 to 1 is allowed.",
            Assert.Throws<GymException>(() => new Echo(new Discrete(2)).NormalizeReward(gamma: 1.5)).Message);
    }
}
