using Palestra.Trainer.Api;

namespace Palestra.Trainer.Runs;

/// <summary>
/// Three facts about a live run, each from its own witness: the worker from its process, the link from its session, the
/// storage from the durable path. None is inferred from another. Thread-safe.
/// </summary>
internal sealed class HealthFacts(Func<long> nowUs)
{
    private readonly Lock _lock = new();
    private FactView? _worker;
    private FactView? _link;
    private FactView? _storage;

    public RunHealthView Look((bool Alive, string Detail) worker, (bool Alive, string Detail) link, (bool Alive, string Detail) storage)
    {
        lock (_lock)
        {
            return new RunHealthView(_worker = Next(_worker, worker), _link = Next(_link, link), _storage = Next(_storage, storage));
        }
    }

    /// <summary>The words may change at any time; since when it is so changes only with the fact.</summary>
    private FactView Next(FactView? before, (bool Alive, string Detail) now) =>
        new(now.Alive, before is not null && before.Alive == now.Alive ? before.SinceUs : nowUs(), now.Detail);
}
