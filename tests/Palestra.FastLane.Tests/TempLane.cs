namespace Palestra.FastLane.Tests;

/// <summary>A path for a lane in a folder of its own, removed at the end.</summary>
internal sealed class TempLane : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("palestra-lane-").FullName;

    public string Path => System.IO.Path.Combine(_folder, "lane");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
