using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>
/// Writes the steps of a run in the order of (agent, slot), then sequence. Streaming: memory does not grow with the
/// run (npz uses temporary files). A live run is exported as far as it is on disk when the export begins.
/// </summary>
public static class StepExporter
{
    [NotTunable("How much is read at once: the exported file is the same for every value.")]
    private const int StepsAtOnce = 64 * StepBatch.MaxCount;

    /// <summary>Parses <c>jsonl</c>, <c>csv</c>, <c>npz</c>.</summary>
    public static bool TryParseFormat(string text, out ExportFormat format)
    {
        format = text switch
        {
            "csv" => ExportFormat.Csv,
            "npz" => ExportFormat.Npz,
            _ => ExportFormat.Jsonl,
        };
        return text is "jsonl" or "csv" or "npz";
    }

    /// <param name="output">Stays open; need not be seekable.</param>
    /// <returns>Number of steps written.</returns>
    /// <exception cref="RunFileException">A block is damaged, or the steps do not fit the format; one sentence.</exception>
    public static long Export(RunReader reader, ExportFormat format, Stream output, CancellationToken cancellation = default)
    {
        using IStepWriter writer = format switch
        {
            ExportFormat.Csv => new CsvStepWriter(output),
            ExportFormat.Npz => new NpzStepWriter(output),
            _ => new JsonlStepWriter(output),
        };
        long steps = 0;
        foreach (var stream in reader.Streams())
        {
            for (var next = 1L; next <= stream.LastSeq;)
            {
                var before = next;
                foreach (var batch in reader.ReadSteps(stream.Stream, next, (int)Math.Min(StepsAtOnce, stream.LastSeq - next + 1)))
                {
                    cancellation.ThrowIfCancellationRequested();
                    writer.Write(batch);
                    steps += batch.Count;
                    next = batch.LastSeq + 1;
                }

                if (next == before)
                {
                    break;
                }
            }
        }

        writer.Finish();
        return steps;
    }
}

/// <summary>Takes batches in order and writes them in its format.</summary>
internal interface IStepWriter : IDisposable
{
    void Write(StepBatch batch);

    /// <summary>Writes what can only be written at the end.</summary>
    void Finish();
}
