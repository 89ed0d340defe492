namespace Palestra.Storage;

/// <summary>One run is one folder (P-ISLAND): copy it, and you have the run.</summary>
public sealed record RunFolder(string Path)
{
    /// <summary>Steps, episodes, states, log and settings of the run.</summary>
    public string DatabaseFile => System.IO.Path.Combine(Path, "run.db");

    /// <summary>The <see cref="RunManifest"/>, as JSON: what the worker reads to know its task.</summary>
    public string ManifestFile => System.IO.Path.Combine(Path, "run.json");

    /// <summary>What the worker process printed, for post-mortems; also drained into the run's log.</summary>
    public string StdoutFile => System.IO.Path.Combine(Path, "worker.stdout.log");

    /// <inheritdoc cref="StdoutFile"/>
    public string StderrFile => System.IO.Path.Combine(Path, "worker.stderr.log");

    /// <summary>What the learner saved: tables, weights.</summary>
    public string ArtifactsFolder => System.IO.Path.Combine(Path, "artifacts");

    /// <summary>Steps that the worker could not hand to the daemon (docs/formats/spool.md); usually not there.</summary>
    public string SpoolFile => System.IO.Path.Combine(Path, "worker.spool");
}
