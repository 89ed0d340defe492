using System.Text.Json;
using Palestra.Gym.Checking;

namespace Palestra.Gym.Wrappers;

/// <summary>
/// Watches an environment while it is used, changes nothing, and reports each kind of problem once: observations outside
/// their space or not written, rewards that are no numbers, bad action masks and infos, spaces that change, actions that
/// are written into. The idea is Gymnasium's (https://gymnasium.farama.org/api/wrappers/misc_wrappers/), which looks at the
/// first calls only; this one looks at all. <see cref="EnvChecker"/> finds more, by playing. A step without a problem
/// allocates nothing.
/// </summary>
public sealed class PassiveEnvChecker : Wrapper
{
    private const byte Poison = 0xA5;

    private readonly Action<EnvFinding> _report;
    private readonly HashSet<string> _reported = [];
    private readonly Space _actionSpace;
    private readonly Space _observationSpace;
    private readonly byte[] _action;

    /// <param name="report">Called with every problem that was not reported before, on the caller's thread.</param>
    public PassiveEnvChecker(IEnv env, Action<EnvFinding> report)
        : base(env)
    {
        ArgumentNullException.ThrowIfNull(report);
        _report = report;
        _actionSpace = Env.ActionSpace;
        _observationSpace = Env.ObservationSpace;
        _action = new byte[_actionSpace.RowBytes];
    }

    public override void Reset(ulong? seed, Span<byte> observation, ParameterValues? options = null)
    {
        var row = observation[..Math.Min(observation.Length, _observationSpace.RowBytes)];
        row.Fill(Poison);
        Env.Reset(seed, observation, options);
        CheckAnswer("Reset", row);
    }

    public override StepOutcome Step(ReadOnlySpan<byte> action, Span<byte> observation)
    {
        var row = observation[..Math.Min(observation.Length, _observationSpace.RowBytes)];
        var copied = action.Length == _action.Length;
        if (copied)
        {
            action.CopyTo(_action);
        }

        row.Fill(Poison);
        var outcome = Env.Step(action, observation);
        CheckAnswer("Step", row);
        if (!double.IsFinite(outcome.Reward))
        {
            Report(ObservedRules.Reward, ObservedRules.NotFinite("Step", outcome.Reward));
        }

        if (copied && !action.SequenceEqual(_action))
        {
            Report(ObservedRules.ActionChanged, ObservedRules.ChangedAction("Step"));
        }

        return outcome;
    }

    public override void WriteInfo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (!_reported.Contains(ObservedRules.Info))
        {
            try
            {
                using var info = InfoJson.Read(Env);
                if (info.RootElement.ValueKind != JsonValueKind.Object)
                {
                    Report(ObservedRules.Info, ObservedRules.BadInfo("the last call", $"it is {info.RootElement.GetRawText()}"));
                }
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                Report(ObservedRules.Info, ObservedRules.BadInfo("the last call", CheckContext.Say(e)));
            }
        }

        Env.WriteInfo(writer);
    }

    private void CheckAnswer(string call, ReadOnlySpan<byte> row)
    {
        // Of one or two bytes the poison may be the answer.
        if (row.Length > 2 && row.IndexOfAnyExcept(Poison) < 0)
        {
            Report(ObservedRules.ObservationWritten, ObservedRules.NotWritten(call, "nothing into the observation"));
        }
        else if (!_observationSpace.Contains(row))
        {
            Report(ObservedRules.ObservationSpace, ObservedRules.OutsideSpace(call, _observationSpace, row));
        }

        Report(ObservedRules.ActionMask, ObservedRules.BadMask(call, _actionSpace, Env.ActionMask));
        if (!ReferenceEquals(_actionSpace, Env.ActionSpace) || !ReferenceEquals(_observationSpace, Env.ObservationSpace))
        {
            Report(ObservedRules.SpaceChanged, ObservedRules.ChangedSpace(call, "action space", _actionSpace, Env.ActionSpace)
                ?? ObservedRules.ChangedSpace(call, "observation space", _observationSpace, Env.ObservationSpace));
        }
    }

    private void Report(string rule, string? message)
    {
        if (message is not null && _reported.Add(rule))
        {
            _report(new EnvFinding(rule, FindingSeverity.Error, message));
        }
    }
}
