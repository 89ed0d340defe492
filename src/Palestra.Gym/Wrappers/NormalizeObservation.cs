using System.Buffers.Binary;

namespace Palestra.Gym.Wrappers;

/// <summary>
/// Shifts and scales every element of the observation to mean 0 and variance 1 over all observations so far, resets included
/// (https://gymnasium.farama.org/api/wrappers/observation_wrappers/):
/// <c>(observation - mean) / sqrt(variance + epsilon)</c>, as float32 without bounds. The statistics take in an observation
/// before it is normalised by them. For float32 observations all of it is computed in float32, else in doubles, as NumPy 2
/// does. The statistics belong to the saved state.
/// </summary>
public sealed class NormalizeObservation : ObservationWrapper
{
    private readonly RunningMeanVariance _statistics;
    private readonly double[] _values;
    private readonly double _epsilon;
    private readonly ElementType _type;

    /// <param name="epsilon">Keeps the divisor from 0.</param>
    /// <exception cref="GymException">The observation is a tuple or a dict.</exception>
    [NotTunable("Gymnasium's constructor has this default; a caller gives another.")]
    public NormalizeObservation(IEnv env, double epsilon = 1e-8)
        : base(env, Unbounded(env))
    {
        _epsilon = epsilon;
        _type = Env.ObservationSpace.ElementType;
        _values = new double[((Box)ObservationSpace).Count];
        _statistics = new RunningMeanVariance(_values.Length, _type == ElementType.Float32, startsSingle: true);
    }

    /// <summary>Whether the statistics go on taking in observations; false for an evaluation.</summary>
    public bool UpdateRunningMean { get; set; } = true;

    public ReadOnlySpan<double> Mean => _statistics.Mean;

    public ReadOnlySpan<double> Variance => _statistics.Variance;

    protected override void Observe(ReadOnlySpan<byte> inner, Span<byte> observation, bool first)
    {
        for (var i = 0; i < _values.Length; i++)
        {
            _values[i] = NumberJson.Get(_type, inner[(i * _type.SizeBytes())..]);
        }

        if (UpdateRunningMean)
        {
            _statistics.Update(_values);
        }

        for (var i = 0; i < _values.Length; i++)
        {
            var deviation = _statistics.Deviation(i, _epsilon);
            var value = _type == ElementType.Float32
                ? ((float)_values[i] - (float)_statistics.Mean[i]) / (float)deviation
                : (float)((_values[i] - _statistics.Mean[i]) / deviation);
            BinaryPrimitives.WriteSingleLittleEndian(observation[(i * sizeof(float))..], value);
        }
    }

    protected override void OnSave(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(UpdateRunningMean);
        _statistics.Save(writer);
    }

    protected override void OnRestore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        UpdateRunningMean = reader.ReadBoolean();
        _statistics.Restore(reader);
    }

    private static Box Unbounded(IEnv env)
    {
        ArgumentNullException.ThrowIfNull(env);
        return env.ObservationSpace is not CompositeSpace
            ? new Box(double.NegativeInfinity, double.PositiveInfinity, [.. env.ObservationSpace.Shape])
            : throw new GymException($"Observations of {env.Spec.Id} cannot be normalised, since {env.ObservationSpace} has parts: flatten them first.");
    }
}
