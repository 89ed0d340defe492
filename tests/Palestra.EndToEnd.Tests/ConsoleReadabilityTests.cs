using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Palestra.EndToEnd.Tests;

/// <summary>The console on screens of every width, in both themes, with runs of every kind: it can be read, and says what is so.</summary>
public sealed class ConsoleReadabilityTests(Browser browser) : IClassFixture<Browser>
{
    private const string LongName = "A name that somebody typed to remember years later why this run was made at all";
    private static readonly float Patience = (float)Shell.Patience.TotalMilliseconds;
    private static readonly string[] Pages =
    [
        "/runs", "/new?env=Taxi-v3", "/system", "/settings", "/settings?history=all", "/runs/going", "/runs/going?tab=lanes", "/runs/going?tab=log", "/runs/going?tab=files", "/runs/nobody",
    ];

    private readonly List<string> _errors = [];

    [Fact]
    public async Task Every_page_fits_a_phone_a_small_window_and_a_desk_and_cuts_no_figure_off()
    {
        using var shell = new Shell();
        using var daemon = shell.Up();
        await SubmitAsync(daemon, $$"""{"env_id": "FrozenLake-v1", "algorithm": "q-learning", "run_id": "going", "name": "{{LongName}}", "steps": 10000000, "rate_hz": 200, "seed": 18446744073709551557}""");
        await shell.UntilRunAsync("going", "recording", show => show.GetProperty("steps").GetInt64() > 0);
        var page = await browser.OpenAsync(daemon.Url, _errors);

        foreach (var width in (int[])[390, 1024, 1440])
        {
            await page.SetViewportSizeAsync(width, 900);
            foreach (var path in Pages)
            {
                await OpenAsync(page, daemon, path);
                Assert.True(await Readability.TooWideAsync(page) <= 0, $"{path} is wider than a screen of {width} pixels.");
                var cut = await Readability.CutOffAsync(page);
                Assert.True(cut.Length == 0, $"{path} at {width} pixels cuts off: {string.Join("; ", cut)}");
            }
        }

        Assert.Empty(_errors);
    }

    [Fact]
    public async Task Every_text_has_the_contrast_of_WCAG_AA_in_both_themes()
    {
        using var shell = new Shell();
        using var daemon = shell.Up();
        await SubmitAsync(daemon, """{"env_id": "FrozenLake-v1", "algorithm": "q-learning", "run_id": "going", "steps": 10000000, "rate_hz": 200}""");
        await shell.UntilRunAsync("going", "recording", show => show.GetProperty("steps").GetInt64() > 0);
        var page = await browser.OpenAsync(daemon.Url, _errors);

        foreach (var theme in (ColorScheme[])[ColorScheme.Dark, ColorScheme.Light])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = theme });
            foreach (var path in Pages)
            {
                await OpenAsync(page, daemon, path);
                var faint = await Readability.FaintAsync(page);
                Assert.True(faint.Length == 0, $"{path}, {theme}: {string.Join("; ", faint)}");
            }
        }

        Assert.Empty(_errors);
    }

    [Fact]
    public async Task The_rail_shows_icons_where_words_have_no_room_and_stays_as_somebody_chose()
    {
        using var shell = new Shell();
        using var daemon = shell.Up();
        var page = await browser.OpenAsync(daemon.Url, _errors);
        var rail = page.GetByRole(AriaRole.Navigation, new() { Name = "Main" });
        await Assertions.Expect(rail.GetByText("New run")).ToBeVisibleAsync();

        await page.SetViewportSizeAsync(1024, 800);
        await Assertions.Expect(rail.GetByText("New run")).ToBeHiddenAsync();
        await rail.GetByRole(AriaRole.Button, new() { Name = "Expand the rail" }).ClickAsync();
        await page.ReloadAsync();
        await Assertions.Expect(rail.GetByText("New run")).ToBeVisibleAsync();

        await page.SetViewportSizeAsync(390, 800);
        await Assertions.Expect(rail.GetByText("New run")).ToBeHiddenAsync();
        await rail.GetByRole(AriaRole.Link, new() { Name = "System" }).ClickAsync();
        await page.WaitForURLAsync("**/system");
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task A_run_that_records_nothing_says_so_where_figures_would_be_and_shows_the_pace_that_its_frames_tell()
    {
        using var shell = new Shell();
        using var daemon = shell.Up();
        await SubmitAsync(daemon, """{"env_id": "FrozenLake-v1", "algorithm": "random", "run_id": "unrecorded", "telemetry_mode": "fast-lane-only", "steps": 10000000, "rate_hz": 100}""");
        var page = await browser.OpenAsync(new Uri(daemon.Url, "/runs/unrecorded"), _errors);

        await Assertions.Expect(page.GetByTestId("episodes-table")).ToContainTextAsync("Fast lane only: no episode is recorded.");
        await Assertions.Expect(page.GetByTestId("chart-return")).ToContainTextAsync("Fast lane only: episodes are not recorded.");
        await Assertions.Expect(page.GetByText("0 of 10,000,000 steps recorded")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByTestId("hud-speed")).ToHaveTextAsync(new Regex("^[1-9]"), new() { Timeout = Patience });
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task The_receipt_of_a_run_that_goes_on_is_not_sealed_yet_and_is_whole_once_it_has_ended()
    {
        using var shell = new Shell();
        using var daemon = shell.Up();
        await SubmitAsync(daemon, """{"env_id": "FrozenLake-v1", "algorithm": "random", "run_id": "going", "steps": 10000000, "rate_hz": 200}""");
        await shell.UntilRunAsync("going", "recording", show => show.GetProperty("steps").GetInt64() > 0);
        var page = await browser.OpenAsync(new Uri(daemon.Url, "/runs/going?tab=receipt"), _errors);

        await page.GetByTestId("check-receipt").ClickAsync();
        await Assertions.Expect(page.GetByTestId("seal")).ToHaveAttributeAsync("data-state", "open");
        await Assertions.Expect(page.GetByTestId("seal")).ToContainTextAsync("Not sealed yet");

        shell.Palestra("stop", "going").Succeeds();
        await Assertions.Expect(page.GetByTestId("status").First).ToContainTextAsync("cancelled", new() { Timeout = Patience });
        await page.GetByTestId("check-receipt").ClickAsync();
        await Assertions.Expect(page.GetByTestId("seal")).ToHaveAttributeAsync("data-state", "whole");
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task Filters_that_leave_nothing_offer_the_way_back()
    {
        using var shell = new Shell();
        using var daemon = shell.Up();
        shell.Palestra("run", "FrozenLake-v1", "--algo", "random", "--episodes", "3", "--run-id", "only").Succeeds();
        var page = await browser.OpenAsync(new Uri(daemon.Url, "/runs?text=nothing-like-it&status=failed"), _errors);
        await page.GetByRole(AriaRole.Button, new() { Name = "Clear the filters" }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("run-row-only")).ToBeVisibleAsync();

        await page.GotoAsync(new Uri(daemon.Url, "/settings?text=nothing-like-it").ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Show all settings" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Textbox, new() { Name = "api.chart_points", Exact = true })).ToBeVisibleAsync();
        Assert.Empty(_errors);
    }

    /// <summary>Opens a page and waits until what comes from the daemon is there.</summary>
    private static async Task OpenAsync(IPage page, DaemonProcess daemon, string path)
    {
        await page.GotoAsync(new Uri(daemon.Url, path).ToString());
        await Assertions.Expect(page.GetByTestId("connection-state")).ToContainTextAsync("connected", new() { Timeout = Patience });
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await Assertions.Expect(page.GetByText("…", new() { Exact = false }).And(page.Locator("main h2"))).ToHaveCountAsync(0, new() { Timeout = Patience });
    }

    private static async Task SubmitAsync(DaemonProcess daemon, string run)
    {
        using var client = new HttpClient { BaseAddress = daemon.Url };
        using var body = new StringContent(run, System.Text.Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri("/api/v1/runs", UriKind.Relative), body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
