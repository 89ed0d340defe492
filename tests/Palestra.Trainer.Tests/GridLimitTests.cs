using System.Text.Json;

namespace Palestra.Trainer.Tests;

/// <summary>One place for the bounds of maps: what forms offer, requests may say and previews show is the same.</summary>
public sealed class GridLimitTests
{
    [Theory]
    [InlineData("""{"random_size": 3}""", false)]
    [InlineData("""{"random_size": 4}""", true)]
    [InlineData("""{"random_size": 20}""", true)]
    [InlineData("""{"random_size": 21}""", false)]
    [InlineData("""{"desc": "SFF/FFF/FFG"}""", false)]
    [InlineData("""{"desc": "SFFFFF/FFFFFF/FFFFFF/FFFFFG"}""", true)]
    [InlineData("""{"map_name": "8x8"}""", true)]
    public async Task Maps_of_ones_own_have_4_to_20_rows_and_columns(string arguments, bool allowed)
    {
        await using var daemon = await TestDaemon.StartAsync();

        var answer = await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs", $$"""{"env_id": "FrozenLake-v1", "env_args": {{arguments}}}""");
        var argument = JsonDocument.Parse(arguments).RootElement.EnumerateObject().Single();
        using var preview = await daemon.Http.GetAsync(
            new Uri($"/api/v1/environments/FrozenLake-v1/preview.png?{argument.Name}={Uri.EscapeDataString(argument.Value.ToString())}", UriKind.Relative),
            TestContext.Current.CancellationToken);

        Assert.Equal((allowed ? 201 : 400, allowed ? 200 : 400), (answer.Status, (int)preview.StatusCode));
        if (!allowed)
        {
            Assert.Contains("4 to 20 of each are allowed (env.grid.min_size, env.grid.max_size)", answer.Body.GetProperty("errors").GetProperty("env_args")[0].GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_schema_offers_what_a_request_may_say_and_shows_the_map()
    {
        await using var daemon = await TestDaemon.StartAsync(settings: [("env.grid.min_size", "6"), ("env.grid.max_size", "12")]);

        var lake = (await daemon.GetAsync("/api/v1/environments")).GetProperty("environments").EnumerateArray()
            .Single(environment => environment.GetProperty("id").GetString() == "FrozenLake-v1");
        var size = lake.GetProperty("arguments").EnumerateArray().Single(argument => argument.GetProperty("name").GetString() == "random_size");
        var fixedMap = await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs", """{"env_id": "FrozenLake-v1"}""");

        Assert.Equal(12, size.GetProperty("max").GetDouble());
        Assert.Contains("6 to 12 rows and columns", size.GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.Equal("""{"rows":4,"columns":4,"starts":[[0,0]],"goals":[[3,3]],"holes":[[1,1],[1,3],[2,3],[3,0]]}""", lake.GetProperty("grid").GetRawText());
        Assert.Equal(201, fixedMap.Status);
    }
}
