namespace Palestra.Cli;

internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The request was sound and the work failed: a failed run, an incomplete record.</summary>
    public const int Failed = 1;

    /// <summary>The request was wrong, or what it needs is not there.</summary>
    public const int BadRequest = 2;
}
