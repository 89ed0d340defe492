using System.Net;

namespace Palestra.Trainer.Tests;

public sealed class PreviewTests
{
    [Fact]
    public async Task A_preview_shows_the_environment_with_the_arguments_asked_for()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var small = await PictureAsync(daemon, "/api/v1/environments/FrozenLake-v1/preview.png");
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], small[..4]);
        Assert.Equal(small, await PictureAsync(daemon, "/api/v1/environments/FrozenLake-v1/preview.png?is_slippery=true&token=ignored"));
        Assert.NotEqual(small, await PictureAsync(daemon, "/api/v1/environments/FrozenLake-v1/preview.png?map_name=8x8"));
    }

    [Theory]
    [InlineData("FrozenLak-v1", "", 404, "FrozenLake-v1")]
    [InlineData("FrozenLake-v1", "?success_rate=3", 400, "success_rate")]
    [InlineData("FrozenLake-v1", "?sucess_rate=0.5", 400, "success_rate")]
    public async Task A_preview_that_cannot_be_drawn_says_why(string id, string query, int status, string named)
    {
        await using var daemon = await TestDaemon.StartAsync();
        var answer = await daemon.SendAsync(HttpMethod.Get, $"/api/v1/environments/{id}/preview.png{query}");
        Assert.Equal(status, answer.Status);
        Assert.Contains(named, answer.Body.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static async Task<byte[]> PictureAsync(TestDaemon daemon, string path)
    {
        using var answer = await daemon.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, "image/png"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        return await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }
}
