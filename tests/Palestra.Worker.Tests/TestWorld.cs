using Palestra.Agents;
using Palestra.Gym;

namespace Palestra.Worker.Tests;

/// <summary>An environment that breaks when its counter reaches a number, and a learner that leaves a trace of what it saw.</summary>
internal static class TestWorld
{
    public const string Breaking = "Breaking-v0";
    public const string Counting = "counting";

    private static readonly Lazy<bool> Registered = new(() =>
    {
        EnvRegistry.Default.Register(new EnvSpec
        {
            Id = Breaking,
            Summary = "Breaks at step 50.",
            Create = _ => new BreakingEnv(),
        });
        AlgorithmRegistry.Default.Register(new AlgorithmSpec
        {
            Id = Counting,
            Summary = "Counts what it learns from.",
            Parameters = [ParameterSpec.Text("load", "", "What to continue from.")],
            Create = (values, context) => new CountingLearner(context, values.Text("load")),
        });
        return true;
    });

    public static void Register() => Assert.True(Registered.Value);

    private sealed class BreakingEnv() : Env<long, long>(new Discrete(2), new Discrete(1000))
    {
        private long _state;

        public override StepResult<long> Step(long action) =>
            ++_state == 50 ? throw new InvalidOperationException("the ice broke") : new StepResult<long>(_state, 1, false, false);

        protected override long OnReset(ParameterValues? options) => 0;
    }

    private sealed class CountingLearner : ILearner
    {
        private readonly RandomPolicy _policy;
        private long _learned;

        public CountingLearner(LearnerContext context, string load)
        {
            _policy = new RandomPolicy(context);
            if (load.Length > 0)
            {
                Load(load);
            }
        }

        public void Act(int slot, ReadOnlySpan<byte> observation, Span<byte> action) => _policy.Act(slot, observation, action);

        public void Learn(
            int slot, ReadOnlySpan<byte> observation, ReadOnlySpan<byte> action, double reward,
            ReadOnlySpan<byte> nextObservation, bool terminated, bool truncated) => _learned++;

        public void EndEpisode(int slot, IDictionary<string, double> metrics) => metrics["learned"] = _learned;

        public void Save(string folder)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "count.txt"), $"{_learned}");
        }

        public void Load(string folder) => _learned = long.Parse(File.ReadAllText(Path.Combine(folder, "count.txt")));
    }
}
