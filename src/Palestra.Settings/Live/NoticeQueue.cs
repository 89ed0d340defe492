namespace Palestra.Settings;

/// <summary>
/// Delivers notices one after the other, in the order they were added, outside of any other lock. Whoever delivers also
/// delivers what others added meanwhile; a notice that adds another one returns first, so that nothing nests.
/// </summary>
internal sealed class NoticeQueue
{
    private readonly Lock _turn = new();
    private readonly System.Collections.Concurrent.ConcurrentQueue<Action> _notices = [];

    public void Add(Action notice) => _notices.Enqueue(notice);

    /// <summary>Returns once everything that was added before is delivered, except inside of a notice.</summary>
    public void Deliver()
    {
        if (_turn.IsHeldByCurrentThread)
        {
            return;
        }

        lock (_turn)
        {
            while (_notices.TryDequeue(out var notice))
            {
                notice();
            }
        }
    }
}
