namespace Palestra.Storage;

/// <summary>Recomputes everything about a run from its blocks; any file gets an answer, never an exception.</summary>
public static class RunVerifier
{
    public static VerifyReport Verify(RunFolder folder) => throw new RunFileException(folder.Path);
}
