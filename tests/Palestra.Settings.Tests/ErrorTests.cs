namespace Palestra.Settings.Tests;

public sealed class ErrorTests
{
    [Fact]
    public void Every_error_of_every_layer_is_reported_at_once()
    {
        using var files = new LayerFiles()
            .File("{\n  \"sample\": { \"sink\": {\n    \"batch_size\": 0,\n    \"levle\": \"info\" } },\n  \"sample.sink.title\": [1]\n}")
            .DotEnv("# x\nGYM_SAMPLE_SINK_INTERVAL=soon\nGYM_SAMPLE_SINK_RATOI=1\n")
            .Env("GYM_SINK_BATCH_SIZE", "4097")
            .Env("GYM_SAMPLE_SINK_MOED", "x")
            .Set("sample.sink.enabled", "maybe")
            .Set("batchsize", "1")
            .Set("sample.sink.mode", "dual-pat");
        var refused = files.LoadFails();
        Assert.Equal(
            [
                $"{files.SettingsFile} line 4: 'sample.sink.levle' is not a setting. Did you mean 'sample.sink.level'?",
                $"{files.SettingsFile} line 5: sample.sink.title is a list; allowed is a text.",
                $"{files.SettingsFile} line 3: sample.sink.batch_size = '0' is too small; allowed is a whole number from 1 to 4096 steps.",
                $"{files.DotEnvFile} line 3: 'GYM_SAMPLE_SINK_RATOI' is not a setting. Did you mean 'GYM_SAMPLE_SINK_RATIO'?",
                $"{files.DotEnvFile} line 2 (GYM_SAMPLE_SINK_INTERVAL): sample.sink.interval = 'soon' is not a number; "
                    + "allowed is a number from 0.1 to 3600 s.",
                "Environment variable 'GYM_SAMPLE_SINK_MOED' is not a setting. Did you mean 'GYM_SAMPLE_SINK_MODE'?",
                "Environment variable GYM_SINK_BATCH_SIZE: sample.sink.batch_size = '4097' is too large; "
                    + "allowed is a whole number from 1 to 4096 steps.",
                "Command line: 'batchsize' is not a setting. Did you mean 'sample.sink.batch_size'?",
                "Command line: sample.sink.enabled = 'maybe' is neither true nor false; "
                    + "allowed is true or false (also 1, 0, yes, no, on, off).",
                "Command line: sample.sink.mode = 'dual-pat' is not one of its words (did you mean dual-path?); "
                    + "allowed is one of fast-lane-only, dual-path.",
            ],
            refused.Errors.Select(error => error.Sentence));
        Assert.StartsWith("10 settings are wrong:", refused.Message, StringComparison.Ordinal);
        Assert.All(refused.Errors, error => Assert.Contains(error.Sentence, refused.Message, StringComparison.Ordinal));
        Assert.Equal(
            (SettingOrigin.File, "sample.sink.batch_size", files.SettingsFile, 3),
            (refused.Errors[2].Layer, refused.Errors[2].Key, refused.Errors[2].File, refused.Errors[2].Line));
    }

    [Theory]
    [InlineData("sample.sink.batch_size", "1.5", "is not a whole number")]
    [InlineData("sample.sink.batch_size", "", "is not a whole number")]
    [InlineData("sample.sink.batch_size", "99999999999", "does not fit")]
    [InlineData("sample.sink.batch_size", "1,000", "is not a whole number")]
    [InlineData("sample.sink.max_bytes", "9223372036854775808", "does not fit")]
    [InlineData("sample.sink.max_bytes", "-1", "is too small")]
    [InlineData("sample.sink.ratio", "NaN", "is not a finite number")]
    [InlineData("sample.sink.ratio", "1e999", "is not a finite number")]
    [InlineData("sample.sink.ratio", "1.0000001", "is too large")]
    [InlineData("sample.sink.interval", "5s", "is not a number")]
    [InlineData("sample.sink.interval", "Infinity", "is not a finite number")]
    [InlineData("sample.sink.interval", "0.0999999", "is too small")]
    [InlineData("sample.sink.delay", "1e25", "does not fit")]
    [InlineData("sample.sink.delay", "1e300", "does not fit")]
    [InlineData("sample.sink.mode", "0", "is not one of its words")]
    [InlineData("sample.sink.level", "Info", "is not one of its words (did you mean info?)")]
    public void A_value_that_is_not_allowed_is_refused_with_the_reason(string key, string value, string reason)
    {
        using var files = new LayerFiles().Set(key, value);
        var error = Assert.Single(files.LoadFails().Errors);
        Assert.StartsWith($"Command line: {key} = '{value}' {reason}; allowed is ", error.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_losing_value_is_checked_too()
    {
        using var files = new LayerFiles().Env("GYM_SINK_BATCH_SIZE", "none").Set("sample.sink.batch_size", "5");
        Assert.Equal(SettingOrigin.Environment, Assert.Single(files.LoadFails().Errors).Layer);
    }

    [Fact]
    public void A_rule_across_settings_joins_the_errors()
    {
        using var files = new LayerFiles().Set("sample.sink.max_bytes", "10").Set("nonsense", "1");
        var errors = files.LoadFails().Errors;
        Assert.Equal(2, errors.Count);
        Assert.Equal("sample.sink.batch_size = 64 must not be above sample.sink.max_bytes = 10.", errors[1].Sentence);
    }

    [Theory]
    [InlineData("{\n  \"a\": 1,\n  oops\n}", 3)]
    [InlineData("{\n  \"sample.sink.title\": \"x\"\n", 3)]
    [InlineData("", 1)]
    [InlineData("{}\n{}", 2)]
    public void A_file_that_is_not_json_is_refused_with_file_and_line(string json, int line)
    {
        using var files = new LayerFiles().File(json);
        var error = files.LoadFails().Errors[^1];
        Assert.StartsWith($"{files.SettingsFile} line {line} is not valid JSON", error.Sentence, StringComparison.Ordinal);
        Assert.Equal((files.SettingsFile, line), (error.File, error.Line));
    }

    [Fact]
    public void A_file_that_holds_no_object_is_refused()
    {
        using var files = new LayerFiles().File("\n[1]");
        Assert.StartsWith(
            $"{files.SettingsFile} line 2 is not a JSON object", Assert.Single(files.LoadFails().Errors).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_text_is_refused()
    {
        using var files = new LayerFiles();
        File.WriteAllBytes(files.SettingsFile, [(byte)'{', 0xFF, (byte)'}']);
        Assert.Equal($"{files.SettingsFile} is not UTF-8 text.", files.LoadFails().Message);
    }

    [Fact]
    public void Comments_trailing_commas_and_a_byte_order_mark_are_fine()
    {
        using var files = new LayerFiles().File("\uFEFF// ours\n{ \"sample.sink.batch_size\": 5, /* more */ }");
        Assert.Equal(5, files.Load().Get<SampleSettings>().BatchSize);
    }

    [Fact]
    public void A_key_given_twice_in_one_file_is_refused()
    {
        using var files = new LayerFiles().File("{\n\"sample.sink.title\": \"a\",\n\"sample\": {\"sink\": {\"title\": \"b\"}}\n}");
        Assert.Equal(
            $"{files.SettingsFile} line 3: sample.sink.title is given twice, first in line 2.", files.LoadFails().Message);
    }

    [Fact]
    public void A_group_where_a_value_belongs_is_refused()
    {
        using var files = new LayerFiles().File("{ \"sample.sink.title\": { \"text\": 1 }, \"sample.sink.level\": \"warn\" }");
        Assert.Equal($"{files.SettingsFile} line 1: sample.sink.title is a group; allowed is a text.", files.LoadFails().Message);
    }

    [Fact]
    public void A_folder_in_the_place_of_a_file_is_refused()
    {
        using var files = new LayerFiles();
        Directory.CreateDirectory(files.SettingsFile);
        Directory.CreateDirectory(files.DotEnvFile);
        Assert.Equal(
            [$"{files.SettingsFile} cannot be read: it is a folder.", $"{files.DotEnvFile} cannot be read: it is a folder."],
            files.LoadFails().Errors.Select(error => error.Sentence));
    }

    [Fact]
    public void A_dotenv_line_that_cannot_be_read_is_named_by_its_number()
    {
        using var files = new LayerFiles().DotEnv("GYM_SAMPLE_SINK_TITLE=x\nGYM_SAMPLE_SINK_LEVEL info\n");
        Assert.StartsWith($"{files.DotEnvFile} line 2 is not NAME=value", files.LoadFails().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$PALESTRA_TEST_BASE/data")]
    [InlineData("\"${PALESTRA_TEST_BASE}/data\"")]
    public void A_dotenv_value_that_refers_to_nothing_is_refused_instead_of_cut(string written)
    {
        using var files = new LayerFiles().DotEnv($"PALESTRA_TEST_BASE=/x\nGYM_SAMPLE_SINK_TITLE={written}\n");
        Assert.StartsWith(
            $"{files.DotEnvFile} line 2: GYM_SAMPLE_SINK_TITLE refers to $PALESTRA_TEST_BASE, which is not in the environment",
            Assert.Single(files.LoadFails().Errors).Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gym_sink_batch_size")]
    [InlineData("GYM_SINK_BATCHSIZE")]
    [InlineData("GYM_SINK_BTACH_SIZE")]
    [InlineData("GYM_SINK_BATCH_SIZES")]
    public void A_slip_in_the_name_of_a_variable_is_an_error(string name)
    {
        using var files = new LayerFiles().Env(name, "5");
        Assert.Equal($"Environment variable '{name}' is not a setting. Did you mean 'GYM_SINK_BATCH_SIZE'?", files.LoadFails().Message);
    }

    [Fact]
    public void An_unknown_variable_far_from_ours_is_only_a_warning()
    {
        using var files = new LayerFiles().Env("GYM_SOMETHING_ELSE_ALTOGETHER", "1").Env("UNRELATED", "1").Env("gym_of_mine", "1");
        Assert.Equal(
            "Environment variable 'GYM_SOMETHING_ELSE_ALTOGETHER' is not a setting; it has no effect.",
            Assert.Single(files.Load().Warnings));
    }

    [Fact]
    public void An_unknown_name_in_the_dotenv_file_is_an_error_however_far()
    {
        using var files = new LayerFiles().DotEnv("GYM_SOMETHING_ELSE_ALTOGETHER=1\nUNRELATED=1\n");
        Assert.Equal($"{files.DotEnvFile} line 1: 'GYM_SOMETHING_ELSE_ALTOGETHER' is not a setting.", files.LoadFails().Message);
    }
}
