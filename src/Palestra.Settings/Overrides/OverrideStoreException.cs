namespace Palestra.Settings;

/// <summary>The stored overrides cannot be reached. The message is one sentence that is fit to be shown.</summary>
public sealed class OverrideStoreException : Exception
{
    public OverrideStoreException(string sentence, Exception? cause = null)
        : base(sentence, cause)
    {
    }
}
