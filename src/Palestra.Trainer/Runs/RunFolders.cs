using Palestra.Storage;

namespace Palestra.Trainer.Runs;

/// <summary>Takes away the folder of a run.</summary>
internal static class RunFolders
{
    /// <returns><c>null</c>, or what is in the way.</returns>
    public static string? TryDelete(RunFolder folder)
    {
        try
        {
            if (Directory.Exists(folder.Path))
            {
                Directory.Delete(folder.Path, recursive: true);
            }

            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}
