namespace Palestra.Storage;

/// <summary>The list of runs (<c>catalog.db</c>). Any thread; one process (the daemon). Rebuildable from the run folders.</summary>
public sealed class Catalog : IDisposable
{
    private readonly DataRoot _root;

    private Catalog(DataRoot root) => _root = root;

    public static Catalog Open(DataRoot root) => new(root);

    public static Catalog Rebuild(DataRoot root) => new(root);

    public void Upsert(CatalogRow row) => throw new RunFileException(_root.Path);

    public CatalogRow? Find(string runId) => throw new RunFileException(_root.Path);

    public CatalogPage Page(CatalogQuery query) => throw new RunFileException(_root.Path);

    public void Delete(string runId) => throw new RunFileException(_root.Path);

    public void Dispose()
    {
    }
}
