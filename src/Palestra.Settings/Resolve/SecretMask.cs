namespace Palestra.Settings;

/// <summary>Takes secrets out of sentences that others wrote.</summary>
internal sealed class SecretMask
{
    private readonly HashSet<string> _secrets = [];

    public void Add(string secret)
    {
        if (secret.Length > 0)
        {
            _secrets.Add(secret);
        }
    }

    // The longest first: one secret may be part of another.
    public string Clean(string sentence) => _secrets.OrderByDescending(secret => secret.Length)
        .Aggregate(sentence, (text, secret) => text.Replace(secret, EffectiveSetting.Mask, StringComparison.Ordinal));
}
