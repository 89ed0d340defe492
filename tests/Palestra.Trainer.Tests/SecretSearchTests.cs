using System.Text;
using System.Text.Json;
using Palestra.Settings;
using Palestra.Storage;

namespace Palestra.Trainer.Tests;

/// <summary>A secret is planted, everything that writes or answers is made to do so, and then it is looked for.</summary>
public sealed class SecretSearchTests
{
    private const string Secret = "s3cret-8f1c2d";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_secret_is_in_no_answer_no_file_and_no_text_of_a_daemon(bool fromEnvironment)
    {
        var root = TestDaemon.NewRoot();
        Directory.CreateDirectory(root.Path);
        try
        {
            var layers = new SettingsSources { Environment = fromEnvironment ? new Dictionary<string, string> { ["GYM_TEST_PASSWORD"] = Secret } : [] };
            if (!fromEnvironment)
            {
                WriteFile("""{"test.password": "SECRET"}""");
            }

            var texts = new List<string>();
            await using (var daemon = await TestDaemon.StartWithLayersAsync(layers, root))
            {
                await daemon.SubmitAsync("recorded");
                await using var worker = daemon.Worker("recorded");
                await worker.HelloAsync();
                await worker.StepsAsync(1, 10, ends: true);
                await AskAsync(HttpMethod.Get, "/api/v1/settings");
                var row = await AskAsync(HttpMethod.Get, "/api/v1/settings/test.password");
                Assert.Equal(EffectiveSetting.Mask, row.GetProperty("value").GetString());
                await AskAsync(HttpMethod.Put, "/api/v1/settings/test.password", $$"""{"value": "{{Secret}}"}""");
                await AskAsync(HttpMethod.Patch, "/api/v1/settings", $$$"""{"values": {"test.password": "{{{Secret}}}", "live.rate": 1}}""");
                await AskAsync(HttpMethod.Put, "/api/v1/settings/live.rate", """{"value": 3}""");
                // A file that is not valid, with the secret in it, twice and in the wrong place.
                WriteFile("""{"test.password": "SECRET", "live.rate": "fast", "test.passwort": "SECRET"}""");
                await Eventually.TrueAsync(
                    async () => (await daemon.GetAsync("/api/v1/settings")).GetProperty("problem").ValueKind == JsonValueKind.Object,
                    () => "The daemon never said that the file is bad.");
                WriteFile("""{"test": {"password": "SECRET"}}""");
                await Eventually.TrueAsync(
                    async () => (await daemon.GetAsync("/api/v1/settings")).GetProperty("problem").ValueKind == JsonValueKind.Null,
                    () => "The daemon never said that the file is good again.");
                foreach (var path in new[] { "/api/v1/settings", "/api/v1/settings/history", "/api/v1/system", "/api/v1/runs/recorded", "/api/v1/runs/recorded/settings/changes", "/api/v1/runs/recorded/logs" })
                {
                    await AskAsync(HttpMethod.Get, path);
                }

                await worker.FinishAsync(10, 0);
                await daemon.WaitForAsync("recorded", "TERM");

                async Task<JsonElement> AskAsync(HttpMethod method, string path, string? body = null)
                {
                    var answer = await SettingsApiTests.SendAsync(daemon, method, path, body);
                    texts.Add($"{method} {path}: {answer.Body}");
                    return answer.Body;
                }
            }

            var refusal = Assert.Throws<SettingsException>(() => SettingsLoader.Load(
                TestDaemon.Catalog, new SettingsSources { CommandLine = [new("test.password", Secret), new("live.rate", "no")] }));
            texts.Add(refusal.ToString());
            Assert.All(texts, text => Assert.DoesNotContain(Secret, text, StringComparison.Ordinal));
            File.Delete(root.SettingsFile);
            var files = Directory.GetFiles(root.Path, "*", SearchOption.AllDirectories);
            Assert.Contains(root.StoredSettingsFile, files);
            Assert.Contains(root.DaemonLogFile, files);
            foreach (var file in files)
            {
                Assert.True(
                    (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)) < 0,
                    $"The secret is in {file}.");
            }
        }
        finally
        {
            TestDaemon.Delete(root);
        }

        void WriteFile(string json)
        {
            // Born private: a moment of being readable would be refused, and rightly.
            var made = root.SettingsFile + ".new";
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var file = new FileStream(made, options))
            {
                file.Write(Encoding.UTF8.GetBytes(json.Replace("SECRET", Secret, StringComparison.Ordinal)));
            }

            File.Move(made, root.SettingsFile, overwrite: true);
        }
    }
}
