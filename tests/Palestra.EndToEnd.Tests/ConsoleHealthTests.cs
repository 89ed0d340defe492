using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SQLitePCL;

namespace Palestra.EndToEnd.Tests;

/// <summary>What a person sees of a run's health and telemetry, in a real browser with a real daemon and real workers.</summary>
public sealed class ConsoleHealthTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly float Patience = (float)Shell.Patience.TotalMilliseconds;
    private readonly List<string> _errors = [];

    [Fact]
    public async Task The_telemetry_mode_is_switched_while_the_run_goes_on_and_says_that_steps_are_not_recorded()
    {
        using var shell = new Shell();
        using var daemon = shell.Up();
        await StartAsync(daemon, "switched");
        await shell.UntilRunAsync("switched", "recording", show => show.GetProperty("steps").GetInt64() > 0);
        var page = await browser.OpenAsync(new Uri(daemon.Url, "/runs/switched"), _errors);
        var mode = page.GetByTestId("telemetry-mode");
        await Assertions.Expect(mode).ToHaveAttributeAsync("data-mode", "dual-path");
        await Assertions.Expect(page.GetByTestId("not-recorded")).ToHaveCountAsync(0);

        await mode.GetByText("Fast lane only").ClickAsync();
        await Assertions.Expect(mode).ToHaveAttributeAsync("data-mode", "fast-lane-only");
        await Assertions.Expect(page.GetByTestId("not-recorded")).ToHaveTextAsync("Steps are not recorded");
        using var client = new HttpClient { BaseAddress = daemon.Url };
        Assert.Contains("\"telemetry_mode\":\"fast-lane-only\"", await client.GetStringAsync(new Uri("/api/v1/runs/switched", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);

        // By keyboard as well: the control is a group of radio buttons.
        await mode.GetByRole(AriaRole.Radio, new() { Name = "Fast lane only" }).FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(mode).ToHaveAttributeAsync("data-mode", "dual-path");
        await Assertions.Expect(page.GetByTestId("not-recorded")).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Tab, new() { Name = "Log" }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("log-view")).ToContainTextAsync("Telemetry mode is", new() { Timeout = Patience });
        await Assertions.Expect(page.GetByTestId("observer-meter").First).ToContainTextAsync("%", new() { Timeout = Patience });
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task A_stalled_storage_is_one_fact_of_three_says_why_and_goes_by_itself()
    {
        using var shell = new Shell();
        using var daemon = shell.Up();
        await StartAsync(daemon, "stuck");
        await shell.UntilRunAsync("stuck", "recording", show => show.GetProperty("steps").GetInt64() > 0);
        var page = await browser.OpenAsync(new Uri(daemon.Url, "/runs/stuck"), _errors);
        await ConditionAsync(page, "storage", "fine");

        Batteries_V2.Init();
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_open(Path.Combine(shell.DataDir, "runs", "stuck", "run.db"), out var file));
        using (file)
        {
            await Until.TrueAsync(() => raw.sqlite3_exec(file, "BEGIN IMMEDIATE") == raw.SQLITE_OK, () => "The run file could not be locked.");
            await ConditionAsync(page, "storage", "stalled");
            await Assertions.Expect(page.GetByTestId("health-storage")).ToContainTextAsync("stalled since");
            await ConditionAsync(page, "worker", "fine");
            await ConditionAsync(page, "link", "fine");
            var notice = page.GetByTestId("storage-stall");
            await Assertions.Expect(notice).ToContainTextAsync(new Regex("Nothing can be written: .*locked"));
            await Assertions.Expect(notice).ToContainTextAsync(new Regex("[Tt]raining (goes on|waits)"));
            raw.sqlite3_exec(file, "ROLLBACK");
        }

        await ConditionAsync(page, "storage", "fine");
        await Assertions.Expect(page.GetByTestId("storage-stall")).ToHaveCountAsync(0);
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task The_system_page_shows_the_figures_of_a_run_and_how_its_commit_times_are_spread()
    {
        using var shell = new Shell();
        using var daemon = shell.Up();
        await StartAsync(daemon, "watched");
        await shell.UntilRunAsync("watched", "recording", show => show.GetProperty("steps").GetInt64() > 0);
        var page = await browser.OpenAsync(new Uri(daemon.Url, "/system?run=watched"), _errors);

        await Assertions.Expect(page.GetByTestId("runs-flow")).ToContainTextAsync("watched", new() { Timeout = Patience });
        await Assertions.Expect(page.GetByRole(AriaRole.Table, new() { Name = "Heartbeats of the components" })).ToContainTextAsync("durable path", new() { Timeout = Patience });
        await Assertions.Expect(page.GetByTestId("commit-histogram").Locator("rect").First).ToBeAttachedAsync(new() { Timeout = Patience });
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task A_log_id_is_explained_by_the_catalogue_and_the_filters_are_in_the_address()
    {
        using var shell = new Shell();
        using var daemon = shell.Up();
        shell.Palestra("run", "FrozenLake-v1", "--algo", "random", "--episodes", "20", "--seed", "18446744073709551557", "--run-id", "logged").Succeeds();
        var page = await browser.OpenAsync(new Uri(daemon.Url, "/runs/logged?tab=log"), _errors);
        var log = page.GetByTestId("log-view");

        await log.GetByRole(AriaRole.Button, new() { Name = "LOG_WORKER_STARTED" }).First.ClickAsync();
        await Assertions.Expect(page.GetByTestId("log-id-meaning")).ToContainTextAsync("Worker process {pid} started.");
        await page.GetByLabel("Words in the line").FillAsync("process started");
        await page.WaitForURLAsync(new Regex("text=process"));
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByTestId("log-id-meaning")).ToContainTextAsync("Worker process {pid} started.");
        await Assertions.Expect(log).ToContainTextAsync("LOG_WORKER_STARTED");
        await Assertions.Expect(log).Not.ToContainTextAsync("LOG_RUN_STATE");

        // A browser counts in doubles: this seed has more digits than fit.
        await Assertions.Expect(page.GetByText("seed 18446744073709551557")).ToBeVisibleAsync();
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task The_steps_of_a_run_are_drawn_and_a_link_leads_to_any_stretch_of_them()
    {
        using var shell = new Shell();
        using var daemon = shell.Up();
        shell.Palestra("run", "FrozenLake-v1", "--algo", "random", "--steps", "5000", "--seed", "4", "--run-id", "drawn").Succeeds();
        var page = await browser.OpenAsync(new Uri(daemon.Url, "/runs/drawn?tab=steps"), _errors);
        var points = page.GetByTestId("step-points");
        await Assertions.Expect(points).ToContainTextAsync(new Regex("for 5,0[0-9]{2} steps|for 5,000 steps"));

        // Dragging over the middle third zooms into it.
        var box = (await page.GetByTestId("steps-tab").Locator(".u-over").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + (box.Width / 3), box.Y + 20);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + 20);
        await page.Mouse.MoveAsync(box.X + (box.Width * 2 / 3), box.Y + 20);
        await page.Mouse.UpAsync();
        await page.WaitForURLAsync(new Regex("first=[0-9]+"));
        await Assertions.Expect(points).Not.ToContainTextAsync("for 5,0");

        await page.GotoAsync(new Uri(daemon.Url, "/runs/drawn?tab=steps&value=observation[0]&first=101&last=150").ToString());
        await Assertions.Expect(points).ToHaveTextAsync("50 points for 50 steps");
        Assert.Empty(_errors);
    }

    private static Task ConditionAsync(IPage page, string fact, string condition) =>
        Assertions.Expect(page.GetByTestId($"health-{fact}")).ToHaveAttributeAsync("data-condition", condition, new() { Timeout = Patience });

    /// <summary>A run without end, slow enough for one core.</summary>
    private static async Task StartAsync(DaemonProcess daemon, string runId)
    {
        using var client = new HttpClient { BaseAddress = daemon.Url };
        using var body = new StringContent(
            $$"""{"env_id": "FrozenLake-v1", "algorithm": "q-learning", "run_id": "{{runId}}", "steps": 10000000, "rate_hz": 200}""",
            System.Text.Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri("/api/v1/runs", UriKind.Relative), body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
