using System.Globalization;

namespace Palestra.Trainer.Runs;

/// <summary>What the machine, or the container around the daemon, has.</summary>
/// <param name="Cpus">Processors.</param>
/// <param name="MemoryMb">Memory in MiB.</param>
/// <param name="Gpus">Graphics processors.</param>
internal sealed record MachineResources(int Cpus, long MemoryMb, int Gpus)
{
    private const string DeviceFolder = "/dev";
    private const string DevicePrefix = "nvidia";
    [NotTunable("The unit itself.")]
    private const long BytesPerMib = 1024 * 1024;

    public static MachineResources OfThisMachine() =>
        new(Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / BytesPerMib, CountGpus());

    private static int CountGpus()
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(DeviceFolder, DevicePrefix + "*")
                .Count(device => int.TryParse(Path.GetFileName(device)[DevicePrefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out _));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
