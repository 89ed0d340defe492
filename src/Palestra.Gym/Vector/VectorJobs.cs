namespace Palestra.Gym.Vector;

/// <summary>The two calls of a vector that several threads share, as jobs of a pool.</summary>
internal sealed class VectorJobs(Slots slots, int parallelism) : IDisposable
{
    private readonly WorkerPool _pool = new(slots.Count, parallelism);
    private readonly StepJob _step = new(slots);
    private readonly ResetJob _reset = new(slots);

    public void Step(in StepBuffers buffers)
    {
        _step.Buffers = buffers;
        _pool.Run(_step);
    }

    public void Reset(in ResetRequest request)
    {
        _reset.Request = request;
        _pool.Run(_reset);
        _reset.Request = default;
    }

    public void Dispose() => _pool.Dispose();

    private sealed class StepJob(Slots slots) : IRangeJob
    {
        public StepBuffers Buffers;

        public void Run(int from, int to) => slots.Step(from, to, Buffers);
    }

    private sealed class ResetJob(Slots slots) : IRangeJob
    {
        public ResetRequest Request;

        public void Run(int from, int to) => slots.Reset(from, to, Request);
    }
}
