using System.Text.Json;

namespace Palestra.Gym;

/// <summary>
/// Plays a list of actions and writes what happens as JSON lines: <c>{"event":"reset",…}</c> and
/// <c>{"event":"step",…}</c>. After the end of an episode it resets without a seed, so the generator goes on. Numbers
/// read back to the same double. Not thread-safe.
/// </summary>
public static class RolloutRunner
{
    /// <param name="env">Reset by the rollout; stays the caller's.</param>
    /// <param name="actions">One JSON array of actions, each as the action space writes them.</param>
    /// <param name="lines">Receives UTF-8 lines; stays open.</param>
    /// <returns>How many steps were taken.</returns>
    /// <exception cref="GymException">The actions are no array, or one is outside the space: names which.</exception>
    public static int Run(IEnv env, ulong? seed, JsonElement actions, Stream lines)
    {
        ArgumentNullException.ThrowIfNull(env);
        ArgumentNullException.ThrowIfNull(lines);
        if (actions.ValueKind != JsonValueKind.Array)
        {
            throw new GymException($"The actions are a JSON {actions.ValueKind.ToString().ToLowerInvariant()}: one JSON array of actions is needed.");
        }

        var action = new byte[env.ActionSpace.RowBytes];
        var observation = new byte[env.ObservationSpace.RowBytes];
        using var writer = new Utf8JsonWriter(lines);
        env.Reset(seed, observation);
        WriteReset(env, observation, writer, lines);
        var ended = false;
        var t = 0;
        foreach (var json in actions.EnumerateArray())
        {
            // The reset that follows an end belongs to the next step: none is drawn after the very last one.
            if (ended)
            {
                env.Reset(null, observation);
                WriteReset(env, observation, writer, lines);
            }

            StepOutcome outcome;
            try
            {
                env.ActionSpace.ParseJson(json, action);
                outcome = env.Step(action, observation);
            }
            catch (GymException e)
            {
                throw new GymException($"Action {t} of the list: {e.Message}", e);
            }

            writer.WriteStartObject();
            writer.WriteString("event", "step");
            writer.WriteNumber("t", t++);
            writer.WritePropertyName("action");
            env.ActionSpace.WriteJson(writer, action);
            writer.WritePropertyName("observation");
            env.ObservationSpace.WriteJson(writer, observation);
            writer.WriteNumber("reward", outcome.Reward);
            writer.WriteBoolean("terminated", outcome.Terminated);
            writer.WriteBoolean("truncated", outcome.Truncated);
            EndLine(env, writer, lines);
            ended = outcome.Done;
        }

        return t;
    }

    private static void WriteReset(IEnv env, byte[] observation, Utf8JsonWriter writer, Stream lines)
    {
        writer.WriteStartObject();
        writer.WriteString("event", "reset");
        writer.WritePropertyName("observation");
        env.ObservationSpace.WriteJson(writer, observation);
        EndLine(env, writer, lines);
    }

    private static void EndLine(IEnv env, Utf8JsonWriter writer, Stream lines)
    {
        writer.WritePropertyName("info");
        env.WriteInfo(writer);
        writer.WriteEndObject();
        writer.Flush();
        lines.WriteByte((byte)'\n');
        writer.Reset();
    }
}
