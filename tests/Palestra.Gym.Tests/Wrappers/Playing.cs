namespace Palestra.Gym.Tests;

/// <summary>Rows in and out as JSON, so that tests read as what a person sees.</summary>
internal static class Playing
{
    public static string Reset(this IEnv env, ulong? seed)
    {
        var observation = new byte[env.ObservationSpace.RowBytes];
        env.Reset(seed, observation);
        return env.ObservationSpace.Show(observation);
    }

    public static (string Observation, StepOutcome Outcome) Step(this IEnv env, string action)
    {
        var (row, observation) = (new byte[env.ActionSpace.RowBytes], new byte[env.ObservationSpace.RowBytes]);
        env.ActionSpace.ParseJson(System.Text.Json.JsonDocument.Parse(action).RootElement, row);
        var outcome = env.Step(row, observation);
        return (env.ObservationSpace.Show(observation), outcome);
    }

    public static string Info(this IEnv env)
    {
        using var stream = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(stream))
        {
            env.WriteInfo(writer);
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The observation has the numbers that NumPy prints: float32 to eight decimals.</summary>
    public static void Prints(float[] printed, string observation)
    {
        var floats = Floats(observation);
        Assert.Equal(printed.Length, floats.Length);
        for (var i = 0; i < printed.Length; i++)
        {
            Assert.Equal((double)printed[i], floats[i], 6e-9);
        }
    }

    public static float[] Floats(string json) => System.Text.Json.JsonSerializer.Deserialize<float[]>(json)!;
}
