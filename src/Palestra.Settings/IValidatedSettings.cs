namespace Palestra.Settings;

/// <summary>
/// A group with rules that no single range can state, such as "the low mark lies below the high mark". Asked once each
/// value of the group is valid on its own.
/// </summary>
public interface IValidatedSettings
{
    /// <summary>One sentence per broken rule, naming the keys and their values; nothing when all hold.</summary>
    IEnumerable<string> Validate();
}
