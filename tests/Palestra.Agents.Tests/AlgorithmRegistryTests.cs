using System.Text.Json;
using Palestra.Gym;

namespace Palestra.Agents.Tests;

public sealed class AlgorithmRegistryTests
{
    private static readonly LearnerContext Context = new("x", new Discrete(4), new Discrete(16), 1);

    [Fact]
    public void Both_algorithms_are_there_with_help_for_every_parameter()
    {
        Assert.Equal(["q-learning", "random"], AlgorithmRegistry.Default.Specs.Select(s => s.Id));
        foreach (var parameter in AlgorithmRegistry.Default.Specs.SelectMany(s => s.Parameters))
        {
            Assert.NotEmpty(parameter.Description);
            Assert.Null(parameter.Read(JsonSerializer.SerializeToElement(parameter.Default), "x").Error);
        }
    }

    [Fact]
    public void An_unknown_algorithm_names_the_nearest_and_all_there_are() =>
        Assert.Equal(
            "Algorithm 'qlearning' is not known. Did you mean 'q-learning'? There are: q-learning, random.",
            Assert.Throws<UnknownIdException>(() => AlgorithmRegistry.Default.Create("qlearning", null, Context)).Message);

    [Fact]
    public void Refused_parameters_are_reported_together()
    {
        var e = Assert.Throws<ParameterException>(() => AlgorithmRegistry.Default.Create(
            "q-learning", JsonSerializer.Deserialize<Dictionary<string, JsonElement>>("""{"alpha": 2, "gama": 1, "epsilon_steps": 0}"""), Context));
        Assert.Equal(
            [
                "Parameter 'alpha' of algorithm 'q-learning' is '2', which is not allowed: numbers 0 to 1.",
                "Parameter 'gama' is not known to algorithm 'q-learning'. Did you mean 'gamma'? It takes: alpha, alpha_decay, alpha_end, gamma, epsilon_start, epsilon_end, epsilon_steps, initial_q, train, load.",
                "Parameter 'epsilon_steps' of algorithm 'q-learning' is '0', which is not allowed: whole numbers of 1 or more.",
            ],
            e.Errors.Select(x => x.Message));
    }

    [Fact]
    public void A_table_cannot_be_learned_over_a_continuous_space() =>
        Assert.Equal(
            "Algorithm 'q-learning' cannot work with the observation space Box(-1, 1, (4), float32): it needs Discrete or MultiDiscrete or Tuple.",
            Assert.Throws<GymException>(() => AlgorithmRegistry.Default.Create(
                "q-learning", null, Context with { ObservationSpace = new Box(-1, 1, [4]) })).Message);

    [Fact]
    public void A_table_needs_every_part_of_a_tuple_to_be_finite_and_no_more_rows_than_an_array_has()
    {
        Assert.Equal(
            "Algorithm 'q-learning' cannot work here: A table of states needs a space of finitely many values; Tuple(Discrete(2), Box(-1, 1, (1), float32)) is not one: Discrete, MultiDiscrete, and tuples of them are.",
            Refusal(new TupleSpace(new Discrete(2), new Box(-1, 1, [1]))));
        Assert.Equal(
            "Algorithm 'q-learning' cannot work here: A table of states can have 2147483647 rows; MultiDiscrete([65536, 65536]) has more values.",
            Refusal(new MultiDiscrete([65536, 65536])));

        static string Refusal(Space observations) => Assert.Throws<GymException>(() => AlgorithmRegistry.Default.Create(
            "q-learning", null, Context with { ObservationSpace = observations })).Message;
    }

    [Fact]
    public void Random_draws_every_action_and_repeats_itself_with_its_seed()
    {
        var first = Draw(3);
        Assert.Equal(first, Draw(3));
        Assert.NotEqual(first, Draw(4));
        Assert.Equal([0, 1, 2, 3], first.Distinct().Order());

        static List<long> Draw(ulong seed)
        {
            var policy = AlgorithmRegistry.Default.Create("random", null, new LearnerContext("x", new Discrete(4), new Discrete(16), seed));
            var action = new byte[8];
            return [.. Enumerable.Range(0, 200).Select(_ =>
            {
                policy.Act(0, new byte[8], action);
                return Discrete.Read(action);
            })];
        }
    }
}
