using System.Text.Json;

namespace Palestra.Cli;

/// <summary>What the command line needs of a setting as the daemon describes it (docs/api.md).</summary>
internal sealed record SettingRow(string Key, JsonElement Value, string Origin, long Version)
{
    public JsonElement? Pending { get; init; }

    public bool Secret { get; init; }

    /// <summary>The value as a person would write it.</summary>
    public string Text => TextOf(Value);

    /// <summary>The value after the next start of the daemon; <c>null</c> when nothing is pending.</summary>
    public string? PendingText => Pending is { ValueKind: not JsonValueKind.Null } pending ? TextOf(pending) : null;

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        _ => value.GetRawText(),
    };
}

internal sealed record SettingRows(IReadOnlyList<SettingRow> Settings);
