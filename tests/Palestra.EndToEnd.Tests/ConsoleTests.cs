using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Palestra.EndToEnd.Tests;

/// <summary>A person, a real browser and a real daemon.</summary>
public sealed partial class ConsoleTests(Browser browser) : IClassFixture<Browser>
{
    private readonly List<string> _errors = [];

    [Fact]
    public async Task The_demo_is_started_from_the_empty_list_shows_frames_and_a_growing_curve_is_stopped_and_survives_a_reload()
    {
        using var shell = new Shell();
        using var daemon = shell.Up();
        var page = await browser.OpenAsync(daemon.Url, _errors);

        await page.GetByTestId("start-demo").ClickAsync();
        await page.WaitForURLAsync(new Regex("/runs/.+"));

        await FramesChangeAsync(page);
        await CurveGrowsAsync(page);

        await page.GetByTestId("stop-run").ClickAsync();
        await Assertions.Expect(page.GetByTestId("status").First).ToContainTextAsync("cancelled", new() { Timeout = (float)Shell.Patience.TotalMilliseconds });

        var points = await page.GetByTestId("chart-return-points").InnerTextAsync();
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByTestId("status").First).ToContainTextAsync("cancelled");
        await Assertions.Expect(page.GetByTestId("chart-return-points")).ToContainTextAsync(Of().Match(points).Value);
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task A_run_is_started_from_the_form_and_the_form_marks_what_is_out_of_range()
    {
        using var shell = new Shell();
        using var daemon = shell.Up();
        var page = await browser.OpenAsync(new Uri(daemon.Url, "/new"), _errors);

        var episodes = page.GetByTestId("new-run-episodes");
        await episodes.FillAsync("400");
        await page.GetByTestId("new-run-seed").FillAsync("21");
        await Assertions.Expect(page.GetByTestId("command-line")).ToContainTextAsync("--episodes 400");
        await Assertions.Expect(page.GetByTestId("command-line")).ToContainTextAsync("--seed 21");
        await page.GetByTestId("new-run-submit").ClickAsync();

        await page.WaitForURLAsync(new Regex("/runs/.+"));
        await Assertions.Expect(page.GetByTestId("status").First).ToContainTextAsync("succeeded", new() { Timeout = (float)Shell.Patience.TotalMilliseconds });
        var id = new Uri(page.Url).Segments[^1].Trim('/');
        Assert.Equal(400, shell.Show(id).GetProperty("episodes").GetInt32());
        Assert.Equal(21, shell.Show(id).GetProperty("seed").GetInt32());
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task A_run_reserves_what_the_form_says_and_what_it_cannot_have_is_refused_at_its_field()
    {
        using var shell = new Shell();
        using var daemon = shell.Up("--set", "trainer.budget.cpus=4", "--set", "run.cpus=3");
        var page = await browser.OpenAsync(new Uri(daemon.Url, "/new?episodes=20"), _errors);
        var cpus = page.GetByTestId("new-run-cpus");
        await Assertions.Expect(cpus).ToHaveAttributeAsync("placeholder", "3");

        await cpus.FillAsync("5");
        await Assertions.Expect(page.GetByTestId("new-run-resources")).ToContainTextAsync("5 is out of range: 1 to 4.");
        await cpus.FillAsync("1");
        await Assertions.Expect(page.GetByTestId("command-line")).ToContainTextAsync("--cpus 1");
        await page.GetByTestId("new-run-submit").ClickAsync();

        await page.WaitForURLAsync(new Regex("/runs/.+"));
        await Assertions.Expect(page.GetByTestId("reserved")).ToContainTextAsync("1 CPU, ");
        var id = new Uri(page.Url).Segments[^1].Trim('/');
        Assert.Equal(1, shell.Show(id).GetProperty("resources").GetProperty("cpus").GetInt32());

        await page.GetByRole(AriaRole.Link, new() { Name = "Run again with changes" }).ClickAsync();
        await Assertions.Expect(cpus).ToHaveValueAsync("1");

        // A form that never heard of the range leaves the refusal to the daemon.
        await page.RouteAsync("**/api/v1/run-fields", route => route.AbortAsync());
        await page.GotoAsync(new Uri(daemon.Url, "/new?cpus=5").ToString());
        await page.GetByTestId("new-run-submit").ClickAsync();
        await Assertions.Expect(page.GetByTestId("new-run-resources")).ToContainTextAsync("'cpus' is 5, but all runs together have 4 (trainer.budget.cpus), so it could never start.");
        await Assertions.Expect(cpus).ToHaveAttributeAsync("aria-invalid", "true");
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task A_run_that_records_at_full_speed_keeps_the_page_alive_and_the_curve_says_what_it_shows()
    {
        using var shell = new Shell();
        using var daemon = shell.Up();
        var run = Task.Run(() => shell.Palestra("run", "FrozenLake-v1", "--algo", "random", "--steps", "2000000", "--seed", "2", "--run-id", "fast"));
        await shell.UntilRunAsync("fast", "recording", show => show.GetProperty("steps").GetInt64() > 0);
        var page = await browser.OpenAsync(new Uri(daemon.Url, "/runs/fast"), _errors);

        (await run).Succeeds();
        await Assertions.Expect(page.GetByTestId("status").First).ToContainTextAsync("succeeded", new() { Timeout = (float)Shell.Patience.TotalMilliseconds });

        var total = shell.Show("fast").GetProperty("episodes").GetInt64().ToString("N0", CultureInfo.InvariantCulture);
        await Assertions.Expect(page.GetByTestId("chart-return-points")).ToContainTextAsync($"of {total}");
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task The_console_notices_a_dead_daemon_and_catches_up_with_the_next_one_without_a_reload()
    {
        using var shell = new Shell();
        using var first = shell.Up();
        var page = await browser.OpenAsync(first.Url, _errors);
        await Assertions.Expect(page.GetByTestId("connection-state")).ToContainTextAsync(new Regex("connected", RegexOptions.IgnoreCase));

        first.Kill();
        await Assertions.Expect(page.GetByTestId("connection-state")).ToContainTextAsync(new Regex("reconnect|lost|since", RegexOptions.IgnoreCase));

        using var second = new DaemonProcess(shell.DataDir, first.Url.Port);
        await Assertions.Expect(page.GetByTestId("connection-state")).Not.ToContainTextAsync(new Regex("reconnect|lost|since", RegexOptions.IgnoreCase), new() { Timeout = (float)Shell.Patience.TotalMilliseconds });
    }

    private static async Task FramesChangeAsync(IPage page)
    {
        var number = page.GetByTestId("frame-number");
        await Assertions.Expect(number).ToHaveTextAsync(new Regex(@"\d"), new() { Timeout = (float)Shell.Patience.TotalMilliseconds });
        var first = await PixelsAsync(page);
        await page.WaitForFunctionAsync(
            """
            (before) => {
              const canvas = document.querySelector('[data-testid="frame-canvas"]');
              return canvas && canvas.toDataURL() !== before;
            }
            """,
            first);
    }

    private static Task<string> PixelsAsync(IPage page) =>
        page.EvaluateAsync<string>("""() => document.querySelector('[data-testid="frame-canvas"]').toDataURL()""");

    private static async Task CurveGrowsAsync(IPage page)
    {
        var label = page.GetByTestId("chart-return-points");
        await Assertions.Expect(label).ToContainTextAsync(new Regex(@"of [1-9]"), new() { Timeout = (float)Shell.Patience.TotalMilliseconds });
        var before = await label.InnerTextAsync();
        await Assertions.Expect(label).Not.ToHaveTextAsync(before, new() { Timeout = (float)Shell.Patience.TotalMilliseconds });
    }

    [GeneratedRegex(@"of [\d,. ]+\d")]
    private static partial Regex Of();
}
