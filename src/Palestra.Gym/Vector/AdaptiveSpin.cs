namespace Palestra.Gym.Vector;

/// <summary>
/// How long to spin before blocking: twice as long after it paid, half as long after it did not. Later turns give the
/// processor to whoever wants it. Belongs to one thread.
/// </summary>
internal struct AdaptiveSpin
{
    [NotTunable("Turns before SpinWait yields: below that a turn is a handful of pauses.")]
    private const int LeastTurns = 8;

    [NotTunable("About what it takes the system to wake a blocked thread: beyond that spinning costs more than it saves.")]
    private const int MostTurns = 128;

    private SpinWait _wait;
    private int _allowed;
    private int _taken;

    /// <summary>Starts a wait.</summary>
    public void Begin()
    {
        _wait = default;
        _taken = 0;
        _allowed = Math.Max(_allowed, LeastTurns);
    }

    /// <summary>Takes a turn; <c>false</c> when it is time to block.</summary>
    public bool Again()
    {
        if (_taken == _allowed)
        {
            _allowed = Math.Max(_allowed / 2, LeastTurns);
            return false;
        }

        if (_taken++ > 0)
        {
            _wait.SpinOnce(sleep1Threshold: -1);
        }

        return true;
    }

    /// <summary>What was waited for came while spinning.</summary>
    public void Paid() => _allowed = Math.Min(_allowed * 2, MostTurns);
}
