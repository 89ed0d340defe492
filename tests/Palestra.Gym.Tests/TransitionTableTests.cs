using Palestra.Gym.Toy;

namespace Palestra.Gym.Tests;

public sealed class TransitionTableTests
{
    public static TheoryData<double[]> Distributions => new(
        (double[])[1.0], (double[])[0, 0, 1, 0], (double[])[0.25, 0, 0.25, 0, 0, 0.5], (double[])[0, 0.1, 0.2, 0.3, 0.4, 0],

        // Less than 1 in sum: draws beyond it go to state 0.
        (double[])[0, 0.1, 0.2], (double[])[0, 0]);

    [Theory]
    [MemberData(nameof(Distributions))]
    public void First_states_are_those_of_a_walk_along_the_running_sum(double[] initial)
    {
        var outcomes = initial.Select((_, s) => (IReadOnlyList<Transition>)[new Transition(1, s, 0, false)]).ToArray();
        var table = new TransitionTable(initial.Length, 1, outcomes, initial);
        var (random, same) = (new NumpyRandom(17), new NumpyRandom(17));
        for (var i = 0; i < 2_000; i++)
        {
            Assert.Equal(Walk(initial, same.Random()), table.DrawInitial(random));
        }
    }

    [Fact]
    public void First_states_of_a_made_environment_are_those_of_the_walk_too()
    {
        var table = new Taxi().P;
        var (random, same) = (new NumpyRandom(4), new NumpyRandom(4));
        for (var i = 0; i < 20_000; i++)
        {
            Assert.Equal(Walk(table.InitialDistribution, same.Random()), table.DrawInitial(random));
        }
    }

    // Gymnasium's rule: the first index whose running sum exceeds the draw, 0 if none does.
    private static int Walk(IReadOnlyList<double> probabilities, double draw)
    {
        double sum = 0;
        for (var i = 0; i < probabilities.Count; i++)
        {
            sum += probabilities[i];
            if (sum > draw)
            {
                return i;
            }
        }

        return 0;
    }
}
