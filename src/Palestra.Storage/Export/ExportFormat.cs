namespace Palestra.Storage;

/// <summary>The formats of <c>palestra export</c> (docs/formats/export.md).</summary>
public enum ExportFormat
{
    Jsonl,
    Csv,
    Npz,
}
