using System.Text.Json;

namespace Palestra.Agents;

/// <summary>
/// The run that <c>palestra up --demo</c> shows: at this rate it lasts a minute, and the mean return climbs from about 0 to
/// about 0.85 (what slippery ice and the time limit allow) between its 12th and its 30th second. A test holds that.
/// </summary>
[NotTunable("The demo is one fixed run: everybody is to see the same curve.")]
public static class DemoRun
{
    public const string EnvId = "FrozenLake8x8-v1";
    public const string Algorithm = "q-learning";
    public const ulong Seed = 7;

    /// <summary>Length of the run in steps.</summary>
    public const long Steps = 480_000;

    /// <summary>Pace in steps per second.</summary>
    public const double RateHz = 8_000;

    /// <summary>What differs from the algorithm's defaults.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Params { get; } = new Dictionary<string, JsonElement>
    {
        ["alpha_end"] = JsonSerializer.SerializeToElement(0.02),
        ["epsilon_end"] = JsonSerializer.SerializeToElement(0),
        ["epsilon_steps"] = JsonSerializer.SerializeToElement(200_000),
        ["initial_q"] = JsonSerializer.SerializeToElement(0.3),
    };
}
