namespace Palestra.Settings.Tests;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("FrozenLake-v2", "FrozenLake-v1")]
    [InlineData("frozenlake", "FrozenLake-v1")]
    [InlineData("cartpole-v1", "CartPole-v1")]
    [InlineData("Banana", null)]
    [InlineData("", null)]
    public void The_nearest_plausible_name_is_found(string text, string? expected) =>
        Assert.Equal(expected, NearestName.Of(text, ["CartPole-v1", "FrozenLake-v1", "FrozenLake8x8-v1"]));

    [Theory]
    [InlineData("batch_size", "bus.batch_size")]
    [InlineData("sink.batch_size", "db.sink.batch_size")]
    [InlineData("db.sink.batchsize", "db.sink.batch_size")]
    public void Dotted_names_are_found_by_their_last_parts(string text, string expected) =>
        Assert.Equal(expected, NearestName.Of(text, ["db.sink.batch_size", "bus.batch_size", "bus.capacity"]));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("levle", "level", 1)]
    [InlineData("abc", "abd", 1)]
    [InlineData("abc", "abcd", 1)]
    public void Distance_counts_changes_and_swaps(string left, string right, int expected)
    {
        Assert.Equal(expected, NearestName.Distance(left, right));
        Assert.Equal(expected, NearestName.Distance(right, left));
    }

    [Theory]
    [InlineData("run.default_seed=7", "run.default_seed", "7")]
    [InlineData("a=b=c", "a", "b=c")]
    [InlineData("a=", "a", "")]
    public void An_assignment_splits_at_its_first_equals_sign(string text, string key, string value) =>
        Assert.Equal(new(key, value), SettingsSources.ParseAssignment(text, out _));

    [Theory]
    [InlineData("a")]
    [InlineData("=b")]
    [InlineData("")]
    public void What_is_no_assignment_gets_a_sentence(string text)
    {
        Assert.Null(SettingsSources.ParseAssignment(text, out var problem));
        Assert.StartsWith("--set takes key=value", problem, StringComparison.Ordinal);
    }
}
