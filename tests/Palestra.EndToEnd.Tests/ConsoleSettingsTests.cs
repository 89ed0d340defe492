using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Palestra.EndToEnd.Tests;

/// <summary>An operator at the page of settings, in a real browser with a real daemon.</summary>
public sealed class ConsoleSettingsTests(Browser browser) : IClassFixture<Browser>
{
    private const string Interval = "telemetry.db_sink.commit_interval";
    private const string Pinned = "trainer.max_running";
    private static readonly float Patience = (float)Shell.Patience.TotalMilliseconds;
    private readonly List<string> _errors = [];

    [Fact]
    public async Task A_value_is_edited_in_place_refused_while_it_is_out_of_range_stored_by_Enter_and_undone_from_the_history()
    {
        using var shell = new Shell();
        using var daemon = shell.Up();
        using var client = new HttpClient { BaseAddress = daemon.Url };
        var page = await browser.OpenAsync(new Uri(daemon.Url, $"/settings?text={Interval}"), _errors);
        var row = Row(page, Interval);
        var value = row.GetByTestId("value");
        await Assertions.Expect(value).ToHaveValueAsync("20");

        await value.FillAsync("-1");
        await Assertions.Expect(row.GetByTestId("problem")).ToHaveTextAsync($"{Interval} = '-1' is too small; allowed is a number from 0 to 10000 ms.");
        Assert.Equal(await RefusalAsync(client, Interval, "-1"), await row.GetByTestId("problem").InnerTextAsync());
        await value.PressAsync("Enter");
        await value.PressAsync("Escape");
        await Assertions.Expect(value).ToHaveValueAsync("20");

        await value.FillAsync("45");
        await value.PressAsync("Enter");
        await Assertions.Expect(row.GetByTestId("origin")).ToHaveTextAsync("stored");
        Assert.Equal("45", (await SettingAsync(client, Interval)).GetProperty("value").GetRawText());

        await page.GetByTestId("settings-view").GetByText("History").ClickAsync();
        var history = page.GetByTestId("settings-history");
        await Assertions.Expect(history).ToContainTextAsync(Interval);
        await Assertions.Expect(history).ToContainTextAsync("console");
        await history.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await page.GetByTestId("undo-confirm").ClickAsync();
        await Assertions.Expect(history.GetByRole(AriaRole.Row)).ToHaveCountAsync(3);
        Assert.Equal("default", (await SettingAsync(client, Interval)).GetProperty("origin").GetString());
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task A_change_made_elsewhere_shows_at_once_and_one_made_while_somebody_types_is_theirs_to_take_or_to_overwrite()
    {
        using var shell = new Shell();
        using var daemon = shell.Up();
        using var client = new HttpClient { BaseAddress = daemon.Url };
        var page = await browser.OpenAsync(new Uri(daemon.Url, $"/settings?text={Interval}"), _errors);
        var row = Row(page, Interval);
        var value = row.GetByTestId("value");
        await Assertions.Expect(value).ToHaveValueAsync("20");

        await StoreAsync(client, Interval, 30);
        await Assertions.Expect(value).ToHaveValueAsync("30", new() { Timeout = Patience });

        await value.FillAsync("40");
        await StoreAsync(client, Interval, 31);
        await Assertions.Expect(row.GetByTestId("conflict")).ToContainTextAsync("Changed elsewhere to 31");
        await Assertions.Expect(value).ToHaveValueAsync("40");
        await row.GetByRole(AriaRole.Button, new() { Name = "Take theirs" }).ClickAsync();
        await Assertions.Expect(value).ToHaveValueAsync("31");

        await value.FillAsync("50");
        await StoreAsync(client, Interval, 32);
        await row.GetByRole(AriaRole.Button, new() { Name = "Overwrite" }).ClickAsync();
        await Assertions.Expect(row.GetByTestId("conflict")).ToHaveCountAsync(0);
        await Assertions.Expect(value).ToHaveValueAsync("50");
        await Until.TrueAsync(() => SettingAsync(client, Interval).Result.GetProperty("value").GetInt32() == 50, () => "The overwriting value never was in force.");

        // A neighbour's change moves the version of the subsystem, and is no conflict.
        await value.FillAsync("60");
        await StoreAsync(client, "telemetry.db_sink.batch_size", 128);
        await value.PressAsync("Enter");
        await Until.TrueAsync(() => SettingAsync(client, Interval).Result.GetProperty("value").GetInt32() == 60, () => "A neighbour's change kept the value out.");
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task A_pinned_value_cannot_be_edited_and_says_what_pins_it_and_a_value_that_needs_a_restart_becomes_pending()
    {
        using var shell = new Shell();
        using var daemon = shell.Up("--set", $"{Pinned}=3");
        var page = await browser.OpenAsync(new Uri(daemon.Url, "/settings?only=pinned"), _errors);
        var pinned = Row(page, Pinned);
        await Assertions.Expect(pinned).ToContainTextAsync("The command line of the daemon pins this; a change here could not win.");
        await Assertions.Expect(pinned.GetByRole(AriaRole.Textbox)).ToHaveCountAsync(0);

        await pinned.GetByRole(AriaRole.Button, new() { Name = $"Explain {Pinned}" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex($"key={Regex.Escape(Pinned)}"));
        foreach (var layer in new[] { "default", "file", "stored", "dotenv", "environment", "command-line" })
        {
            await Assertions.Expect(page.GetByTestId($"layer-{layer}")).ToHaveCountAsync(1);
        }

        await Assertions.Expect(page.GetByTestId("layer-command-line")).ToContainTextAsync("in force");

        const string restart = "grpc.advertised_address";
        await page.GotoAsync(new Uri(daemon.Url, $"/settings?text={restart}").ToString());
        var row = Row(page, restart);
        await row.GetByTestId("value").FillAsync("http://lab.example:50055");
        await row.GetByTestId("value").PressAsync("Enter");
        await Assertions.Expect(row.GetByTestId("pending")).ToHaveTextAsync("http://lab.example:50055 after a restart; in force (empty) until the daemon restarts.");
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task A_setting_that_is_needed_to_find_the_store_is_shown_and_says_why_it_cannot_be_edited()
    {
        using var shell = new Shell();
        using var daemon = shell.Up();
        var page = await browser.OpenAsync(new Uri(daemon.Url, "/settings?text=GYM_DATA_DIR"), _errors);
        var row = Row(page, "paths.data_dir");
        await Assertions.Expect(row).ToContainTextAsync("Not editable here: it is needed to find the store.");
        await Assertions.Expect(row.GetByTestId("value")).ToContainTextAsync(shell.DataDir);
        await Assertions.Expect(row.GetByRole(AriaRole.Textbox)).ToHaveCountAsync(0);
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task A_bad_settings_file_is_told_with_its_sentences_while_the_old_values_stay_and_goes_once_it_is_mended()
    {
        using var shell = new Shell();
        var file = Path.Combine(shell.DataDir, "settings.json");
        await File.WriteAllTextAsync(file, $$"""{"{{Interval}}": 25}""", TestContext.Current.CancellationToken);
        using var daemon = shell.Up("--set", "settings.poll_interval=0.1");
        var page = await browser.OpenAsync(new Uri(daemon.Url, $"/settings?text={Interval}"), _errors);
        var row = Row(page, Interval);
        await Assertions.Expect(row.GetByTestId("origin")).ToHaveTextAsync("settings file");
        await Assertions.Expect(row.GetByTestId("value")).ToHaveValueAsync("25");

        await File.WriteAllTextAsync(file, $$"""{"{{Interval}}": "soon"}""", TestContext.Current.CancellationToken);
        await Assertions.Expect(page.GetByTestId("file-problem")).ToContainTextAsync($"{Interval} = 'soon' is not a number", new() { Timeout = Patience });
        await Assertions.Expect(row.GetByTestId("value")).ToHaveValueAsync("25");

        await File.WriteAllTextAsync(file, $$"""{"{{Interval}}": 35}""", TestContext.Current.CancellationToken);
        await Assertions.Expect(row.GetByTestId("value")).ToHaveValueAsync("35", new() { Timeout = Patience });
        await Assertions.Expect(page.GetByTestId("file-problem")).ToHaveCountAsync(0);
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task A_change_during_a_run_is_marked_in_its_charts_and_what_differs_from_now_is_told_with_its_settings()
    {
        using var shell = new Shell();
        using var daemon = shell.Up();
        using var client = new HttpClient { BaseAddress = daemon.Url };
        using var submitted = await client.PostAsJsonAsync(
            new Uri("/api/v1/runs", UriKind.Relative),
            new { env_id = "FrozenLake-v1", algorithm = "random", steps = 1_000_000, rate_hz = 2000, run_id = "marked" },
            TestContext.Current.CancellationToken);
        submitted.EnsureSuccessStatusCode();
        await shell.UntilRunAsync("marked", "recording", show => show.GetProperty("episodes").GetInt64() > 10);
        var page = await browser.OpenAsync(new Uri(daemon.Url, "/runs/marked?tab=settings"), _errors);
        await Assertions.Expect(page.GetByTestId("settings-differ")).ToHaveTextAsync("The same as now");

        await StoreAsync(client, Interval, 30);
        await Assertions.Expect(page.GetByTestId("run-setting-changes")).ToContainTextAsync(Interval, new() { Timeout = Patience });
        await Assertions.Expect(page.GetByTestId("settings-differ")).ToContainTextAsync("1 of ");
        await Assertions.Expect(page.GetByTestId("chart-return").GetByTestId("chart-mark")).ToHaveCountAsync(1);
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task The_form_of_a_new_run_takes_its_range_and_defaults_from_the_settings()
    {
        using var shell = new Shell();
        using var daemon = shell.Up("--set", "trainer.max_num_envs=8", "--set", "trainer.default_episodes=77");
        var page = await browser.OpenAsync(new Uri(daemon.Url, "/new"), _errors);
        await Assertions.Expect(page.GetByTestId("new-run-episodes")).ToHaveAttributeAsync("placeholder", "77");

        await page.GetByTestId("new-run-envs").FillAsync("9");
        await Assertions.Expect(page.GetByText("9 is out of range: 1 to 8 environments.")).ToBeVisibleAsync();
        Assert.Empty(_errors);
    }

    private static ILocator Row(IPage page, string key) => page.GetByTestId($"setting-{key}");

    private static Uri Address(string key) => new($"/api/v1/settings/{key}", UriKind.Relative);

    private static async Task<JsonElement> SettingAsync(HttpClient client, string key) =>
        await client.GetFromJsonAsync<JsonElement>(Address(key), TestContext.Current.CancellationToken);

    private static async Task StoreAsync(HttpClient client, string key, int value)
    {
        using var answer = await client.PutAsJsonAsync(Address(key), new { value }, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<string?> RefusalAsync(HttpClient client, string key, string value)
    {
        using var answer = await client.PutAsJsonAsync(Address(key), new { value }, TestContext.Current.CancellationToken);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return problem.GetProperty("detail").GetString();
    }
}
