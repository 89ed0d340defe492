namespace Palestra.Gym.Checking;

/// <summary>Two players that do the same and must see the same.</summary>
internal sealed class Lockstep : IDisposable
{
    private const byte FirstPoison = 0xA5;
    private const byte SecondPoison = 0x5A;

    private readonly CheckContext _context;
    private readonly byte[] _action;
    private int _steps;

    public Lockstep(CheckContext context)
    {
        _context = context;
        First = new CheckedPlayer(context.Make(), FirstPoison);
        Second = new CheckedPlayer(context.Make(), SecondPoison);
        _action = new byte[First.ActionSpace.RowBytes];
        First.ActionSpace.Seed(context.Seed);
    }

    public CheckedPlayer First { get; }

    public CheckedPlayer Second { get; }

    /// <summary>Steps since the last reset with a seed.</summary>
    public int Steps => _steps;

    public void Reset(ulong? seed)
    {
        First.Reset(seed);
        Second.Reset(seed);
        _steps = seed is null ? _steps : 0;
    }

    /// <summary>Takes one random action, or resets where the episode has ended.</summary>
    public void Advance()
    {
        if (First.Outcome.Done || Second.Outcome.Done)
        {
            Reset(null);
            return;
        }

        First.ActionSpace.Sample(_action);
        _steps++;
        First.Step(_action);
        Second.Step(_action);
    }

    /// <summary>Lets the first one alone take random actions.</summary>
    public void PlayFirst(int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            if (First.Outcome.Done)
            {
                First.Reset(null);
            }

            First.ActionSpace.Sample(_action);
            First.Step(_action);
        }
    }

    /// <summary>Where the two differ, as the middle of a sentence; <c>null</c> if nowhere.</summary>
    public string? Difference()
    {
        for (var i = 0; i < First.Observation.Length; i++)
        {
            if (First.Observation[i] != Second.Observation[i] && !IsUnwritten(i))
            {
                return $"the observation {First.Show()} once and {Second.Show()} another time";
            }
        }

        if (!First.Outcome.Equals(Second.Outcome))
        {
            var (a, b) = (First.Outcome, Second.Outcome);
            return !a.Reward.Equals(b.Reward)
                ? $"the reward {a.Reward} once and {b.Reward} another time"
                : $"terminated and truncated {a.Terminated}, {a.Truncated} once and {b.Terminated}, {b.Truncated} another time";
        }

        return First.Env.Random.State.Equals(Second.Env.Random.State) ? null : "one state of Random once and another state another time";
    }

    /// <summary>Which bytes of the observation nobody wrote, as the middle of a sentence; <c>null</c> if none.</summary>
    public string? Unwritten()
    {
        var bytes = Enumerable.Range(0, First.Observation.Length).Where(IsUnwritten).ToList();
        return bytes.Count == 0 ? null
            : bytes.Count == First.Observation.Length ? "nothing into the observation"
            : $"only a part of the observation: {bytes.Count} of its {First.Observation.Length} bytes, the first at {bytes[0]}, stayed as they were";
    }

    /// <summary>Where an episode is, for sentences.</summary>
    public string Place => $"{First.LastCall}{(First.LastCall == "Step" ? $" {_steps} after Reset(seed: {_context.Seed})" : string.Empty)}";

    public void Dispose()
    {
        First.Dispose();
        Second.Dispose();
    }

    private bool IsUnwritten(int i) => First.Observation[i] == FirstPoison && Second.Observation[i] == SecondPoison;
}
