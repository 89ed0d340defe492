using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Palestra.Settings;
using Palestra.Storage;
using Palestra.Trainer;
using Palestra.Trainer.Api;

namespace Palestra.Cli;

/// <summary>
/// Talks to the daemon of a data folder over its HTTP API. The daemon is found through <c>daemon.json</c> at every
/// call, so a daemon that was restarted on another port is found again.
/// </summary>
internal sealed class DaemonClient(DataRoot data) : IDisposable
{
    private static readonly JsonSerializerOptions Tolerant = new(ApiJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };

    private readonly HttpClient _http = new();

    /// <summary>Whether a daemon of this data folder answers.</summary>
    public async Task<bool> IsThereAsync(CancellationToken cancel)
    {
        try
        {
            using var answer = await SendAsync(HttpMethod.Get, "/healthz", null, cancel);
            return answer.IsSuccessStatusCode;
        }
        catch (DaemonUnreachableException)
        {
            return false;
        }
    }

    public async Task<RunRow> SubmitAsync(RunRequest request, CancellationToken cancel) =>
        await ReadAsync<RunRow>(HttpMethod.Post, "/api/v1/runs", request, cancel);

    public async Task<RunRow> GetRunAsync(string runId, CancellationToken cancel) =>
        await ReadAsync<RunRow>(HttpMethod.Get, $"/api/v1/runs/{runId}", null, cancel);

    public async Task<SystemView> GetSystemAsync(CancellationToken cancel) =>
        await ReadAsync<SystemView>(HttpMethod.Get, "/api/v1/system", null, cancel);

    public async Task<RunView> ViewRunAsync(string runId, CancellationToken cancel) =>
        await ReadAsync<RunView>(HttpMethod.Get, $"/api/v1/runs/{runId}", null, cancel);

    /// <param name="action"><c>stop</c>, <c>pause</c> or <c>resume</c>.</param>
    public async Task<RunRow> ControlAsync(string runId, string action, object? body, CancellationToken cancel) =>
        await ReadAsync<RunRow>(HttpMethod.Post, $"/api/v1/runs/{runId}/{action}", body ?? new { }, cancel);

    public async Task<IReadOnlyList<SettingRow>> GetSettingsAsync(CancellationToken cancel) =>
        (await ReadAsync<SettingRows>(HttpMethod.Get, "/api/v1/settings", null, cancel)).Settings;

    public async Task<SettingRow> GetSettingAsync(string key, CancellationToken cancel) =>
        await ReadAsync<SettingRow>(HttpMethod.Get, SettingPath(key), null, cancel);

    /// <param name="text">The new value as a person writes it; <c>null</c> removes the stored one.</param>
    public async Task<SettingRow> ChangeSettingAsync(string key, string? text, CancellationToken cancel) => text is null
        ? await ReadAsync<SettingRow>(HttpMethod.Delete, SettingPath(key), null, cancel)
        : await ReadAsync<SettingRow>(HttpMethod.Put, SettingPath(key), new { value = text }, cancel);

    public async Task DeleteRunAsync(string runId, CancellationToken cancel)
    {
        using var answer = await SendAsync(HttpMethod.Delete, $"/api/v1/runs/{runId}", null, cancel);
        await ThrowIfRefusedAsync(answer, cancel);
    }

    public void Dispose() => _http.Dispose();

    private static string SettingPath(string key) => $"/api/v1/settings/{Uri.EscapeDataString(key)}";

    private async Task<T> ReadAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancel)
    {
        using var answer = await SendAsync(method, path, body, cancel);
        await ThrowIfRefusedAsync(answer, cancel);
        return await answer.Content.ReadFromJsonAsync<T>(Tolerant, cancel)
            ?? throw new DaemonUnreachableException($"The daemon answered {path} with nothing.");
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancel)
    {
        var daemon = DaemonFile.TryRead(data)
            ?? throw new DaemonUnreachableException($"No daemon runs on {data.Path}; 'palestra up' starts one.");
        using var request = new HttpRequestMessage(method, new Uri(new Uri(daemon.HttpAddress), path));
        request.Headers.Authorization = new("Bearer", daemon.Token);
        request.Headers.Add("Palestra-Via", ChangeVia.Cli);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body, body.GetType(), options: ApiJson.Options);
        }

        try
        {
            return await _http.SendAsync(request, cancel);
        }
        catch (HttpRequestException error)
        {
            throw new DaemonUnreachableException($"The daemon of {data.Path} does not answer at {daemon.HttpAddress}: {error.Message}");
        }
    }

    /// <summary>A refusal is a problem+json document: its sentences are for the user.</summary>
    private static async Task ThrowIfRefusedAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        if (answer.IsSuccessStatusCode)
        {
            return;
        }

        var text = await answer.Content.ReadAsStringAsync(cancel);
        throw new UserErrorException(Sentences(text) ?? $"The daemon refused with status {(int)answer.StatusCode}: {text}");
    }

    private static string? Sentences(string problem)
    {
        try
        {
            using var json = JsonDocument.Parse(problem);
            if (json.RootElement.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Object)
            {
                var all = errors.EnumerateObject().SelectMany(field => field.Value.EnumerateArray()).Select(sentence => sentence.GetString());
                return string.Join(Environment.NewLine, all);
            }

            return json.RootElement.TryGetProperty("detail", out var detail) ? detail.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
