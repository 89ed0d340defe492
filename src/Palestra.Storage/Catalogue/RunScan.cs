using System.Text.Json;

namespace Palestra.Storage;

/// <summary>Makes a list row of a run folder, whatever is in it (P-ISLAND).</summary>
public static class RunScan
{
    /// <summary>Never throws for what is in the folder: a damaged one gives a row whose <see cref="CatalogRow.Damaged"/> says why.</summary>
    public static CatalogRow RowOf(RunFolder folder)
    {
        try
        {
            using var reader = RunReader.Open(folder);
            // The folder's name is what commands address a run by, whatever the manifest of a copied one says.
            return CatalogRow.From(reader.Manifest, reader.Summary()) with { RunId = Path.GetFileName(folder.Path) };
        }
        catch (Exception e) when (e is RunFileException or IOException or UnauthorizedAccessException or JsonException or FormatException)
        {
            return Damaged(folder, e.Message);
        }
    }

    /// <summary>What <c>run.json</c> can still tell.</summary>
    private static CatalogRow Damaged(RunFolder folder, string sentence)
    {
        var row = new CatalogRow { RunId = Path.GetFileName(folder.Path), Name = Path.GetFileName(folder.Path) };
        try
        {
            if (JsonSerializer.Deserialize<RunManifest>(File.ReadAllBytes(folder.ManifestFile), RunManifest.Json) is { } manifest)
            {
                row = CatalogRow.From(manifest, new RunSummary
                {
                    State = null,
                    Outcome = null,
                    Reason = null,
                    Episodes = 0,
                    Steps = 0,
                    MeanReturn100 = null,
                    Sparkline = [],
                    StartedUs = null,
                    EndedUs = null,
                    DiskBytes = RunReader.BytesIn(folder.Path),
                    Streams = [],
                });
            }
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            // The sentence we have is about the more important file.
        }

        return row with { RunId = Path.GetFileName(folder.Path), Status = nameof(Telemetry.RunState.FAULT), Damaged = sentence };
    }
}
