using System.Text.Json;

namespace Palestra.Gym.Wrappers;

/// <summary>
/// Adds up what an episode gave (https://gymnasium.farama.org/api/wrappers/misc_wrappers/): at its last step the info has
/// <c>"episode": {"r": return, "l": length in steps, "t": seconds since its reset, to the microsecond}</c>. Keeps returns,
/// lengths and times of the last episodes. All of it belongs to the saved state.
/// </summary>
public sealed class RecordEpisodeStatistics : Wrapper
{
    private readonly TimeProvider _time;
    private readonly string _key;
    private long _start;
    private TimeSpan _before;
    private double _return;
    private int _length;
    private double _seconds;
    private bool _ended;

    /// <param name="time">Where the time comes from, such as <see cref="TimeProvider.System"/>.</param>
    /// <param name="bufferLength">How many of the last episodes are kept.</param>
    /// <param name="statsKey">Their key in the info.</param>
    /// <exception cref="GymException">The buffer length is below 1.</exception>
    [NotTunable("Gymnasium's constructor has this default; a caller gives another.")]
    public RecordEpisodeStatistics(IEnv env, TimeProvider time, int bufferLength = 100, string statsKey = "episode")
        : base(env)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentException.ThrowIfNullOrEmpty(statsKey);
        if (bufferLength < 1)
        {
            throw new GymException($"The statistics of {bufferLength} episodes cannot be kept: 1 or more can.");
        }

        (_time, _key) = (time, statsKey);
        Returns = new RecentValues(bufferLength);
        Lengths = new RecentValues(bufferLength);
        Seconds = new RecentValues(bufferLength);
    }

    /// <summary>Episodes that ended so far.</summary>
    public int EpisodeCount { get; private set; }

    /// <summary>Returns of the last episodes.</summary>
    public RecentValues Returns { get; }

    /// <summary>Lengths of the last episodes, in steps.</summary>
    public RecentValues Lengths { get; }

    /// <summary>How long the last episodes took.</summary>
    public RecentValues Seconds { get; }

    public override void Reset(ulong? seed, Span<byte> observation, ParameterValues? options = null)
    {
        Env.Reset(seed, observation, options);
        (_return, _length, _ended) = (0, 0, false);
        (_start, _before) = (_time.GetTimestamp(), TimeSpan.Zero);
    }

    public override StepOutcome Step(ReadOnlySpan<byte> action, Span<byte> observation)
    {
        var outcome = Env.Step(action, observation);
        _return += outcome.Reward;
        _length++;
        _ended = outcome.Done;
        if (_ended)
        {
            _seconds = Math.Round(Elapsed.TotalSeconds, 6);
            Returns.Add(_return);
            Lengths.Add(_length);
            Seconds.Add(_seconds);
            EpisodeCount++;
            (_start, _before) = (_time.GetTimestamp(), TimeSpan.Zero);
        }

        return outcome;
    }

    /// <exception cref="GymException">The info inside has the key already.</exception>
    public override void WriteInfo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (!_ended)
        {
            Env.WriteInfo(writer);
            return;
        }

        using var inner = InfoJson.Read(Env);
        writer.WriteStartObject();
        foreach (var property in inner.RootElement.EnumerateObject())
        {
            if (property.NameEquals(_key))
            {
                throw new GymException($"The info of {Spec.Id} has the key '{_key}' already: record the statistics under another.");
            }

            property.WriteTo(writer);
        }

        writer.WriteStartObject(_key);
        writer.WritePropertyName("r");
        NumberJson.WriteDouble(writer, _return);
        writer.WriteNumber("l", _length);
        writer.WriteNumber("t", _seconds);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    protected override void OnSave(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Elapsed.Ticks);
        writer.Write(_return);
        writer.Write(_length);
        writer.Write(_seconds);
        writer.Write(_ended);
        writer.Write(EpisodeCount);
        Returns.Save(writer);
        Lengths.Save(writer);
        Seconds.Save(writer);
    }

    protected override void OnRestore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        (_start, _before) = (_time.GetTimestamp(), TimeSpan.FromTicks(reader.ReadInt64()));
        _return = reader.ReadDouble();
        _length = reader.ReadInt32();
        _seconds = reader.ReadDouble();
        _ended = reader.ReadBoolean();
        EpisodeCount = reader.ReadInt32();
        Returns.Restore(reader);
        Lengths.Restore(reader);
        Seconds.Restore(reader);
    }

    // What was saved of the time counts too, wherever it was saved.
    private TimeSpan Elapsed => _before + _time.GetElapsedTime(_start);
}
