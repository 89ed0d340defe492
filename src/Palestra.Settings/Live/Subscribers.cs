using System.Collections.Immutable;

namespace Palestra.Settings;

/// <summary>Callbacks that can leave again. Thread-safe. A callback that throws does not keep the others from being called.</summary>
internal sealed class Subscribers<TNews>(Action<Exception> onFault)
{
    private ImmutableArray<Subscription> _subscriptions = [];

    public IDisposable Add(Func<TNews, TNews?> select, Action<TNews> callback)
    {
        var subscription = new Subscription(this, select, callback);
        ImmutableInterlocked.Update(ref _subscriptions, (all, added) => all.Add(added), subscription);
        return subscription;
    }

    public void Tell(TNews news)
    {
        foreach (var subscription in _subscriptions)
        {
            try
            {
                subscription.Tell(news);
            }
#pragma warning disable CA1031 // Whatever a subscriber throws is its own affair: it is counted and reported.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                onFault(fault);
            }
        }
    }

    private sealed class Subscription(Subscribers<TNews> owner, Func<TNews, TNews?> select, Action<TNews> callback) : IDisposable
    {
        private volatile bool _left;

        public void Tell(TNews news)
        {
            if (!_left && select(news) is { } own)
            {
                callback(own);
            }
        }

        public void Dispose()
        {
            _left = true;
            ImmutableInterlocked.Update(ref owner._subscriptions, (all, left) => all.Remove(left), this);
        }
    }
}
